"""Comments as readers follow them: in threads, and not so deep that no room is left for the words."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from mathpress.comments import Comment, anchor
from mathpress.model import Document
from mathpress.render.context import Context
from mathpress.render.parts import Parts, escaped, markup
from mathpress.render.pieces import CommentsView, CommentView, LinkView

DEEPEST: Final = 4
"""How many comments may stand in one another; what answers a deeper one stands behind it, and says what it answers."""


class Threads:
    """Makes the views of comments."""

    def __init__(self, context: Context, parts: Parts) -> None:
        self._texts, self._parts, self._t = context.texts, parts, context.strings

    def of(self, document: Document) -> CommentsView | None:
        """Return what readers said of a document, or None if they said nothing."""
        if not document.comment_count:
            return None
        return CommentsView(
            document.comment_count,
            self._parts.comments(document),
            document.comments.digest,
            lambda: self._threads(self._texts.comments(document)),
        )

    def _threads(self, comments: Sequence[Comment]) -> tuple[CommentView, ...]:
        """Put comments into threads. Each stands behind the one that it answers."""
        levels: dict[str, int] = {}
        hosts: dict[str, str] = {}
        """Among whose replies each comment stands: those of the one that it answers, or of that one's own host."""
        for comment in comments:
            above = levels.get(comment.parent, 0)
            levels[comment.id] = min(above + 1, DEEPEST)
            hosts[comment.id] = hosts[comment.parent] if above == DEEPEST else comment.parent
        by_id = {comment.id: comment for comment in comments}
        replies: defaultdict[str, list[CommentView]] = defaultdict(list)
        for comment in reversed(_threaded(comments)):
            host = hosts[comment.id]
            answered = by_id[comment.parent] if comment.parent != host else None
            replies[host].append(self._view(comment, answered, tuple(reversed(replies[comment.id]))))
        return tuple(reversed(replies[""]))

    def _view(self, comment: Comment, answered: Comment | None, replies: tuple[CommentView, ...]) -> CommentView:
        return CommentView(
            id=anchor(comment.id),
            author=LinkView(self._name(comment), comment.url),
            by_author=comment.by_author,
            date=self._parts.date(comment.date),
            html=markup(comment.html),
            in_reply_to=LinkView(self._name(answered), f"#{anchor(answered.id)}") if answered else None,
            replies=replies,
        )

    def _name(self, comment: Comment) -> Markup:
        return escaped(comment.author or self._t["anonymous"])


def _threaded(comments: Sequence[Comment]) -> list[Comment]:
    """Return comments so that each stands before its answers, and these before whatever else is said."""
    answers: defaultdict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        answers[comment.parent].append(comment)
    ordered: list[Comment] = []
    waiting = list(reversed(answers[""]))
    while waiting:
        comment = waiting.pop()
        ordered.append(comment)
        waiting += reversed(answers[comment.id])
    return ordered
