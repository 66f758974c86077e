"""Write the tables of settings and of keys of front matter, and the JSON Schemas of both.

`python docs/every_setting.py` writes them anew, into docs/configuration.md, docs/front-matter.md and
site/mathpress/schemas. What a setting or a key means is told where it is declared, in Markdown whose links begin in
docs/; a test holds all four files to that.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema

from mathpress.config import Config
from mathpress.fields import Fields
from mathpress.keys import OTHER_NAMES
from mathpress.refusals import table_of

_DOCS: Final = Path(__file__).parent
_SCHEMAS: Final = _DOCS.parent / "site/mathpress/schemas"
_MORE: Final = re.compile(r" \(\[more\]\([^)]*\)\)")
_LINK: Final = re.compile(r"\[([^\]]*)\]\((?!https?:)[^)]*\)")


def files() -> Mapping[Path, str]:
    """Return what is to be in each file."""
    return {
        _DOCS / "configuration.md": _with_tables("configuration.md", dict(_settings("Key", Config))),
        _DOCS / "front-matter.md": _with_tables("front-matter.md", {"Key": _keys()}),
        _SCHEMAS / "settings.json": _schema(Config, "Settings of a blog that mathpress publishes"),
        _SCHEMAS / "front-matter.json": _schema(Fields, "Front matter of a post or page", additionalProperties=True),
    }


Row = tuple[str, str]
"""A name, and what it means."""


def _with_tables(page: str, tables: Mapping[str, Iterable[Row]]) -> str:
    """Return a page with each table written anew, which is known by its first cell."""
    text = (_DOCS / page).read_text("utf-8")
    for name, rows in tables.items():
        lines = (f"| {key} | {meaning} |\n" for key, meaning in rows)
        table = f"| {name} | Meaning |\n|---|---|\n{''.join(lines)}".replace(f"]({page}#", "](#")
        match = re.search(rf"^\| {re.escape(name)} \|.*\n(?:\|.*\n)*", text, re.MULTILINE)
        if match is None:
            raise ValueError(f"{page} has no table {name}")
        text = text[: match.start()] + table + text[match.end() :]
    return text


def _settings(name: str, table: type[BaseModel]) -> Iterator[tuple[str, list[Row]]]:
    """Yield the settings of each table of TOML: its name, and of each key its name, what it means, and its default."""
    rows: list[Row] = []
    for key, field in table.model_fields.items():
        inner = table_of(field.annotation)
        is_named = get_origin(field.annotation) is dict
        if inner:
            yield from _settings(f"`[{key}.NAME]`" if is_named else f"`[{key}]`", inner)
        else:
            shown = f"`[{key}]`" if is_named and table is Config else f"`{key}`"
            rows.append((shown, f"{(field.description or '').rstrip('.')}.{_default(field)}"))
    yield name, rows


def _default(field: FieldInfo) -> str:
    """Return what to say of a default, which is nothing where it is nothing."""
    value = field.get_default(call_default_factory=True)
    return (
        "" if field.is_required() or value in ({}, [], "") else f" Default: `{json.dumps(value, ensure_ascii=False)}`"
    )


def _keys() -> Iterator[Row]:
    """Yield each key of front matter: its name, and what it means, with the names of other generators for it."""
    for name, field in Fields.model_fields.items():
        others = ", ".join(f"`{other}`" for other, ours in OTHER_NAMES.items() if ours == name)
        yield f"`{name}`", (field.description or "") + (f" Also: {others}." if others else "")


class _WithoutTitles(GenerateJsonSchema):
    def field_title_should_be_set(self, schema: Any) -> bool:
        """Tell that no field needs a title, which would be its name again."""
        del schema
        return False


def _schema(model: type[BaseModel], title: str, **further: Any) -> str:
    """Return the JSON Schema (2020-12) of what is accepted, as a file."""
    made = _plain(model.model_json_schema(schema_generator=_WithoutTitles))
    whole = {"title": title, **made, **further}  # without a dialect: what reads draft 7 refuses one of a later year
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _plain(node: Any) -> Any:
    """Return a part of a schema without names of classes, links that lead nowhere outside docs/, and empty defaults."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _plain(value) for key, value in node.items() if not (key == "title" and isinstance(value, str))}
    if isinstance(kept.get("description"), str):
        kept["description"] = _LINK.sub(r"\1", _MORE.sub("", kept["description"]))
    if kept.get("default", 0) is None:
        del kept["default"]
    if "patternProperties" in kept:  # names have a form, and no others are names
        kept["additionalProperties"] = False
    if "$ref" in kept.get("anyOf", [{}])[0]:  # a table that there need not be: TOML has no null
        kept |= kept.pop("anyOf")[0]
    return kept


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, "utf-8")
