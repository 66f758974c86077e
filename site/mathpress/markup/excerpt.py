"""Excerpts: the beginning of a post as it stands in the post, cut where its author said or at the end of a block."""

from mathpress.markup.woven import Cut, Woven, closing, merge
from mathpress.model import Fragment
from mathpress.text import count_words


def cut(woven: Woven, length: int) -> tuple[Fragment, bool]:
    """Return a document's excerpt, and whether it is the whole body.

    Without a `<!-- more -->` the excerpt ends with the block whose end is nearest to `length` words, but not with one
    that leads on to the next: a heading, words before a display, a colon. A body of at most `length` words is its own
    excerpt.
    """
    end = woven.more or _nearest(woven, length)
    if end is None or _is_whole(woven, end):
        return merge(woven.parts), True
    ends = [part for name in reversed(end.opened) for part in closing(name)]
    return merge([*woven.parts[: end.parts], *ends]), False


def _nearest(woven: Woven, length: int) -> Cut | None:
    """Return the best place for a cut, or None if there is no need for one."""
    best: Cut | None = None
    words = text = 0
    distance = 0
    for candidate in woven.cuts:
        words += count_words(woven.words(text, candidate.text))
        text = candidate.text
        if not candidate.leads_on and (best is None or abs(words - length) < distance):
            best, distance = candidate, abs(words - length)
        if words >= length and best:
            break
    words += count_words(woven.words(text))
    return best if words > length else None


def _is_whole(woven: Woven, end: Cut) -> bool:
    """Tell whether nothing to be seen stands behind the cut."""
    return (
        not any(not isinstance(part, str) or "<img" in part for part in woven.parts[end.parts :])
        and not woven.words(end.text).strip()
    )
