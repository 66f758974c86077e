"""JSON Schemas of settings and front matter, for editors; `python docs/every_setting.py` makes them of the code."""

from pathlib import Path
from typing import Final

SCHEMAS: Final = ("settings", "front-matter")
"""What there is a schema of."""


def schema(name: str) -> str:
    """Return the JSON Schema (2020-12) of settings or front matter, as a file."""
    return Path(__file__).with_name(f"{name}.json").read_text("utf-8")
