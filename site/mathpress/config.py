"""Configuration: `mathpress.toml`, or `[tool.mathpress]` in pyproject.toml, checked whole before anything is built."""

from pathlib import Path, PurePosixPath
from typing import Any, Final, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator

from mathpress.bounds import load_toml
from mathpress.deployment import Deployments
from mathpress.errors import Place, Problem, Stop, place_at
from mathpress.forms import (
    Address,
    Folder,
    Language,
    Name,
    OptionalTarget,
    Permalink,
    SectionName,
    Target,
    Text,
    Zone,
    address,
    creative_commons,
)
from mathpress.intake import LONGEST_SETTINGS, leads_out, read_within
from mathpress.refusals import refusals
from mathpress.settings import FILE, find_key, misencoded, place_of, spans, toml_mistake
from mathpress.tables import (
    CheckConfig,
    CitationsConfig,
    CommentsConfig,
    CompressConfig,
    ExcerptConfig,
    FeedConfig,
    ImagesConfig,
    MathConfig,
    SearchConfig,
    SectionConfig,
    Table,
    TheoremsConfig,
)

PYPROJECT: Final = "pyproject.toml"


class Config(Table):
    """All settings of a blog; each has a default."""

    title: Name = Field("A mathematics blog", description="The site's name")
    url: Address = Field(
        "http://localhost:8000/", description="The site's public address, with the path that it lives under"
    )
    language: Language = Field(
        "en",
        description="The language of the interface, and of posts that name none, such as `zh` (BCP 47) "
        "([more](configuration.md#languages))",
    )
    timezone: Zone = Field("UTC", description="The time zone of dates that name none, such as `Asia/Shanghai`")
    author: Text = Field("", description="The author of posts that name none")
    description: Text = Field(
        "", description="A sentence about the site: the first line of the front page, and for feeds and search engines"
    )
    license: Text = Field(
        "",
        description="The licence of what the site says, such as `CC BY-SA 4.0`; shown in the footer, told in the feed",
    )
    license_url: OptionalTarget = Field(
        "",
        description="Where the licence can be read; known for names such as `CC BY-NC-SA 4.0`, `CC-BY-4.0` and `CC0 "
        "1.0`",
    )
    permalink: Permalink = Field(
        "/{date:%Y/%m}/{slug}/",
        description="The pattern of a post's address: `{date:…}` made of `%Y %y %m %d %j %H %M %S`, `{slug}`, "
        "`{category}` (the first), `{name}` (of its file)",
    )
    per_page: int = Field(10, ge=1, description="Posts on a listing page")
    posts: Folder = Field("content/posts", description="The folder of the posts")
    pages: Folder = Field("content/pages", description="The folder of pages that are not posts, such as *About*")
    sections: dict[SectionName, SectionConfig] = Field(
        default_factory=dict,
        description="Pages that belong together, such as a manual: a table for each, [sections.NAME]",
    )
    templates: Folder = Field(
        "templates", description="The folder of your own templates, which stand in for the theme's of the same name"
    )
    static: Folder = Field(
        "static",
        description="The folder of files that are published as they are, and stand in for the theme's of the same name",
    )
    output: Folder = Field("public", description="The folder that the site is written to")
    menu: dict[Name, Target] = Field(
        default_factory=dict,
        description='Links in the header, in this order: `About = "/about/"`. An address that begins with `/` is of '
        "this site; others say `https:` or `mailto:`.",
    )
    social: dict[Name, Target] = Field(
        default_factory=dict,
        description="Links in the footer to the author elsewhere, in this order: `GitHub = "
        '"https://github.com/name"`, `Mail = "mailto:…"`',
    )
    citations: CitationsConfig = Field(default_factory=CitationsConfig)
    comments: CommentsConfig | None = Field(
        None,
        description="Readers comment in discussions on GitHub, which giscus shows below posts; none without this table",
    )
    search: SearchConfig = Field(default_factory=SearchConfig)
    check: CheckConfig = Field(default_factory=CheckConfig)
    images: ImagesConfig = Field(default_factory=ImagesConfig)
    compress: CompressConfig = Field(default_factory=CompressConfig)
    theme: dict[str, Any] = Field(
        default_factory=dict, description="Whatever a theme's templates read as `site.params`"
    )
    math: MathConfig = Field(default_factory=MathConfig)
    theorems: TheoremsConfig = Field(default_factory=TheoremsConfig)
    excerpt: ExcerptConfig = Field(default_factory=ExcerptConfig)
    feed: FeedConfig = Field(default_factory=FeedConfig)
    deploy: Deployments = Field(
        default_factory=dict, description="Where the site is deployed to: a table for each target, `[deploy.NAME]`"
    )

    @field_validator("pages")
    @classmethod
    def _not_among_posts(cls, pages: str, info: ValidationInfo) -> str:
        if PurePosixPath(pages) == PurePosixPath(info.data.get("posts", "")):
            raise ValueError("must be another folder than that of the posts")
        return pages

    @field_validator("sections")
    @classmethod
    def _in_folders_of_their_own(
        cls, sections: dict[str, SectionConfig], info: ValidationInfo
    ) -> dict[str, SectionConfig]:
        taken = {PurePosixPath(info.data.get(key, "")): key for key in ("posts", "pages")}
        for name, section in sections.items():
            folder = PurePosixPath(section.folder)
            if folder in taken:
                raise ValueError(f"the folder {folder} of {name} is that of {taken[folder]} already; name another")
            taken[folder] = name
        return sections

    @property
    def page_folders(self) -> dict[str, str]:
        """The folders of pages that are no posts, each with the path below the root where its pages are."""
        return {self.pages: ""} | {section.folder: name for name, section in self.sections.items()}

    @property
    def content(self) -> tuple[str, ...]:
        """The folders of posts and pages."""
        return (self.posts, *self.page_folders)

    @property
    def root(self) -> str:
        """The path that the site lives under; begins and ends with `/`."""
        return urlsplit(self.url).path

    @property
    def license_address(self) -> str:
        """Where the licence can be read, or nothing if that is not known."""
        return self.license_url or creative_commons(self.license)

    def based_at(self, url: str) -> Self:
        """Return the same settings for another public address. Raises `ValueError` if it is none."""
        return self.model_copy(update={"url": address(url)})


def load(root: Path) -> Config:
    """Read the configuration of the blog at `root`. Raises `Stop` with a problem for each mistake in it."""
    return _validate(*_settings(root))


def macro_places(root: Path) -> dict[str, Place]:
    """Return where the configuration of the blog at `root` defines each macro. Raises `Stop` if it cannot be read."""
    name, text, prefix, data = _settings(root)
    path = (*prefix, "math", "macros")
    known = spans(text)
    return {macro: place_of(name, text, known, (*path, macro)) for macro in data.get("math", {}).get("macros", {})}


def setting_place(root: Path, *path: str) -> Place:
    """Return where the configuration of the blog at `root` says a setting. Raises `Stop` if it cannot be read."""
    name, text, prefix, _ = _settings(root)
    return find_key(name, text, (*prefix, *path))


def _settings(root: Path) -> tuple[str, str, tuple[str, ...], Any]:
    """Return the file that has the settings: its name and text, the keys that lead to them, and them, unchecked."""
    for name, prefix in ((FILE, ()), (PYPROJECT, ("tool", "mathpress"))):
        path = root / name
        if not path.is_file():
            continue
        if leads_out(path, root):
            message = "is a link that leads out of the blog; put the file itself here"
            raise Stop(Problem(Place(name), "config-unreadable", message))
        text, data = _read(name, path)
        for key in prefix:
            data = data.get(key) if isinstance(data, dict) else None
        if data is not None:
            return name, text, prefix, data
    around = next((folder for folder in root.absolute().parents if (folder / FILE).is_file()), None)
    advice = (
        f", but {around} has: go there, or name it with --source"
        if around
        else "; name the blog's folder with --source, or begin one with `mathpress init`"
    )
    raise Stop(Problem(Place(FILE), "config-missing", f"{root} is no blog: it has no {FILE}{advice}"))


def _read(name: str, path: Path) -> tuple[str, Any]:
    try:
        text = read_within(path, LONGEST_SETTINGS).decode("utf-8-sig").replace("\r\n", "\n")
        return text, load_toml(text)
    except OSError as error:
        raise Stop(Problem(Place(name), "config-unreadable", f"cannot be read: {error.strerror}")) from error
    except UnicodeDecodeError as error:
        message = "the file is not UTF-8; save it in that encoding"
        raise Stop(Problem(misencoded(name, error), "config-encoding", message)) from error
    except (ValueError, RecursionError) as error:
        offset, reason = toml_mistake(text, error)
        place = place_at(name, text, offset, offset + 1)
        raise Stop(Problem(place, "config-syntax", f"this is not TOML: {reason}")) from error


def _validate(name: str, text: str, prefix: tuple[str, ...], data: Any) -> Config:
    try:
        return Config.model_validate(data)
    except ValidationError as error:
        raise Stop(*refusals(error, Config, name, text, prefix)) from error
