r"""Links in a formula, and what is not a formula's to say: classes, ids and styles of the page."""

import html
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from mathpress.errors import Severity
from mathpress.tex.lexer import Token, make
from mathpress.tex.mistakes import Mistake
from mathpress.tex.rewrite import Handler, Result, Rewriting, argument, group


def _href(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\href{address}{x}` is a link, if the address is a web page's, a mail box's, or one of the site itself."""
    command = tokens[index]
    raw, after = argument(tokens, index + 1, command)
    address = "".join(token.text.removeprefix("\\") for token in raw).strip()
    if not _is_safe(address):
        place = raw[0] if raw else command
        words = r"\href leads to http:, https: and mailto: addresses and to pages of the site only"
        raise Mistake(place.start, place.end, "math-unsafe", words)
    body, after = (
        ([*make(r"\text", command), *group(raw, command)], after)
        if command.text == r"\url"
        else argument(tokens, after, command)
    )
    link = f'<mtext><a href="{html.escape(address)}"><math>'
    return rewriting.box(command, link, body, "</math></a></mtext>"), after


def _is_safe(address: str) -> bool:
    """Tell whether an address can run nothing, however a browser reads it (WHATWG URL: it drops tabs and line ends)."""
    if not address or re.search(r"[\s\x00-\x20\x7f<>\"\\]", address):
        return False
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return False
    return scheme in {"http", "https", "mailto"} or (not scheme and ":" not in address.partition("/")[0])


def _ignored(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\class{name}{x}` and its kin draw x: a formula sets no class, id or style of the page."""
    command = tokens[index]
    _, after = argument(tokens, index + 1, command)
    body, after = argument(tokens, after, command)
    words = f"{command.text} has no effect: a formula sets no class, id or style of its own; what is in it is drawn"
    rewriting.warnings.append(Mistake(command.start, command.end, "math-ignored", words, Severity.WARNING))
    return group(rewriting.rewrite(body), command), after


LINKS: Final[dict[str, Handler]] = {
    **dict.fromkeys((r"\href", r"\url"), _href),
    **dict.fromkeys(
        (r"\class", r"\cssId", r"\style", r"\data", r"\htmlClass", r"\htmlId", r"\htmlStyle", r"\htmlData"), _ignored
    ),
}
