"""How many Gs a steal takes: the share of steals of each size, in the model and on real Go."""

from collections import Counter

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from models.view.markup import Markup, plain

from .frame import both
from .svg import area, colour, sheet

TOPS = (1, 2, 4, 8, 16, 32, 64, 128)  # the largest size of each bar; half a ring is 128
HEIGHT, HEAD, FOOT, LEFT = 260, 34, 46, 40
LOOKS = (  # the first series and the second: told apart by fill and line, not by colour alone
    {"facecolor": "local", "edgecolor": "local"},
    {"facecolor": "paper", "edgecolor": "ink"},
)


def figure(sizes: dict[str, Counter[int]], **args: object) -> Markup:
    """Bars for one or two series {name shown: {Gs taken: steals}}. `args` fill in the caption."""
    return both("steals", lambda width: draw(sizes, width), **args)


def shares(sizes: Counter[int]) -> list[float]:
    """The part of the steals that each bar of TOPS stands for; ValueError if there is no steal."""
    total = sum(sizes.values())
    if not total:
        raise ValueError("there is no steal in these runs, so there is nothing to draw")
    counts = [0] * len(TOPS)
    for n, steals in sizes.items():
        counts[bar(n)] += steals
    return [count / total for count in counts]


def bar(n: int) -> int:
    """The bar that a steal of n Gs belongs to; ValueError for what no steal can take."""
    if not 1 <= n <= TOPS[-1]:
        raise ValueError(f"a steal takes 1 to {TOPS[-1]} Gs, not {n}")
    return next(i for i, top in enumerate(TOPS) if n <= top)


def labels() -> list[str]:
    """The sizes that each bar stands for: "1", "2", "3–4", … and "65+" for the last."""
    pairs = zip((0, *TOPS), TOPS, strict=False)
    names = [str(top) if below + 1 == top else f"{below + 1}–{top}" for below, top in pairs]
    return [*names[:-1], f"{TOPS[-2] + 1}+"]


def draw(sizes: dict[str, Counter[int]], width: int) -> Figure:
    """The drawing at that width."""
    fig = sheet(width, HEIGHT)
    axes = area(fig, LEFT, HEAD, width - LEFT, HEIGHT - HEAD - FOOT)
    each = 0.84 / len(sizes)
    bars = 1 + max(bar(n) for counts in sizes.values() for n in counts)
    for i, (name, counts) in enumerate(sizes.items()):
        look = {part: colour(tone) for part, tone in LOOKS[i].items()}
        places = [x - 0.42 + (i + 0.5) * each for x in range(bars)]
        axes.bar(places, shares(counts)[:bars], each * 0.86, label=name, lw=1.2, zorder=2, **look)
    scales(axes, bars)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=len(sizes), frameon=False, fontsize=12,
                labelcolor=colour("ink"), borderpad=0, handlelength=1.2, columnspacing=1.4)
    return fig


def scales(axes: Axes, bars: int) -> None:
    """Both axes: sizes of so many bars below, parts of a hundred at the left with quiet lines."""
    axes.set_xticks(range(bars), labels()[:bars], fontsize=11)
    axes.set_xlabel(plain("figure.steals.axis"), fontsize=12, color=colour("quiet"))
    axes.set_xlim(-0.5, bars - 0.5)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    axes.grid(axis="y", color=colour("line"), lw=1, zorder=0)
    axes.set_axisbelow(True)
