"""Comments of an old site in an order in which each stands behind the one that it answers."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from mathpress.comments import WrittenComment

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)


def conversation(comments: Iterable[WrittenComment]) -> tuple[WrittenComment, ...]:
    """Return comments by date, each with its answers behind it. One that answers none that is known answers none."""
    by_date = sorted(comments, key=lambda comment: comment.date)
    known = {comment.id for comment in by_date}
    answers: defaultdict[str, list[WrittenComment]] = defaultdict(list)
    for comment in by_date:
        answers[comment.parent if comment.parent in known else ""].append(comment)
    ordered: dict[str, WrittenComment] = {}
    for start in (*answers[""], *by_date):  # the latter for those that answer one another in a circle
        waiting = [start]
        while waiting:
            comment = waiting.pop()
            if comment.id not in ordered:
                parent = comment.parent if comment.parent in ordered else ""
                ordered[comment.id] = replace(comment, parent=parent)
                waiting += reversed(answers[comment.id])
    return tuple(ordered.values())


def address(url: str) -> str:
    """Return the address that a reader gave, or nothing if it is none that may be linked to."""
    return url.strip() if _ADDRESS.fullmatch(url.strip()) else ""
