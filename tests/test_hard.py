r"""Sixty hard formulas, `tests/formulas/hard.md`, measured in a real browser.

What is asserted holds with any font for mathematics: where things stand, and that what must be as high as something is.
"""

from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, RunMathpress, ServeFolder

COUNT: Final = 60
SIZES: Final = """[...document.querySelectorAll('.math-display')].map(display => {
    const box = display.querySelector('math').getBoundingClientRect();
    return [display.dataset.tex, box.width, box.height];
})"""
TEXT: Final = """[...document.querySelectorAll('.math-display')].map(display =>
    [display.dataset.tex, display.querySelector('math').textContent])"""
LIMITS: Final = r"""[...document.querySelectorAll('munder, mover, munderover')]
    .filter(stack => /^([∑∏∐⋃⨁]|lim|max|min|sup|argmin|ess.sup|lim.sup)$/u.test(stack.firstElementChild.textContent))
    .filter(stack => getComputedStyle(stack).mathStyle === 'normal') // elsewhere they stand beside
    .map(stack => {
        const [base, ...scripts] = [...stack.children].map(child => child.getBoundingClientRect());
        const [under, over] = stack.localName === 'mover' ? [null, scripts[0]] : scripts;
        return {
            what: stack.textContent,
            below: under ? under.top - base.bottom : 0,
            above: over ? base.top - over.bottom : 0,
            aside: Math.max(...scripts.map(s => Math.abs((s.left + s.right) / 2 - (base.left + base.right) / 2))),
            width: base.width,
        };
    })"""
NUMBERS: Final = """[...document.querySelectorAll('.body .number')].map(number => {
    const display = number.closest('.math-display');
    const box = number.getBoundingClientRect();
    const row = number.closest('mtr');
    const formula = row ? [...row.children].slice(1, -1).flatMap(cell => [...cell.children])
        : [...display.querySelectorAll('math > *')].filter(element => !element.matches('.m-full'));
    return {
        number: number.textContent,
        margin: display.parentElement.getBoundingClientRect().right - box.right,
        gap: box.left - Math.max(0, ...formula.map(element => element.getBoundingClientRect().right)),
    };
})"""
COLUMNS: Final = """[...document.querySelectorAll('.rows mtable.m-full')].flatMap(table => {
    const rows = [...table.querySelectorAll(':scope > mtr')].filter(row => !/^and/.test(row.textContent));
    return [...Array(Math.max(...rows.map(row => row.children.length)) - 2).keys()].map(column => rows
        .map(row => row.children[column + 1]).filter(cell => cell?.textContent)
        .map(cell => cell.matches('.m-right') ? cell.lastElementChild.getBoundingClientRect().right
            : cell.matches('.m-left') ? cell.firstElementChild.getBoundingClientRect().left : 0));
})"""
FENCES: Final = r"""[...document.querySelectorAll('math mrow')].filter(row => {
    const [first, last] = [row.firstElementChild, row.lastElementChild];
    return row.children.length > 2 && [first, last].every(fence => fence.localName === 'mo'
        && /^[()[\]{}|‖⟨⟩⌊⌋⌈⌉\u2063]$/u.test(fence.textContent) && !fence.matches('[minsize], [stretchy="false"]'));
}).map(row => {
    const boxes = [...row.children].map(child => child.getBoundingClientRect());
    const inner = boxes.slice(1, -1).filter(box => box.height);
    return {
        what: row.textContent,
        inner: Math.max(...inner.map(box => box.bottom)) - Math.min(...inner.map(box => box.top)),
        fences: [boxes[0], boxes.at(-1)].map(box => box.height).filter((_, i) =>
            row.children[i && row.children.length - 1].textContent !== '\u2063'),
    };
})"""
RADICALS: Final = """[...document.querySelectorAll('msqrt, mroot')].map(root => {
    const boxes = [...root.children].slice(0, root.localName === 'mroot' ? 1 : undefined)
        .filter(child => !child.matches('mpadded')).map(child => child.getBoundingClientRect());
    const box = root.getBoundingClientRect();
    return Math.min(...boxes.flatMap(inner =>
        [inner.top - box.top, box.bottom - inner.bottom, inner.left - box.left]));
})"""


@pytest.fixture(scope="module")
def hard_url(blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder") -> str:
    """Build and serve the sixty formulas, about which the build has nothing to say."""
    root = blog({"content/posts/hard.md": (REPOSITORY / "tests/formulas/hard.md").read_bytes()})
    result = run_mathpress("build", "--fail-on", "warning", cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    assert f"{COUNT} formulas ({COUNT} MathML" in result.stdout
    return f"{serve_folder(root / 'public')}2026/01/hard/"


@pytest.fixture
def hard(page: "Page", hard_url: str) -> "Page":
    """Open the page."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(hard_url)
    return page


def test_every_formula_has_a_size(hard: "Page") -> None:
    """None is empty or flat."""
    sizes: list[tuple[str, float, float]] = hard.evaluate(SIZES)
    assert len(sizes) == COUNT
    assert [tex for tex, width, height in sizes if width < 40 or height < 10] == []


def test_no_latex_is_shown(hard: "Page") -> None:
    r"""No backslash is seen, and an ampersand only where the author wrote `\&`."""
    texts: list[tuple[str, str]] = hard.evaluate(TEXT)
    assert [tex for tex, text in texts if "\\" in text or ("&" in text and r"\&" not in tex)] == []


def test_limits_stand_above_and_below(hard: "Page") -> None:
    """Those of sums, products and names stand over the middle of their operator and do not touch it."""
    limits: list[dict[str, Any]] = hard.evaluate(LIMITS)
    assert len(limits) > 20
    for limit in limits:
        assert limit["below"] >= -0.5, limit
        assert limit["above"] >= -0.5, limit
        assert limit["aside"] <= max(limit["width"] / 4, 1), limit


def test_numbers_stand_at_the_margin_and_nothing_touches_them(hard: "Page") -> None:
    """Each ends where the text ends, to the pixel, and begins behind the end of its formula."""
    numbers: list[dict[str, Any]] = hard.evaluate(NUMBERS)
    expected = [
        "(1)",
        "(F)",
        "(2)",
        "(3)",
        "(4)",
        "(5)",
        "(⋆)",
        *(f"({n})" for n in range(6, 14)),
        "(∗′)",
        "(π)",
        "(14)",
        "(15)",
    ]
    assert [number["number"] for number in numbers] == expected
    for number in numbers:
        assert abs(number["margin"]) <= 1, number
        assert number["gap"] > 0, number


def test_columns_line_up(hard: "Page") -> None:
    """What begins or ends at an `&` does so at the same place in every row, to the pixel."""
    columns: list[list[float]] = [column for column in hard.evaluate(COLUMNS) if len(column) > 1]
    assert len(columns) > 15
    assert all(max(column) - min(column) <= 1 for column in columns)


def test_the_number_of_a_multline_stands_at_its_last_row(hard: "Page") -> None:
    """The first row begins at the left, the last ends at the right, before the number (amsmath, section 3.3)."""
    left, right, below = hard.evaluate(
        """() => {
            const table = document.querySelector('.m-indent').closest('mtable');
            const display = table.closest('.math-display');
            const [box, number] = [display, display.querySelector('.number')].map(e => e.getBoundingClientRect());
            const cells = [...table.querySelectorAll('mtr > :nth-child(2)')];
            const [first, last] = [cells[0].firstElementChild, cells.at(-1).lastElementChild]
                .map(e => e.getBoundingClientRect());
            return [first.left - box.left, number.left - last.right, last.bottom - number.top]
                .map(distance => distance / box.width);
        }"""
    )
    assert 0 <= left <= 0.15, (left, right, below)
    assert 0 <= right <= 0.15
    assert 0 < below < 0.05


def test_fences_are_as_high_as_what_they_enclose(hard: "Page") -> None:
    r"""`\left` and `\right` cover nine tenths of it, which is what TeX asks for (\delimiterfactor=901).

    Around subscripts alone they do not grow, nor do they in TeX, which reckons from the axis.
    """
    fences: list[dict[str, Any]] = hard.evaluate(FENCES)
    assert len(fences) > 25
    short = [row for row in fences if min(row["fences"], default=1e9) < 0.9 * row["inner"]]
    assert short == []


def test_radicals_cover_what_they_enclose(hard: "Page") -> None:
    """Nothing sticks out of a root, not above the line, nor below the hook, nor to the left."""
    room: list[float] = hard.evaluate(RADICALS)
    assert len(room) > 15
    assert min(room) >= -0.5


def test_rows_of_letters_are_equally_far_apart(hard: "Page") -> None:
    """However high the letters in them are."""
    heights: list[float] = hard.evaluate(
        """[...document.querySelectorAll('math mtable')].filter(table => !table.querySelector('mfrac, munder, mtable')
            && table.textContent.includes('n!')).flatMap(table => [...table.querySelectorAll('mtr')])
            .map(row => row.getBoundingClientRect().height)"""
    )
    assert len(heights) == 4
    assert max(heights) - min(heights) <= 2
