"""The moments in which the registers were read: the model's beside those of real Go."""

from collections.abc import Iterator

from models.amd64.moments import MOMENTS, observed
from models.amd64.names import short
from models.golang import evidence
from models.golang.toolchain import REFERENCE, VERSIONS

from ..markup import Markup, plain, said
from .compare import table

NAME = "registers"


def markup() -> Markup:
    """A row a moment: the place, SP and R14 in the reference, and how many values are the same in each."""
    recorded = evidence.load(NAME)["releases"]
    model = {version: observed(version, recorded[version]["frames"]) for version in VERSIONS}
    rows, text = [], []
    for moment in MOMENTS:
        seen = model[REFERENCE][moment.name]
        marks = [mark(model[version][moment.name], recorded[version]["moments"][moment.name])
                 for version in VERSIONS]
        shown = [short(seen["at"]), seen["registers"]["SP"], seen["registers"]["R14"]]
        rows.append([*(f"<code>{one}</code>" for one in shown),
                     *(f'<span class="{kind}">{said("compare.moments.same", same=same, all=n)}</span>'
                       for kind, same, n in marks)])
        counts = [plain("compare.moments.same", same=same, all=n) for _, same, n in marks]
        text.append(" · ".join([*shown, *counts]))
    args = dict(zip(("new", "old"), VERSIONS))
    args |= {"n": len(MOMENTS), "values": values(recorded[REFERENCE]["moments"])}
    return table("moments", ["at", "sp", "g", "new-release", "old-release"], rows, args, "\n".join(text))


def mark(model: dict, real: dict) -> tuple[str, int, int]:
    """Whether all values of a moment are the same, how many are, and of how many."""
    ours, theirs = dict(leaves(model)), dict(leaves(real))
    same = sum(theirs.get(path) == value for path, value in ours.items())
    n = len(ours.keys() | theirs.keys())
    return "same" if same == n else "differs", same, n


def values(recorded: dict) -> int:
    """How many values were read in all."""
    return sum(1 for _ in leaves(recorded))


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """(path, value) of everything in nested data."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}/{key}")
    else:
        yield path, value
