r"""Draw the figures of the demo blog, each beside the post that shows it.

`python content/figures.py` rewrites them all; the same files come out on every run. Nine figures are drawn:

* `bigan/interp.png`: interpolation on straight lines in the latent space of a generator that is written down, not
  learned. A latent vector holds the Fourier coefficients of an outline $r(\theta)$; the picture is its interior.
* `bigan/bigan.svg`: the two chains of a bidirectional GAN and the discriminator that compares them.
* `diffusion-12/pf-ode.svg`: paths of $dx = -\frac{x}{2}dt + dw$ and of its probability-flow ODE for two Gaussians.
* `diffusion-11/reverse.svg`: the same equation run backwards, with the score and without it.
* `segment-5/lattice.svg`: the word lattice of a Chinese sentence and two paths through it.
* `basel/partial.svg`: partial sums of the reciprocals of squares, as they are and with 1/N added.
* `basel/coprime.svg`, `basel/gcd.svg`: pairs of numbers up to 40, those without a common divisor and all by theirs.
* `newton-schulz/iterations.svg`: what five steps of three odd polynomials make of a singular value.

The SVG colours are chosen to be read on light and on dark pages. Only the standard library is needed.
"""

import math
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

POSTS = Path(__file__).parent / "posts"
BLUE, ORANGE, GREEN, GREY = "#2f7cc4", "#d2691e", "#2f8f5b", "#808080"

# --- interp.png: straight lines in latent space ----------------------------------------------------------------------

Latent = list[complex]
"""The coefficients c_0 … c_12 of r(θ) = Re Σ c_k exp(ikθ)."""
Colour = tuple[float, float, float]

HARMONICS = 13
ANGLES = 720
COLUMNS, ROWS, CELL = 9, 5, 100
PAPER: Colour = (16, 20, 38)


def heart(angle: float) -> float:
    """Return the radius of the heart (x² + y² - 1)³ = x²y³ in one direction, by bisection."""
    pull = math.cos(angle) ** 2 * math.sin(angle) ** 3
    low, high = 0.0, 2.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if (middle**2 - 1) ** 3 < pull * middle**5 else (low, middle)
    return 0.72 * low


def star(angle: float) -> float:
    """Return the radius of a five-pointed star, one point up."""
    sector = math.pi / 5
    turn = abs((angle - math.pi / 2 + sector) % (2 * sector) - sector)  # from 0 at a point to π/5 at a notch
    outer, inner = 1.0, 0.5
    return outer * inner * math.sin(sector) / (outer * math.sin(turn) + inner * math.sin(sector - turn))


def triangle(angle: float) -> float:
    """Return the radius of a triangle, one corner up."""
    turn = (angle - math.pi / 2 + math.pi / 3) % (2 * math.pi / 3) - math.pi / 3
    return 0.46 / math.cos(math.pi / 3 - abs(turn))


def flower(angle: float) -> float:
    """Return the radius of a flower with six petals."""
    return 0.68 + 0.2 * math.cos(6 * angle)


def encode(radius: Callable[[float], float]) -> Latent:
    """Return the latent vector of an outline: its first Fourier coefficients."""
    angles = [2 * math.pi * j / ANGLES for j in range(ANGLES)]
    samples = [(radius(a), a) for a in angles]
    return [
        (1 if k == 0 else 2) / ANGLES * sum((r * complex(math.cos(k * a), -math.sin(k * a)) for r, a in samples), 0j)
        for k in range(HARMONICS)
    ]


def outline(latent: Latent) -> list[float]:
    """Return the radii r(θ) of a latent vector at `ANGLES` equidistant angles."""
    return [
        sum((c * complex(math.cos(k * a), math.sin(k * a))).real for k, c in enumerate(latent))
        for a in (2 * math.pi * j / ANGLES for j in range(ANGLES))
    ]


def generate(latent: Latent, ink: Colour) -> list[bytes]:
    """Draw a latent vector as `CELL` rows of RGB pixels, lighter in bands towards the middle: the generator."""
    radii = outline(latent)
    rows = []
    for i in range(CELL):
        row = bytearray()
        for j in range(CELL):
            x, y = (2 * j + 1 - CELL) / CELL * 1.12, (CELL - 2 * i - 1) / CELL * 1.12
            edge = radii[round(math.atan2(y, x) / (2 * math.pi) * ANGLES) % ANGLES]
            distance = math.hypot(x, y)
            cover = min(1.0, max(0.0, (edge - distance) * CELL / 2.24 + 0.5))  # antialiased over one pixel
            light = 0.09 * math.floor(5 * (1 - min(1.0, distance / edge)))
            inside = [c + (255 - c) * light for c in ink]
            row += bytes(round(p + (c - p) * cover) for p, c in zip(PAPER, inside, strict=True))
        rows.append(bytes(row))
    return rows


def png(rows: list[bytes]) -> bytes:
    """Rows of RGB pixels as a PNG file; each row is stored as the difference to the one above it (filter 2)."""
    above = bytes(len(rows[0]))
    data = bytearray()
    for row in rows:
        data += b"\x02" + bytes((new - old) & 255 for new, old in zip(row, above, strict=True))
        above = row

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(data), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def interpolation() -> bytes:
    """Draw the grid between four latent vectors, bilinear: every row and every column is a straight line."""
    corners: list[tuple[Latent, Colour]] = [
        (encode(heart), (226, 74, 92)),
        (encode(star), (240, 178, 50)),
        (encode(triangle), (64, 140, 230)),
        (encode(flower), (120, 196, 96)),
    ]
    picture: list[bytes] = []
    for i in range(ROWS):
        cells = []
        for j in range(COLUMNS):
            down, right = i / (ROWS - 1), j / (COLUMNS - 1)
            weights = ((1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right)
            pairs = list(zip(weights, corners, strict=True))
            latent = [sum((w * z[k] for w, (z, _) in pairs), 0j) for k in range(HARMONICS)]
            red, green, blue = (sum(w * ink[k] for w, (_, ink) in pairs) for k in range(3))
            cells.append(generate(latent, (red, green, blue)))
        picture += [b"".join(rows) for rows in zip(*cells, strict=True)]
    return png(picture)


# --- SVG -------------------------------------------------------------------------------------------------------------


def svg(width: int, height: int, parts: list[str]) -> bytes:
    """Return an SVG file of the given size in pixels."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return "\n".join([head, *parts, "</svg>", ""]).encode()


def words(x: float, y: float, content: str, colour: str, style: str = "normal", size: int = 20) -> str:
    """Place a line of text with its middle at (x, y)."""
    font = f'font-family="Georgia, serif" font-size="{size}" font-style="{style}"'
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{colour}" {font} '
        f'text-anchor="middle" dominant-baseline="central">{content}</text>'
    )


def box(x: float, y: float, width: float, content: str, colour: str) -> list[str]:
    """Place a rounded box with its middle at (x, y) and white text in it."""
    corner = f'x="{x - width / 2:g}" y="{y - 24:g}"'
    rectangle = f'<rect {corner} width="{width:g}" height="48" rx="10" fill="{colour}"/>'
    return [rectangle, words(x, y, content, "#ffffff", "italic")]


def arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    """Place an arrow from the first point to the second."""
    length = math.hypot(x2 - x1, y2 - y1)
    u, v = (x2 - x1) / length, (y2 - y1) / length
    x0, y0 = x2 - 10 * u, y2 - 10 * v
    head = f"{x2:g},{y2:g} {x0 - 5 * v:.1f},{y0 + 5 * u:.1f} {x0 + 5 * v:.1f},{y0 - 5 * u:.1f}"
    line = f'<path d="M{x1:g} {y1:g}L{x0:.1f} {y0:.1f}" stroke="{GREY}" stroke-width="2" fill="none"/>'
    return f'{line}<polygon points="{head}" fill="{GREY}"/>'


def bigan() -> bytes:
    """Draw the encoder's pairs above, the generator's below, the discriminator to the right."""
    above, below = 50, 190
    return svg(
        760,
        240,
        [
            *box(50, above, 70, "x", BLUE),
            arrow(85, above, 153, above),
            *box(190, above, 74, "E", GREEN),
            arrow(227, above, 303, above),
            *box(375, above, 144, "(x, E(x))", BLUE),
            *box(50, below, 70, "z", ORANGE),
            arrow(85, below, 153, below),
            *box(190, below, 74, "G", GREEN),
            arrow(227, below, 303, below),
            *box(375, below, 144, "(G(z), z)", ORANGE),
            arrow(447, above, 531, 112),
            arrow(447, below, 531, 128),
            *box(570, 120, 78, "D", GREY),
            arrow(609, 120, 671, 120),
            words(712, 120, "0 / 1", GREY),
        ],
    )


# --- pf-ode.svg: the same marginals by two kinds of paths ------------------------------------------------------------

CENTRE, SPREAD = 1.5, 0.25  # the data: ½N(-CENTRE, SPREAD²) + ½N(CENTRE, SPREAD²)
END, STEPS = 5.0, 200


def score(x: float, t: float) -> float:
    """Return ∂ log p_t(x)/∂x."""
    decay = math.exp(-t)
    mean, variance = CENTRE * math.sqrt(decay), SPREAD**2 * decay + 1 - decay
    return (mean * math.tanh(mean * x / variance) - x) / variance


def velocity(x: float, t: float) -> float:
    """Return the right-hand side of the probability-flow ODE."""
    return -x / 2 - score(x, t) / 2


def flow(x: float) -> list[float]:
    """Solve the ODE from `x`, by the classical Runge–Kutta method."""
    path, h = [x], END / STEPS
    for k in range(STEPS):
        t = k * h
        a = velocity(x, t)
        b = velocity(x + h / 2 * a, t + h / 2)
        c = velocity(x + h / 2 * b, t + h / 2)
        d = velocity(x + h * c, t + h)
        x += h / 6 * (a + 2 * b + 2 * c + d)
        path.append(x)
    return path


def diffuse(x: float, dice: random.Random) -> list[float]:
    """Sample a path of the SDE from `x`; each step draws from the exact transition density."""
    path, h = [x], END / STEPS
    for _ in range(STEPS):
        x = x * math.exp(-h / 2) + math.sqrt(1 - math.exp(-h)) * dice.gauss(0, 1)
        path.append(x)
    return path


def curve(path: list[float], left: float, colour: str, length: int = 0) -> str:
    """Place a path as a line in the panel that begins at `left`; `length` points fill it, by default those given."""
    steps = [(left + 320 * k / ((length or len(path)) - 1), 170 - 42 * x) for k, x in enumerate(path)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in steps)
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.3" stroke-opacity="0.85"/>'


def paths() -> bytes:
    """Draw paths of the SDE to the left and of the ODE to the right, from the same points."""
    dice = random.Random(12)
    offsets = (-1.5, -0.9, -0.5, -0.16, 0.16, 0.5, 0.9, 1.5)  # in standard deviations
    starts = [(sign * CENTRE + SPREAD * o, BLUE if sign > 0 else ORANGE) for sign in (1, -1) for o in offsets]
    parts = []
    for left, name in ((40, "SDE"), (400, "ODE")):
        frame = f'<path d="M{left} 30V310H{left + 320}" stroke="{GREY}" stroke-width="1.5" fill="none"/>'
        parts += [frame, words(left + 160, 18, name, GREY), words(left + 310, 330, "t", GREY, "italic")]
        parts.append(words(left - 14, 40, "x", GREY, "italic"))
        parts += [curve(diffuse(x, dice) if name == "SDE" else flow(x)[::5], left, colour) for x, colour in starts]
    return svg(740, 348, parts)


# --- reverse.svg: from noise to data, with the score and without ----------------------------------------------------


def denoise(x: float, dice: random.Random, *, informed: bool) -> list[float]:
    """Run dx = -x/2 dt + dw back from `END` to 0 in small Euler steps; uninformed, leave the score out of the drift."""
    path, fine = [x], 10
    h = END / STEPS / fine
    for k in range(STEPS * fine):
        drift = x / 2 + (score(x, END - k * h) if informed else 0.0)
        x += h * drift + math.sqrt(h) * dice.gauss(0, 1)
        if k % fine == fine - 1:
            path.append(x)
    return path


def reverse() -> bytes:
    """Draw paths of the reverse equation to the left; to the right the score is missing, and they leave the panel."""
    dice = random.Random(26)
    starts = [dice.gauss(0, 1) for _ in range(16)]
    parts = []
    for left, name in ((40, "with the score"), (400, "without")):
        frame = f'<path d="M{left} 30V310H{left + 320}" stroke="{GREY}" stroke-width="1.5" fill="none"/>'
        parts += [frame, words(left + 160, 18, name, GREY), words(left - 14, 40, "x", GREY, "italic")]
        ticks = ((0, "t = 5", "italic"), (320, "0", "normal"))
        parts += [words(left + x, 330, text, GREY, style, 17) for x, text, style in ticks]
        for start in starts:
            path = denoise(start, dice, informed=left == 40)
            inside = next((k for k, x in enumerate(path) if abs(x) > 3.3), len(path))
            parts.append(curve(path[:inside], left, BLUE if path[-1] > 0 else ORANGE, len(path)))
    return svg(740, 348, parts)


# --- lattice.svg: the words of a sentence as arcs --------------------------------------------------------------------

SENTENCE = "结婚的和尚未结婚的"
PITCH = 66
LONGER = ((0, 2, 50), (3, 5, 50), (4, 6, -50), (6, 8, 50))  # words of two characters: from, to, how high the arc is
RIGHT, WRONG = {(0, 2), (2, 3), (3, 4), (4, 6), (6, 8), (8, 9)}, {(3, 5), (5, 6)}


def arc(start: int, end: int, height: float) -> list[str]:
    """Place a word between two positions, as an arrow bent upwards by `height`, in the colour of its path."""
    colour = BLUE if (start, end) in RIGHT else ORANGE if (start, end) in WRONG else GREY
    left, right, level = 30 + PITCH * start, 30 + PITCH * end, 96.0
    x, y = (left + right) / 2, level - 2 * height  # the control point; the curve reaches half as high
    length = math.hypot(right - x, level - y)
    u, v = (right - x) / length, (level - y) / length
    x0, y0 = right - 15 * u, level - 15 * v  # the tip, at the rim of the circle
    x1, y1 = x0 - 9 * u, y0 - 9 * v
    head = f"{x0:.1f},{y0:.1f} {x1 - 5 * v:.1f},{y1 + 5 * u:.1f} {x1 + 5 * v:.1f},{y1 - 5 * u:.1f}"
    width = 1.5 if colour == GREY else 3
    stroke = f'stroke="{colour}" stroke-width="{width}" fill="none"'
    line = f'<path d="M{left} {level:g}Q{x:g} {y:g} {x1:.1f} {y1:.1f}" {stroke}/>'
    label = words(x, level - height - math.copysign(20 if height else 16, height or 1), SENTENCE[start:end], colour)
    return [line, f'<polygon points="{head}" fill="{colour}"/>', label]


def lattice() -> bytes:
    """Draw all words of the dictionary in the sentence, single characters on the line, longer words as arcs."""
    singles = [(k, k + 1, 0) for k in range(len(SENTENCE))]
    parts = [part for word in (*singles, *LONGER) for part in arc(*word)]
    for k in range(len(SENTENCE) + 1):
        parts.append(f'<circle cx="{30 + PITCH * k}" cy="96" r="13" fill="{GREY}"/>')
        parts.append(words(30 + PITCH * k, 96, str(k), "#ffffff", size=16))
    return svg(60 + PITCH * len(SENTENCE), 184, parts)


# --- iterations.svg: odd polynomials that push singular values to 1 --------------------------------------------------

ODD = {
    "Muon": (ORANGE, (3.4445, -4.7750, 2.0315)),
    "五次": (GREEN, (15 / 8, -10 / 8, 3 / 8)),
    "三次": (BLUE, (3 / 2, -1 / 2, 0.0)),
}
"""The coefficients of x, x³ and x⁵."""


def fifth(x: float, coefficients: tuple[float, float, float]) -> float:
    """Apply an odd polynomial five times."""
    a, b, c = coefficients
    for _ in range(5):
        x = a * x + b * x**3 + c * x**5
    return x


def iterations() -> bytes:
    """Draw the fifth iterates over a logarithmic axis from 0.001 to 1."""
    left, width, bottom, unit = 60, 640, 300, 200
    parts = [f'<path d="M{left} 30V{bottom}H{left + width}" stroke="{GREY}" stroke-width="1.5" fill="none"/>']
    one = bottom - unit
    dashes = f'stroke="{GREY}" stroke-width="1" stroke-dasharray="4 4"'
    parts.append(f'<path d="M{left} {one}H{left + width}" {dashes} fill="none"/>')
    for k, tick in enumerate(("0.001", "0.01", "0.1", "1")):
        parts.append(words(left + width * k / 3, bottom + 20, tick, GREY, size=17))
    parts += [words(left - 22, bottom - unit * y, f"{y:g}", GREY, size=17) for y in (0, 0.5, 1)]
    parts.append(words(left + width / 2, bottom + 40, "σ", GREY, "italic"))
    for k, (name, (colour, coefficients)) in enumerate(ODD.items()):
        steps = [(left + width * j / 480, fifth(10 ** (3 * j / 480 - 3), coefficients)) for j in range(481)]
        points = " ".join(f"{x:.1f},{bottom - unit * y:.1f}" for x, y in steps)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.2"/>')
        parts.append(words((150, 300, 460)[k], (150, 205, 255)[k], name, colour))
    return svg(740, 352, parts)


# --- partial.svg, coprime.svg, gcd.svg: the Basel problem ------------------------------------------------------------

LAST = 40


def partial() -> bytes:
    """Draw the sums of 1/n² up to N, for N from 1 to 40, with and without 1/N; their limit is dashed."""
    left, width, bottom, unit = 70, 640, 300, 250
    sums = [sum(1 / n**2 for n in range(1, last + 1)) for last in range(1, LAST + 1)]
    frame = f'<path d="M{left} 30V{bottom}H{left + width}" stroke="{GREY}" stroke-width="1.5" fill="none"/>'
    limit = f"{bottom - unit * (math.pi**2 / 6 - 1):.1f}"
    dashes = f'<path d="M{left} {limit}H{left + width}" stroke="{GREY}" stroke-width="1" stroke-dasharray="4 4"/>'
    parts = [frame, dashes, words(left + width, bottom + 22, "N", GREY, "italic")]
    parts += [words(left - 28, bottom - unit * (y - 1), f"{y:g}", GREY, size=17) for y in (1, 1.5, 2)]
    parts += [words(left + width * (n - 1) / LAST, bottom + 22, str(n), GREY, size=17) for n in (1, 10, 20, 30)]
    for colour, shift in ((BLUE, 0.0), (ORANGE, 1.0)):
        for n, total in enumerate(sums, 1):
            x, y = left + width * (n - 1) / LAST, bottom - unit * (total + shift / n - 1)
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>')
    return svg(740, 340, parts)


def pairs(colour_of: Callable[[int], tuple[str, float]]) -> bytes:
    """Draw a square for each pair of numbers up to 40, in the colour and strength that their common divisor has."""
    parts = []
    for a in range(1, LAST + 1):
        for b in range(1, LAST + 1):
            colour, strength = colour_of(math.gcd(a, b))
            if strength:
                place = f'x="{9 * a - 9}" y="{9 * (LAST - b)}"'
                parts.append(f'<rect {place} width="8" height="8" fill="{colour}" fill-opacity="{strength:.2f}"/>')
    return svg(9 * LAST, 9 * LAST, parts)


def coprime() -> bytes:
    """Draw the pairs without a common divisor."""
    return pairs(lambda divisor: (BLUE, 1.0 if divisor == 1 else 0.0))


def divisors() -> bytes:
    """Draw all pairs, the stronger the greater their common divisor."""
    return pairs(lambda divisor: (ORANGE, 0.12 + 0.88 * math.log(divisor) / math.log(LAST)))


FIGURES: dict[str, Callable[[], bytes]] = {
    "bigan/interp.png": interpolation,
    "bigan/bigan.svg": bigan,
    "diffusion-12/pf-ode.svg": paths,
    "diffusion-11/reverse.svg": reverse,
    "segment-5/lattice.svg": lattice,
    "newton-schulz/iterations.svg": iterations,
    "basel/partial.svg": partial,
    "basel/coprime.svg": coprime,
    "basel/gcd.svg": divisors,
}


def main() -> None:
    """Write every figure beside its post."""
    for name, draw in FIGURES.items():
        (POSTS / name).write_bytes(draw())


if __name__ == "__main__":
    main()
