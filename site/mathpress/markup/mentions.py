"""Citations as the scan finds them: works in brackets, and what may be a work in a sentence."""

import re

from mathpress.markup.citations import undeclared
from mathpress.markup.finds import Finds, Handled
from mathpress.markup.placeholders import Form, Found, unquoted


class Mentions:
    """Takes the citations of one text, if it `cites`; else the first that looks like one is a slip."""

    def __init__(self, finds: Finds, *, cites: bool) -> None:
        self._finds = finds
        self._cites = cites
        self._told = False

    def works(self, match: re.Match[str]) -> Handled:
        """Take works in brackets."""
        start = match.start()
        if self._cites:
            tex, origins = unquoted(self._finds.text, *match.span("cited"), self._finds.search.quote_depth(start))
            return match.end(), self._finds.add(Found(Form.CITATION, match[0], tex, start, origins))
        slip = None if self._told else undeclared(match[0])
        self._told = True
        return start + 1, self._finds.literal(start, start + 1, slip) if slip else None

    def work(self, match: re.Match[str]) -> Handled:
        """Take what may be a work in a sentence; whether it is one is known when bibliographies are."""
        found = Found(Form.CITATION, match[0], "", match.start(), ((0, match.start()),))
        return match.end(), self._finds.add(found) if self._cites else None
