"""The formula bench of the preview: LaTeX as one types it, set as the site would set it, with its MathML.

Its page is the preview's own, never a part of a site. It has the site's style sheets, and the whole of the math font.
"""

import html
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from mathpress.config import Config, load
from mathpress.errors import Stop
from mathpress.mediatypes import media_type
from mathpress.render.fonts import whole_font
from mathpress.render.theme import SHIPPED
from mathpress.serve.application import TOOLS
from mathpress.serve.files import client
from mathpress.serve.prettyprint import pretty_printed
from mathpress.specimen import Specimen, set_alone
from mathpress.tex import Number, Result

PATH: Final = f"{TOOLS}formula"
MOST: Final = 1 << 16
"""Bytes of a question."""

_FILES: Final = ("formula.css", "formula.js")
_POLICY: Final = "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'"


class _Question(BaseModel):
    """LaTeX without delimiters, and whether it is a display."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    tex: str
    display: bool


def routes(root: Path) -> list[Route]:
    """Return the routes of the bench for the blog at `root`; its settings are read anew for each answer."""
    bench = _Bench(root)
    return [
        Route(PATH, _page),
        Route(PATH, bench.set_formula, methods=["POST"]),
        *(Route(f"{PATH}/{name}", _client) for name in _FILES),
        Route(f"{PATH}/math.woff2", bench.font),
        Route(f"{PATH}/theme/{{path:path}}", bench.theme),
    ]


@dataclass(frozen=True, slots=True)
class _Bench:
    """What depends on the blog and its settings."""

    root: Path

    async def set_formula(self, request: Request) -> Response:
        if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            raise HTTPException(415, "a formula is to be sent as application/json")
        try:
            question = _Question.model_validate_json(await _body(request))
        except ValidationError as error:
            raise HTTPException(400, str(error)) from error
        return JSONResponse(await run_in_threadpool(self._answer, question))

    def font(self, _: Request) -> Response:
        data = whole_font(self._settings().math.font, self.root)
        if data is None:  # the page is set in fonts of the system, as the site is
            raise HTTPException(404)
        return Response(data, media_type="font/woff2")

    def theme(self, request: Request) -> Response:
        path = request.path_params["path"].replace("\0", "")
        for folder in (self.root / self._settings().static, SHIPPED / "static"):  # the author's files come first
            file, found = StaticFiles(directory=folder, check_dir=False).lookup_path(path)
            if found and S_ISREG(found.st_mode):
                return FileResponse(file, media_type=media_type(PurePosixPath(path)))
        raise HTTPException(404)

    def _settings(self) -> Config:
        try:
            return load(self.root)
        except Stop:  # what is wrong with them is told with the formula
            return Config()

    def _answer(self, question: _Question) -> dict[str, object]:
        try:
            return _answer(load(self.root), question)
        except Stop as stop:
            return {"result": Result.REFUSED, "problems": [str(problem) for problem in stop.problems]}


async def _page(_: Request) -> Response:
    return Response(client("formula.html"), media_type="text/html", headers={"Content-Security-Policy": _POLICY})


async def _client(request: Request) -> Response:
    name = PurePosixPath(request.url.path).name
    return Response(client(name), media_type=media_type(PurePosixPath(name)))


async def _body(request: Request) -> bytes:
    """Return the body of a request. Raises `HTTPException` if it is too long, and reads no more of it then."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST:
            raise HTTPException(413, f"a formula has at most {MOST} bytes")
    return bytes(body)


def _answer(config: Config, question: _Question) -> dict[str, object]:
    """Set a formula; `markup` is MathML for reading, or the LaTeX that MathJax would get."""
    specimen = set_alone(question.tex, config.math, display=question.display)
    result = specimen.formula.result
    return {
        "result": result,
        "html": _html(specimen),
        "markup": pretty_printed(specimen.markup) if result is Result.MATHML else specimen.markup,
        "plain": specimen.formula.plain,
        "problems": [str(problem) for problem in specimen.problems],
        "language": config.language,
        "engine": config.math.engine,
        "macros": {"\\" + name.lstrip("\\"): body for name, body in config.math.macros.items()},
        "packages": config.math.packages,
    }


def _html(specimen: Specimen) -> str:
    """Return a formula as it stands in a page, but for what a page has it linked to; nothing if there is no MathML."""
    formula = specimen.formula
    if formula.result not in {Result.MATHML, Result.REFERENCE}:
        return ""
    body = "".join(_number(part) if isinstance(part, Number) else specimen.text(part) for part in formula.parts)
    if not formula.display:
        return f'<span class="math">{body}</span>'
    classes = "math-display"
    if any(formula.numbers):
        classes += " equation rows" if formula.in_rows else " equation"
    beside = "" if formula.in_rows else "".join(_number(number) for number in formula.numbers if number)
    return f'<div class="{classes}"><div class="scroll">{body}</div>{beside}</div>'


def _number(number: Number) -> str:
    return f'<span class="number">{html.escape(number.shown)}</span>'
