"""A page before it is made: the view that its template will be given, and what tells that view from others."""

from dataclasses import dataclass
from typing import Any

from mathpress.outputs import Phase


@dataclass(frozen=True, slots=True)
class Rendering:
    """A page to be made: its URL, the template, what the template is given, and all that tells that from others."""

    url: str
    template: str
    view: Any
    phase: Phase
    made_of: str


def rendering(url: str, template: str, view: object, phase: Phase = Phase.INDEX) -> Rendering:
    """Return a page whose view tells itself from others."""
    return Rendering(url, template, view, phase, repr(view))
