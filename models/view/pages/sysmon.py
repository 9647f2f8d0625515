"""The players of the page on system calls, sysmon and preemption."""

from models.golang import cite
from models.golang.steps import watched
from models.golang.toolchain import REFERENCE
from models.runtime.sysmon import MS
from models.study.asking import woven
from models.study.beliefs.watch import ONE_P, TWO_PS
from models.study.moments.watching import CALLER, watched_run
from models.study.runs import START_TICK
from models.words import word

from .. import recorded
from ..player.figure_spec import Figure, Parameter
from ..player.figure_spec import seed as seed_field
from ..player.player import Player
from ..player.scene import Scene
from ..scenes.runq_scene import Opening
from ..scenes.sysmon_scene import sysmon_scene

SEED = 1
BEGIN = Opening(running={0: 1}, ticks={0: START_TICK})
SHAPE = (Parameter("call", "figure.call-ms", 5, 1, 100), Parameter("computes", "figure.loop-ms", 40, 1, 100),
         seed_field(SEED))


def on_one_p(call: int, computes: int, seed: int) -> Scene:
    """The program on one P, by the measured durations; what it waits for, in ms."""
    trace = watched_run(call=call * MS, computes=computes * MS, seed=seed, costs=recorded.costs()["costs"])
    return sysmon_scene(woven(trace, ONE_P), 1, BEGIN, notes=True)


def one_p() -> Figure:
    return Figure("fig-watched", word("players.watched"), on_one_p, SHAPE, cite.link, paper)


def paper(scene: Scene) -> tuple[int, ...]:
    """For print: before and after the P is taken, and before and after the loop is stopped."""
    taken, asked_to = (next((i for i, step in enumerate(scene.steps) if step.message.startswith(message)), 0)
                       for message in ("sysmon.retake", "sysmon.ask"))
    return (taken, taken + 1, asked_to, asked_to + 2)


def two_ps() -> Player:
    """On two Ps, up to where the caller has ended."""
    trace = watched_run(procs=2, seed=SEED, costs=recorded.costs()["costs"])
    end = next(i for i, event in enumerate(trace) if event[0] == "goexit" and event[4] == CALLER)
    scene = sysmon_scene(woven(trace[:end + 1], TWO_PS), 2, BEGIN)
    last = len(scene.steps)
    return Player(scene, "fig-watched-two", word("players.watched-two"), cite=cite.link,
                  prints=(last - 2, last - 1))


def real() -> Player:
    """What real Go did, as its log of steps tells."""
    kept = watched.recorded(REFERENCE)
    begin, events = kept["start"], [tuple(map(listed, event)) for event in kept["events"]]
    opening = BEGIN._replace(runnext={0: begin["runnext"]} if begin["runnext"] else {},
                             rings={0: (begin["head"], tuple(begin["ring"]))}, ticks={0: begin["schedtick"]})
    scene = sysmon_scene(events, 1, opening)
    return Player(scene, "fig-watched-real", word("players.watched-real", go=REFERENCE), cite=cite.link,
                  prints=(0, len(scene.steps)))


def listed(value: object) -> object:
    """A list of Gs in a recording, as the events of the model have it."""
    return tuple(value) if isinstance(value, list) else value


PLAYERS = {"watched": one_p, "watched-two": two_ps, "watched-real": real}
