"""What became of a program that sysmon watched: the model's moments beside those of recorded runs."""

from models.golang.steps import watched
from models.golang.toolchain import VERSIONS
from models.runtime.sysmon import MS
from models.study.moments.watching import watched_run

from .. import recorded
from ..markup import Markup, plain, said
from .compare import table

SEED = 1


def markup() -> Markup:
    """A row for each moment: when it comes in the model, and in the middle of each release's runs."""
    columns = [modelled(), *map(middle, VERSIONS)]
    rows = [[said(f"compare.watched.{moment}"), *(timed(column[moment]) for column in columns)]
            for moment in watched.MOMENTS]
    text = "\n".join(" · ".join([plain(f"compare.watched.{moment}"),
                                 *(timed(column[moment]) for column in columns)])
                     for moment in watched.MOMENTS)
    args = dict(zip(("new", "old"), VERSIONS)) | {"runs": watched.RUNS}
    return table("watched", ["moment", "model", "new-release", "old-release"], rows, args, text)


def modelled() -> dict[str, int]:
    """The model's moments, in ns since the caller's long call began."""
    return watched.moments(watched_run(seed=SEED, costs=recorded.costs()["costs"]))


def middle(version: str) -> dict[str, int]:
    """The median of each moment in the recorded runs."""
    runs = watched.recorded(version)["runs"]
    return {moment: sorted(run[moment] for run in runs)[len(runs) // 2] for moment in watched.MOMENTS}


def timed(ns: int) -> str:
    """A time in ms."""
    return f"{ns / MS:.2f}"
