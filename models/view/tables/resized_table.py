"""What procresize was recorded to do with four Ps of real Go, beside the model's answer to the same start."""

from collections.abc import Callable

from models.golang import evidence
from models.golang.gdb import resized
from models.golang.toolchain import VERSIONS

from ..markup import Markup, plain, said
from .compare import table


def queue(pp: dict) -> str:
    """The goroutines of a P's queue, runnext first."""
    return listed([g for g in (pp["runnext"], *pp["ring"]) if g])


def listed(ids: list[int], letter: str = "") -> str:
    """Ids as they are shown."""
    return ", ".join(f"{letter}{i}" for i in ids) or "–"


def folded(text: str) -> str:
    """A list on several lines, for narrow columns."""
    parts = text.split(", ")
    return ",<br>".join(", ".join(parts[i:i + IN_LINE]) for i in range(0, len(parts), IN_LINE))


IN_LINE = 4  # ids
# What is told of a release's calls, row by row.
ROWS: dict[str, Callable[[dict], str]] = {
    "caller": lambda calls: f'P{calls["fewer"]["p"]} → P{calls["fewer"]["p after"]}',
    "p2": lambda calls: queue(calls["fewer"]["before"]["ps"][2]),
    "p3": lambda calls: queue(calls["fewer"]["before"]["ps"][3]),
    "before": lambda calls: listed(calls["fewer"]["before"]["runq"]),
    "after": lambda calls: listed(calls["fewer"]["after"]["runq"]),
    "work": lambda calls: listed(calls["fewer"]["returns"], "P"),
    "idle": lambda calls: listed(calls["more"]["after"]["pidle"], "P"),
    "gc": lambda calls: str(calls["more"]["after"]["numgc"]),
}


def markup() -> Markup:
    """A column for each release."""
    runs = {version: evidence.load(resized.NAME)["releases"][version]["calls"] for version in VERSIONS}
    rows = [[said(f"compare.resized.{name}"), *(folded(tell(runs[version])) for version in VERSIONS)]
            for name, tell in ROWS.items()]
    verdicts = ["same" if resized.agrees(runs[version], version) else "differs" for version in VERSIONS]
    rows.append([said("compare.resized.model"),
                 *(f'<b class="{verdict}">{said(f"compare.resized.{verdict}")}</b>' for verdict in verdicts)])
    text = "\n".join(f'{plain(f"compare.resized.{name}")}: {" · ".join(tell(runs[v]) for v in VERSIONS)}'
                     for name, tell in ROWS.items())
    return table("resized", ["what", "new", "old"], rows, dict(zip(("new", "old"), VERSIONS)), text)
