"""The palette can be read, and its colours can be told apart, by eyes of every common kind."""

import re
from itertools import combinations

import pytest

from tools.places import ROOT

MEANINGS = ("g", "m", "p", "runnext", "local", "global", "running", "waiting", "dead")
TEXT, SHAPE = 4.5, 3.0    # WCAG 2.2 contrast of text (1.4.3) and of what is drawn (1.4.11)
APART = 8                 # CIE76 distance: clearly seen side by side (about 2 can barely be seen)
COLOUR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
Triple = tuple[float, float, float]

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red cones": ((.152286, 1.052583, -.204868), (.114503, .786281, .099216),
                     (-.003882, -.048116, 1.051998)),
    "no green cones": ((.367322, .860646, -.227968), (.280085, .672501, .047413),
                       (-.011820, .042940, .968881)),
    "no blue cones": ((1.255528, -.076749, -.178779), (-.078411, .930809, .147602),
                      (.004733, .691367, .303900)),
}


def colours(dark: bool) -> dict[str, Triple]:
    """The palette of one theme, in linear RGB from 0 to 1."""
    text = (ROOT / "models" / "static" / "palette.css").read_text(encoding="utf-8")
    return {name: linear((day, night)[dark]) for name, day, night in COLOUR.findall(text)}


def linear(code: str) -> Triple:
    """`#rrggbb` without its gamma."""
    parts = [int(code[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(x / 12.92 if x <= .04045 else ((x + .055) / 1.055) ** 2.4 for x in parts)


def times(matrix: tuple, colour: Triple) -> Triple:
    """Matrix times colour, kept within what a screen can show."""
    return tuple(min(1, max(0, sum(a * b for a, b in zip(row, colour)))) for row in matrix)


def contrast(one: Triple, other: Triple) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    low, high = sorted(.2126 * r + .7152 * g + .0722 * b for r, g, b in (one, other))
    return (high + .05) / (low + .05)


def lab(colour: Triple) -> Triple:
    """CIE L*a*b* (D65) of a linear RGB colour."""
    r, g, b = colour
    white = (.4124 * r + .3576 * g + .1805 * b) / .9505, .2126 * r + .7152 * g + .0722 * b, \
        (.0193 * r + .1192 * g + .9505 * b) / 1.089
    x, y, z = (t ** (1 / 3) if t > .008856 else 7.787 * t + 16 / 116 for t in white)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: Triple, other: Triple) -> float:
    """How far apart two linear RGB colours look (CIE76)."""
    return sum((a - b) ** 2 for a, b in zip(lab(one), lab(other))) ** .5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_and_shapes_stand_out(dark: bool) -> None:
    seen = colours(dark)
    low = [name for name in MEANINGS if contrast(seen[name], seen["paper"]) < SHAPE]
    low += [f"{name}-ink" for name in MEANINGS for ground in ("paper", f"{name}-fill")
            if contrast(seen[f"{name}-ink"], seen[ground]) < TEXT]
    low += [f"{name} on {ground}" for name in ("ink", "quiet", "link") for ground in ("paper", "raised")
            if contrast(seen[name], seen[ground]) < TEXT]
    assert low == []


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_two_meanings_look_alike(dark: bool, eye: str) -> None:
    seen = {name: times(EYES[eye], colours(dark)[name]) for name in MEANINGS}
    near = [(a, b) for a, b in combinations(MEANINGS, 2) if distance(seen[a], seen[b]) < APART]
    assert near == []
