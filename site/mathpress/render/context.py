"""What all pages of a site have in common, as one record: what is shown, and how."""

from collections.abc import Mapping
from dataclasses import dataclass

from mathpress.config import Config
from mathpress.model import Texts
from mathpress.render.cards import Cards
from mathpress.render.fill import Filler, Where
from mathpress.render.fonts import MathFont
from mathpress.render.images import Images
from mathpress.resolve import Site


@dataclass(frozen=True, slots=True)
class Context:
    """A site with the settings that it is shown by. `strings` are the words of the interface.

    `has_search`: there is a search page. A preview has no index for it, which takes too long to make at every save, and
    no discussions.
    """

    site: Site
    texts: Texts
    config: Config
    strings: Mapping[str, str]
    images: Images
    cards: Cards
    font: MathFont | None
    has_search: bool
    is_preview: bool

    def filler(self, where: Where) -> Filler:
        """Return what fills the slots of texts on a kind of page; URLs in feeds, which are read anywhere, are whole."""
        root = self.config.url if where is Where.FEED else self.config.root
        return Filler(root, where, self.config.language, self.images, self.config.theorems.kinds)
