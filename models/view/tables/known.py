"""What the book rests on, counted: the recordings of real Go, and how often model and Go were compared."""

from models.golang import evidence
from models.golang.places import EVIDENCE
from models.golang.toolchain import VERSIONS

from ..markup import Markup, plain, said
from . import compare

COUNTS = {"citations", "conformance", "races", "leaks"}  # no recordings of a run, but locks and counts
RECORDING = ("name", "holds", "releases")
CONFORMANCE = ("kind", "programs", "operations", "runs", "differences")


def recordings() -> Markup:
    """A row a recording: its file, what it holds, and of which releases."""
    names = sorted(path.stem for path in EVIDENCE.glob("*.json") if path.stem not in COUNTS)
    rows = [[f"<code>{name}</code>", said(f"known.{name}"), ", ".join(releases(name))] for name in names]
    lines = (f"{name}: {plain(f'known.{name}')} ({', '.join(releases(name))})" for name in names)
    return compare.table("recordings", list(RECORDING), rows, {"n": len(names)}, "\n".join(lines))


def releases(name: str) -> list[str]:
    """The book's releases that a recording speaks of."""
    text = (EVIDENCE / f"{name}.json").read_text(encoding="utf-8")
    return [release for release in VERSIONS if f"{release}" in text]


def conformance() -> Markup:
    """A row a kind of random program: how much of it was compared on both releases, and the differences."""
    done = evidence.load("conformance")
    rows = [(plain(f"known.kind.{kind}"), *(f"{n:,}" for n in sums(done, kind))) for kind in done["one P"]]
    lines = (f"{kind}: {', '.join(numbers)}" for kind, *numbers in rows)
    return compare.table("conformance", list(CONFORMANCE), [list(row) for row in rows], {}, "\n".join(lines))


def sums(done: dict, kind: str) -> tuple[int, int, int, int]:
    """Programs and operations on one P, runs on several Ps, and all differences, over the releases."""
    one = done["one P"][kind].values()
    several = done["2 and 4 Ps"].get(kind, {}).values()
    return (sum(of["programs"] for of in one), sum(of["operations"] for of in one),
            sum(of["runs"] for of in several), sum(of["differences"] for of in (*one, *several)))
