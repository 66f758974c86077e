"""The types that pass from stage to stage, each frozen and born complete.

`Source` (discover) becomes `Document` (parse); documents become `Article`s (resolve), whose pages become `Output`s
(render). What only the whole site knows stands in a document's HTML as a slot until its page is rendered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final, Literal, Protocol

from mathpress.cited import Bibliography, Citation
from mathpress.comments import Comment, digest_with
from mathpress.errors import Place, Problem
from mathpress.kept import digest
from mathpress.matter import FrontMatter


class Kind(StrEnum):
    """What a source file is: a dated post of the blog, or a page that stands by itself."""

    POST = "post"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Source:
    r"""A file of the author's as it was read. `path` is relative to the blog's root; line ends are `\n`.

    `comments` is the text of the file of comments beside it, or empty.
    """

    path: PurePosixPath
    kind: Kind
    text: str
    comments: str = ""

    @property
    def digest(self) -> str:
        """What tells its texts from others."""
        return digest_with(digest(self.text.encode()), self.comments and digest(self.comments.encode()))


# --- slots -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place of an `id` attribute. `number` marks the id of an equation's number, which listings drop."""

    id: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """The place of a URL attribute such as `href`, or of a URL in a `srcset`; `target` is what the author wrote."""

    attribute: str
    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class LinkText:
    """The place of the text of a link whose author gave none: it says the title or heading that the link leads to."""

    link: Link


@dataclass(frozen=True, slots=True)
class Level:
    """The place of a heading's level in its tags, behind `<h` or `</h`; on listings it is one more."""

    level: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The place of an `<img>`, whose size and smaller variants are known when the site is.

    `source` is a link to a file of the site, or the address of a picture elsewhere. `width` and `height` are what its
    author wrote; `sizes` says how wide it is shown and `loading` when it is loaded (HTML standard, 4.8.4); `attributes`
    are all others as HTML, with slots for URLs. Each may be empty. `has_sources`: its author offers variants.
    """

    source: Link | str
    width: str = ""
    height: str = ""
    sizes: str = ""
    attributes: tuple[str | Link, ...] = ()
    anchor: Anchor | None = None
    loading: str = ""
    has_sources: bool = False


@dataclass(frozen=True, slots=True)
class NumberLink:
    """The place of `href`: an equation number's link to itself. `id` is the anchor of the number."""

    id: str


Command = Literal["eqref", "ref", "autoref", "cref", "Cref"]
"""What refers to a label: the number with parentheses, without, or with the word that names it (in prose only)."""


@dataclass(frozen=True, slots=True)
class Reference:
    r"""The place of an `\eqref` or its kin. `form` tells whether HTML or MathJax's LaTeX is wanted there."""

    label: str
    command: Command
    form: Literal["html", "tex"]
    place: Place


Foreign = Link | LinkText | Picture | Reference | Citation
"""The slots that other files have a say in."""
Slot = Anchor | Level | NumberLink | Foreign
Fragment = tuple[str | Slot, ...]
"""HTML with slots: the pieces in order."""


# --- documents -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body: its level (2 to 6), its id, and its text.

    `html` has no links or ids, but slots for what references and links without a text say, which `text` leaves out.
    """

    level: int
    id: str
    html: Fragment
    text: str


EQUATION: Final = "equation"
FIGURE: Final = "figure"
TITLE: Final = "title"


@dataclass(frozen=True, slots=True)
class Label:
    r"""What a `\label` names: its kind, its number as readers see it (`1`, `2.3`, `*`) and its anchor.

    `kind` is one of those above or the name of an environment such as `theorem`. Of kind `TITLE` is what has no
    number, such as a heading, whose id is its name: its text stands for the number.
    """

    name: str
    kind: str
    number: str
    id: str


@dataclass(frozen=True, slots=True)
class FormulaCount:
    """How many formulas a document has, by what they became."""

    mathml: int = 0
    mathjax: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is known of a fragment without reading it.

    `digest` tells it from others. `slots` are those that other files have a say in, in order; others follow from the
    page that shows the fragment. `ids` are those of its anchors, `numbers` those of numbers of equations. `mathjax`:
    MathJax draws some of its formulas. `mathml`: some are MathML, with these `symbols` beside those of ASCII, in order.
    """

    digest: str
    slots: tuple[Foreign, ...]
    ids: tuple[str, ...]
    numbers: tuple[str, ...]
    mathjax: bool
    mathml: bool
    symbols: str


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """What pages of other documents may show of a document. Most edits leave it as it was.

    `names` are the names of its groups and authors with formulas in them, each as HTML and as plain text.
    `description` is what its author says of it, plain, or empty; `translation_of` names the document that it
    translates; `cover` is the picture of it as a whole; `addresses` are its url, slug and aliases with their places.
    """

    path: PurePosixPath
    kind: Kind
    matter: FrontMatter
    title_html: str
    title_text: str
    title_latex: str
    names: Mapping[str, tuple[str, str]]
    description: str
    translation_of: Link | None
    cover: Picture | None
    bibliographies: tuple[Bibliography, ...]
    addresses: Mapping[str, Place]


@dataclass(frozen=True, slots=True, eq=False)
class Document(Face):
    """A parsed post or page: its face, and what pages that show its text need to know. Compared by identity.

    Its landmarks, which only those show that refer to them, are `headings`, `labels` and all `ids` in its body.
    `html` and `excerpt` stand for its `Texts`; the fields behind them are those of its body. `words` counts a formula
    or an ideograph as one. `displays` are the MathML of a few formulas for its card, if there are to be cards.
    `problems` are those of the whole document, the body's among them. `face_digest` tells its face from others, as
    `landmarks_digest` its landmarks, and `digest` all but problems. `comments` is of all that readers said in so many.
    """

    face_digest: str
    landmarks_digest: str
    digest: str
    headings: tuple[Heading, ...]
    labels: tuple[Label, ...]
    ids: tuple[str, ...]
    html: Sketch
    excerpt: Sketch
    excerpt_is_whole: bool
    opening: Fragment
    words: int
    formulas: FormulaCount
    displays: tuple[str, ...]
    comments: Sketch
    comment_count: int
    problems: tuple[Problem, ...]


class Texts(Protocol):
    """The HTML of documents: it is large, so it is kept apart, and read only when it is shown."""

    def html(self, document: Document) -> Fragment:
        """Return the whole of a document's body."""

    def excerpt(self, document: Document) -> Fragment:
        """Return what listings show of it."""

    def comments(self, document: Document) -> tuple[Comment, ...]:
        """Return what readers said of it."""
