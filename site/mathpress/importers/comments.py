"""Comments of an old site in an order in which each stands behind the one that it answers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from mathpress.comments import WrittenComment
from mathpress.discussion import ADDRESS, NAME


def conversation(comments: Iterable[WrittenComment]) -> tuple[WrittenComment, ...]:
    """Return comments by date, each with its answers behind it. One that answers none that is known answers none.

    None is left out: one whose id is another's, or none that a file of comments may have, gets an id of its own.
    """
    by_date = sorted(_named(list(comments)), key=lambda comment: comment.date)
    answers: defaultdict[str, list[WrittenComment]] = defaultdict(list)
    for comment in by_date:
        answers[comment.parent].append(comment)
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


def _named(comments: list[WrittenComment]) -> list[WrittenComment]:
    """Return comments with ids of which no two are the same; an answer to an id answers the first that has it."""
    given = {comment.id for comment in comments}
    fresh = (name for name in map(str, count(1)) if name not in given)
    names: dict[str, str] = {}
    named = []
    for comment in comments:
        is_free = comment.id not in names and NAME.fullmatch(comment.id)
        name = comment.id if is_free else next(fresh)
        names.setdefault(comment.id, name)
        named.append(replace(comment, id=name))
    names[""] = ""
    return [replace(comment, parent=names.get(comment.parent, "")) for comment in named]


def silent(*, is_comment: bool, is_approved: bool) -> str:
    """Return what a comment is that was not shown, as the report counts it; nothing for one that was."""
    if not is_comment:
        return "pingbacks and trackbacks"
    return "" if is_approved else "comments that nobody approved"


def address(url: str) -> str:
    """Return the address that a reader gave, or nothing if it is none that may be linked to."""
    return url.strip() if ADDRESS.fullmatch(url.strip()) else ""
