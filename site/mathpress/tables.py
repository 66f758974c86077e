"""The tables of the configuration, `[math]` to `[images]`; each setting is documented where it is declared."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from mathpress.forms import (
    CategoryId,
    Code,
    EnvironmentName,
    Folder,
    Language,
    Name,
    OptionalLanguage,
    Prefix,
    Repository,
    RepositoryId,
)

MATHJAX_URL: Final = "https://cdn.jsdelivr.net/npm/mathjax@4.1.3/tex-chtml.js"
MATHJAX_INTEGRITY: Final = "sha384-IgpmJyK7IVIVd18E1Ubslp9a1s6/6VBt9aJFbpzNIJPPMaxwEV7OxR/xY0hHbSck"
"""The hash of that file in the release's package on npm."""
DEFAULT_FONT: Final = "default"
SYSTEM_FONT: Final = "system"


class Table(BaseModel):
    """A table of settings: frozen, without keys that are not declared, without a value turned into another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SectionConfig(Table):
    """`[sections.NAME]`: pages that belong together, such as a manual, at `/NAME/`."""

    folder: Folder = Field(description="A folder of pages that belong together, such as a manual, at `/NAME/`")
    order: list[Name] = Field(
        default_factory=list,
        description='The names of their files in order, such as `"writing"`; others follow by name',
    )
    language: OptionalLanguage = Field("", description="The language of those that name none")


class MathConfig(Table):
    """`[math]`: how formulas are set."""

    engine: Literal["mathml", "mathjax"] = Field(
        "mathml", description='`"mathjax"`: MathJax markup for every formula, instead of MathML'
    )
    numbering: Literal["ams", "all", "none"] = Field(
        "ams",
        description='Which displays are numbered: by amsmath\'s rules, `"all"`, or with `"none"` only those with a '
        "label or tag",
    )
    number_within: Literal["", "section"] = Field(
        "",
        description='`"section"`: numbers tell the section, 2.1, and begin again in each; sections are the headings '
        "`#` and `##`, before the first it is 0.1",
    )
    macros: dict[str, str] = Field(
        default_factory=dict, description=r"""Macros for all posts: `norm = '\lVert #1 \rVert'`"""
    )
    packages: list[Literal["physics", "braket", "siunitx"]] = Field(
        default_factory=list,
        description='LaTeX packages whose commands all posts have: `"physics"`, `"braket"`, `"siunitx"` '
        "([more](configuration.md#packages))",
    )
    font: Folder = Field(
        DEFAULT_FONT,
        description="The font of formulas: STIX Two Math, a math font by its path below the blog's root, or with "
        '`"system"` those that readers have ([more](configuration.md#fonts))',
    )
    mathjax_url: str = Field(
        MATHJAX_URL,
        description="Where pages that need MathJax load it from: a release that jsDelivr has, or a path such as "
        "`/mathjax/tex-chtml.js` ([more](configuration.md#mathjax))",
    )
    mathjax_integrity: str = Field(
        "", description="The hash of that file (Subresource Integrity); known for the default address"
    )

    @property
    def integrity(self) -> str:
        """The hash of MathJax's file, or nothing if none is known."""
        return self.mathjax_integrity or (MATHJAX_INTEGRITY if self.mathjax_url == MATHJAX_URL else "")


class TheoremsConfig(Table):
    """`[theorems]`: how theorems, lemmas and their kin are numbered, and which there are."""

    shared: bool = Field(False, description="Number all kinds together: Theorem 1, Lemma 2")
    number_within: Literal["", "section"] = Field(
        "", description='`"section"`: numbers tell the section, 2.1, and begin again in each'
    )
    fold_proofs: bool = Field(False, description="Show proofs when readers ask for them")
    kinds: dict[EnvironmentName, dict[Language, Name]] = Field(
        default_factory=dict, description='Further environments, and their names by language: `axiom = { zh = "公理" }`'
    )


class ExcerptConfig(Table):
    """`[excerpt]`: what listings show of a post that has no <!-- more -->."""

    length: int = Field(
        300,
        ge=1,
        description="Words or ideographs after which an excerpt without `<!-- more -->` ends, at the nearest end of "
        "a block",
    )


class FeedConfig(Table):
    """`[feed]`: what feeds hold."""

    content: Literal["full", "excerpt"] = Field(
        "full",
        description='Whole posts, or with `"excerpt"` up to where listings cut them',
    )
    limit: int = Field(20, ge=1, description="How many of the newest posts a feed has")


class CitationsConfig(Table):
    """`[citations]`: how works are cited."""

    bibliography: list[Folder] = Field(
        default_factory=list,
        description="BibTeX files for all posts, by their paths below the blog's root ([more](writing.md#citations))",
    )
    style: Literal["numeric", "author-year"] = Field(
        "numeric", description='What citations say: `"numeric"` [1], or `"author-year"` (Vaswani et al., 2017)'
    )


class CommentsConfig(Table):
    """`[comments]`: readers comment in discussions on GitHub, which giscus shows below posts."""

    repo: Repository = Field(
        description='The public repository on GitHub in whose discussions readers comment: `"owner/name"`'
    )
    repo_id: RepositoryId = Field(description="Its id, as [giscus.app](https://giscus.app) tells it")
    category: Name = Field(description='The category of the discussions, such as `"Announcements"`')
    category_id: CategoryId = Field(description="The id of that category")
    strict: bool = Field(True, description="Find a discussion by the digest of its title, not by a search for it")
    reactions: bool = Field(True, description="Whether readers can react to the post itself")
    input: Literal["top", "bottom"] = Field(
        "bottom", description='Where readers write: above (`"top"`) or below what was said'
    )


class SearchConfig(Table):
    """`[search]`: a page on which readers search the blog."""

    enabled: bool = Field(
        False,
        description="A page on which readers search the blog, with a link in the header",
    )


class CompressConfig(Table):
    """`[compress]`: compressed copies of files, for servers that send them as they are."""

    formats: list[Literal["br", "gz", "zst"]] = Field(
        default_factory=list,
        description='Publish compressed copies too: `"br"` (Brotli), `"gz"` (gzip), `"zst"` (Zstandard)',
    )

    @field_validator("formats")
    @classmethod
    def _once(cls, formats: list[str]) -> list[str]:
        return list(dict.fromkeys(formats))


class CheckConfig(Table):
    """`[check]`: what `mathpress check` says nothing of."""

    ignore: list[Code] = Field(
        default_factory=list,
        description='Codes of warnings that `mathpress check` does not tell, such as `"label-unused"` '
        "([more](checking.md#what-need-not-be-told))",
    )
    skip: list[Prefix] = Field(
        default_factory=list, description="Beginnings of addresses that `mathpress check --external` does not ask for"
    )
    private: bool = Field(False, description="Whether it asks for addresses of this machine and its own network too")


class ImagesConfig(Table):
    """`[images]`: smaller variants of pictures, and cards of posts."""

    variants: bool = Field(False, description="Publish pictures in smaller variants too, in WebP")
    widths: list[Annotated[int, Field(ge=16, le=16383)]] = Field(
        [480, 960, 1600],
        min_length=1,
        description="Their widths in pixels, of which those below a picture's own are made",
    )
    quality: int = Field(80, ge=1, le=100, description="Their quality, from 1 to 100")
    cards: bool = Field(
        False,
        description="Draw a picture of each post for social networks: its title and a formula "
        "([more](configuration.md#cards))",
    )
    card_font: Folder = Field("", description="The font file for their titles, by its path below the blog's root")

    @field_validator("widths")
    @classmethod
    def _in_order(cls, widths: list[int]) -> list[int]:
        return sorted(set(widths))
