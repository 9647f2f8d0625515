"""The players of the page on goroutines and threads."""

from models.golang import cite
from models.study.asking import woven
from models.study.moments.blocked import GOROUTINES, THREADS, on_goroutines, on_threads
from models.words import word

from .. import recorded
from ..player.figure_spec import Figure, Parameter
from ..player.figure_spec import seed as seed_field
from ..player.scene import Scene
from ..scenes.blocked_scene import blocked_scene
from ..scenes.thread_scene import thread_scene

SEED = 1
SHAPE = (Parameter("procs", "figure.cpus", 1, 1, 4), Parameter("receivers", "figure.receivers", 2, 0, 6),
         Parameter("callers", "figure.callers", 2, 0, 6), seed_field(SEED))


def with_goroutines(procs: int, receivers: int, callers: int, seed: int) -> Scene:
    """The program on Go's machine, by the measured durations."""
    trace = on_goroutines(procs=procs, receivers=receivers, callers=callers, seed=seed,
                          costs=recorded.costs()["costs"])
    return blocked_scene(woven(trace, GOROUTINES), procs)


def with_threads(procs: int, receivers: int, callers: int, seed: int) -> Scene:
    """The same program where each goroutine is a thread."""
    trace = on_threads(procs=procs, receivers=receivers, callers=callers, seed=seed,
                       costs=recorded.costs()["costs"])
    return thread_scene(woven(trace, THREADS), procs)


def goroutines() -> Figure:
    return Figure("fig-goroutines", word("players.block-goroutines"), with_goroutines, SHAPE, cite.link)


def threads() -> Figure:
    return Figure("fig-threads", word("players.block-threads"), with_threads, SHAPE, cite.link)


PLAYERS = {"block-goroutines": goroutines, "block-threads": threads}
