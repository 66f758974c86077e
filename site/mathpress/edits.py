"""What was edited since a site was made, where everything else of it is the same."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mathpress.errors import Problem
from mathpress.model import Face
from mathpress.resolve import Article, Site, Term


@dataclass(frozen=True, slots=True)
class Edits:
    """The articles of a site that are not what they were in another, where all that follows from faces is the same.

    Each comes with what it was before.
    """

    site: Site
    pairs: tuple[tuple[Article, Article], ...]

    @classmethod
    def since(cls, last: Site, site: Site) -> "Edits | None":
        """Compare a site with the `last`. None if more is another than texts behind faces."""
        if site.arrangement is not last.arrangement:
            return None
        both = zip(last.articles, site.articles, strict=True)
        return cls(site, tuple(pair for pair in both if _is_edited(*pair)))

    @property
    def articles(self) -> tuple[Article, ...]:
        """Those articles, as they are now."""
        return tuple(now for _, now in self.pairs)

    @property
    def posts(self) -> frozenset[Face]:
        """The posts among them, as the arrangement has them."""
        arrangement = self.site.arrangement
        positions = (arrangement.positions.get(article.document.path) for article in self.articles)
        return frozenset(arrangement.posts[position] for position in positions if position is not None)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The groups that have one of them."""
        return tuple({term.url: term for article in self.articles for term in article.terms}.values())

    def keep(self, told: Callable[[Article], object], problems: Iterable[Problem] = ()) -> bool:
        """Tell whether they leave as it was what follows from what is `told` of each article.

        They do not if one of the `problems` that were found with it stands in such an article, where lines have moved.
        """
        edited = {str(article.document.path) for article in self.articles}
        is_clear = not any(problem.place.path in edited for problem in problems)
        return is_clear and all(told(before) == told(now) for before, now in self.pairs)


def _is_edited(before: Article, now: Article) -> bool:
    """Tell whether an article says something else, or what it refers to is called otherwise."""
    return before.document is not now.document or before.digest != now.digest
