"""The kernels of real bugs as a list: what is wrong, what a plain run shows, what finds it, what mends it."""

from collections.abc import Collection, Iterator
from html import escape

from models.program.format import Program
from models.program.run import run
from models.study.programs.kernelcheck import endings, left
from models.study.programs.kernels import KERNELS, Kernel
from models.study.programs.meetings import meetings
from models.words import word

from ..markup import Markup, plain, rich, said

PARTS = ("bug", "plain", "every", "found", "fix")
INSTRUMENTS = {"leak": "leaks", "race": "races"}  # what shows a bug, where it is not the explorer


def markup(only: Collection[str] = tuple(KERNELS)) -> Markup:
    """All twenty, or only those of these names, in the order of the studies' kinds. ValueError for an unknown name."""
    if unknown := [name for name in only if name not in KERNELS]:
        raise ValueError(f"there is no kernel {unknown[0]!r}; there are {', '.join(KERNELS)}")
    told = {name: dict(zip(PARTS, parts(name, kernel), strict=True)) for name, kernel in KERNELS.items()
            if name in only}
    html = "".join(entry(name, KERNELS[name].kind, of) for name, of in told.items())
    lines = [line for name, of in told.items()
             for line in (f"{name} ({KERNELS[name].kind})", *(f"  {plain_of(key, text)}" for key, text in of.items()))]
    return Markup(f'<dl class="kernels">{html}</dl>', "\n".join(lines))


def parts(name: str, kernel: Kernel) -> Iterator[str]:
    """The five sentences on a kernel; those in the middle are what the instruments find now."""
    yield word(f"kernel.{name}.bug")
    yield word("kernels.ends", ending=run(kernel.bug).ending)
    yield over_every(kernel.bug)
    yield word(f"kernels.found.{INSTRUMENTS.get(kernel.shows, 'explorer')}")
    yield word(f"kernel.{name}.fix")


def over_every(bug: Program) -> str:
    """What can become of it over every schedule."""
    waiting, pairs = left(bug), len(meetings(bug))
    ends = (f"`{ending}`" for ending in sorted(endings(bug)))
    found = [word("kernels.all.ends", endings=word("kernels.or").join(ends))]
    found += [word("kernels.all.left", n=waiting)] if waiting else []
    found += [word("kernels.all.races", n=pairs)] if pairs else []
    return " ".join(found)


def entry(name: str, kind: str, of: dict[str, str]) -> str:
    """One kernel as HTML."""
    lines = "".join(f"<p><b>{said(f'kernels.{key}')}</b> {rich(text)}</p>" for key, text in of.items())
    return f"<dt><code>{escape(name)}</code> <span>{escape(kind)}</span></dt><dd>{lines}</dd>"


def plain_of(key: str, text: str) -> str:
    """One line of it where only text can be shown."""
    return f"{plain(f'kernels.{key}')} {text.replace('`', '')}"
