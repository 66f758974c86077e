"""The program of `import`: an old site becomes a blog, which is built to see what of it holds.

Read, adopt settings, arrange, place, build: an importer reads the old site into the records of `records`, all else is
the same for each.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mathpress.build import Progress, build
from mathpress.errors import Place, Problem, Stop
from mathpress.importers.adopt import adopt
from mathpress.importers.arrangement import arrange
from mathpress.importers.composition import Repair
from mathpress.importers.dry_run import scratch_copy
from mathpress.importers.hexo import read_hexo
from mathpress.importers.hugo import read_hugo
from mathpress.importers.jekyll import read_jekyll
from mathpress.importers.old_files import PICTURES
from mathpress.importers.pelican import read_pelican
from mathpress.importers.placing import conflicts, place, readable
from mathpress.importers.records import Asset, Imported, OldSite
from mathpress.importers.typecho import read_typecho
from mathpress.importers.wordpress import read_wordpress
from mathpress.intake import leads_out
from mathpress.model import FormulaCount, Kind
from mathpress.preparation import Options, keep_inside
from mathpress.render.theme import SHIPPED

IMPORTERS: Final[Mapping[str, Callable[[Path], OldSite]]] = {
    "hexo": read_hexo,
    "hugo": read_hugo,
    "jekyll": read_jekyll,
    "pelican": read_pelican,
    "typecho": read_typecho,
    "wordpress": read_wordpress,
}
"""What reads the site of each other system: given its folder or file, it returns all that is taken over.

It raises `Stop` if there is no such site. Adding one is one module and one line.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did. `written` counts files that were not there as they are; `drafts` are posts.

    `lost` are problems of the old site, by its own paths; `problems` are those of a build of the blog, by new paths.
    """

    posts: int
    drafts: int
    pages: int
    comments: int
    pictures: int
    others: int
    written: int
    formulas: FormulaCount
    repairs: tuple[Repair, ...]
    lost: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def import_site(
    system: str,
    source: Path,
    into: Path,
    progress: Progress = lambda *_: None,
    *,
    force: bool,
    dry_run: bool,
) -> Outcome:
    """Import the site of another `system` into the blog at `into`, which may not be there yet.

    With `dry_run` nothing is written there. Raises `Stop`, and writes nothing, if there is no such site or if a file is
    in the way; with `force` it makes way.
    """
    if source.is_dir() and not leads_out(into, source):
        message = "is the old site or lies in it; name a folder elsewhere for the blog with --into"
        raise Stop(Problem(Place(str(into)), "import-source", message))
    keep_inside(into)
    old = IMPORTERS[system](source)
    config, begun, unsaid = adopt(old, into)
    arranged = arrange(old, config, _theme())
    stay, unreadable = readable(arranged.files)
    arranged = replace(arranged, files=stay, problems=(*arranged.problems, *unreadable))
    files = (*begun, *arranged.files)
    if in_the_way := conflicts(files, into, force=force):
        raise Stop(*in_the_way, status=1)
    with scratch_copy(into, config) if dry_run else nullcontext(into) as root, tempfile.TemporaryDirectory() as output:
        written = place(files, root)
        (root / config.posts).mkdir(parents=True, exist_ok=True)
        options = Options(root, Path(output), drafts=True, future=True, fail_on=None, jobs=None, is_preview=True)
        try:
            report = build(options, progress)
            formulas, problems = report.formulas, report.problems
        except Stop as stop:  # the files are there, and what ends the build is told with the rest
            formulas, problems = FormulaCount(), stop.problems
    kinds = Counter(document.kind for document in arranged.documents)
    comments = [len(document.comments) for document in arranged.documents if document.comments]
    pictures = sum(_is_picture(asset) for asset in arranged.files)
    return Outcome(
        posts=kinds[Kind.POST],
        drafts=sum(map(_is_draft, arranged.documents)),
        pages=kinds[Kind.PAGE],
        comments=sum(comments),
        pictures=pictures,
        others=len(arranged.files) - len(arranged.documents) - len(comments) - pictures,
        written=written,
        formulas=formulas,
        repairs=arranged.repairs,
        lost=(*unsaid, *arranged.problems),
        problems=problems,
    )


def _theme() -> frozenset[str]:
    static = SHIPPED / "static"
    return frozenset(path.relative_to(static).as_posix() for path in static.rglob("*") if path.is_file())


def _is_picture(asset: Asset) -> bool:
    return asset.path.suffix.lower() in PICTURES


def _is_draft(document: Imported) -> bool:
    return document.kind is Kind.POST and bool((document.matter or {}).get("draft"))
