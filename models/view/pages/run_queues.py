"""The players of the page on run queues: runs of the model and recordings of real Go as scenes."""

from models.golang import cite, recording
from models.runtime.status import G_WAITING
from models.study.asking import woven
from models.study.beliefs import predictions
from models.study.beliefs.find import ASKS
from models.study.fold import folded, standing
from models.study.measure import stealing
from models.study.moments import finding
from models.study.runs import START_TICK, spawn_run
from models.words import word

from .. import recorded
from ..player.figure_spec import Figure, Parameter, gomaxprocs, goroutines
from ..player.figure_spec import seed as seed_field
from ..player.player import Player
from ..player.scene import Scene, next_of
from ..scenes.find_scene import find_scene
from ..scenes.runq_scene import Opening, runq_scene

OVERFLOW = 258       # the fewest goroutines that do not fit into runnext and a ring of 256
SHOWN_BEFORE = 6     # go statements that are shown before the ring overflows
SHOWN_AFTER = 52     # turns that are shown after it: enough for the next 61st tick
WORK = 20_000        # nanoseconds that a goroutine of the stealing run computes


def to_the_end(trace: list[tuple]) -> list[tuple]:
    """The trace up to the end of main; what its M does after that is no part of the program."""
    return trace[:next(i for i, event in enumerate(trace) if event[0] == "goexit" and event[4] == 1) + 1]


def one_p(n: int) -> Scene:
    """n goroutines on one P, from main's first step on."""
    trace = to_the_end(spawn_run(1, n, seed=0, ns=0).trace)
    asked = predictions.asked(trace, 1, schedtick=START_TICK, most=1)
    return runq_scene(asked, 1, Opening(ticks={0: START_TICK}))


def around(scene: Scene) -> tuple[int, ...]:
    """For paper: how it stands when the first question is asked, what comes next, and the end."""
    asked = next((at for at, step in enumerate(scene.steps) if step.question), 0)
    return (asked, asked + 1, len(scene.steps))


def overflow() -> Scene:
    """The moment when a ring is full, and what comes of it."""
    trace = spawn_run(1, OVERFLOW, seed=0, ns=0).trace
    full = next(i for i, event in enumerate(trace) if event[0] == "runqputslow")
    starts = [i for i, event in enumerate(trace[:full]) if event[0] == "newproc"]
    begin = starts[-SHOWN_BEFORE]
    turns = [i for i, event in enumerate(trace) if event[0] == "goexit"]
    asked = predictions.asked(trace[:turns[SHOWN_AFTER] + 1], 1, schedtick=START_TICK, most=3)
    shown = asked[asked.index(trace[begin]):]
    before = folded(trace[:begin], 1, START_TICK)
    return runq_scene(shown, 1, Opening(**standing(before)))


def stealing_run(procs: int, n: int, seed: int) -> Scene:
    """n goroutines on several Ps, by the clock of the measured durations."""
    trace = to_the_end(stealing.trace_of(procs, n, seed, WORK, recorded.durations()))
    asked = predictions.asked(trace, procs, schedtick=START_TICK, most=4)
    return runq_scene(asked, procs, Opening(ticks={0: START_TICK}))


def recording_of(name: str) -> Scene:
    """A recorded run of real Go."""
    kept = recording.load(name)
    ps = kept.start["ps"]
    on = [p for p in ps if p["m"] is not None]
    begin = Opening(
        ms={p["id"]: p["m"] for p in on}, running={p["id"]: p["g"] for p in on if p["g"]},
        rings={p["id"]: (p["head"], ()) for p in ps},
        ticks={p["id"]: p["schedtick"] for p in ps}, free_ms=tuple(kept.start["idle_ms"]))
    return runq_scene(kept.events, len(ps), begin)


def search(seed: int, **stand: int) -> Scene:
    """M1's search from where it stands so to where it sleeps."""
    rt = finding.standing_so(finding.Stand(**stand), seed)
    waiting = tuple(gp.id for gp in rt.allgs[1:] if gp.status == G_WAITING)
    begin = Opening(**standing(rt), waiting=waiting)
    trace = finding.found_by(rt, bool(stand["late"]))
    return find_scene(woven(trace, ASKS), finding.PROCS, begin)


def searched(scene: Scene) -> tuple[int, ...]:
    """For paper: a steal, the G that comes late, and the end."""
    late = next((at for at, step in enumerate(scene.steps) if step.message == "find.late"), 0)
    return tuple(sorted({next_of(scene, "steal") or 0, late + 1, len(scene.steps)}))


def ten() -> Figure:
    return Figure("fig-ten", word("players.ten"), one_p, (goroutines(10),), cite.link, around)


def overflowing() -> Player:
    return Player(overflow(), "fig-overflow", word("players.overflow"), cite=cite.link)


def thieves() -> Figure:
    return Figure("fig-steal", word("players.steal"), stealing_run,
                  (gomaxprocs(4), goroutines(24), seed_field(1)), cite.link)


def doors() -> Figure:
    stand, most = finding.Stand(), {"tick": 9_999, "timer": 1, "late": 1}
    fields = tuple(Parameter(name, f"figure.find-{name}", value, 0, most.get(name, 8))
                   for name, value in stand._asdict().items())
    return Figure("fig-find", word("players.find"), search, (*fields, seed_field(1)), cite.link, searched)


def real() -> Player:
    kept = recording.load("recording")
    args = {name: kept.about[name] for name in ("go", "gomaxprocs", "cpus")}
    return Player(recording_of("recording"), "fig-recorded", word("players.recorded", **args), cite=cite.link)


def same() -> Player:
    """The model's run of the program that was recorded, on as many CPUs."""
    runs, program = recorded.program()
    sleeping = runs["runs"][0]["idle_ms"]
    trace = stealing.trace_of(seed=recorded.SEED, durations=recorded.durations(), cpus=runs["cpus"],
                              sleeping=sleeping, **program)
    begin = Opening(ticks={0: START_TICK}, free_ms=tuple(range(1, sleeping + 1)))
    scene = runq_scene(to_the_end(trace), program["procs"], begin)
    return Player(scene, "fig-same", word("players.same"), cite=cite.link)


PLAYERS = {"ten": ten, "overflow": overflowing, "find": doors, "steal": thieves, "recorded": real,
           "same": same}
