"""The players of the page on the life of a thread."""

from models.golang import cite
from models.golang.steps import machines
from models.golang.toolchain import REFERENCE
from models.study.asking import woven
from models.study.moments.machines import ASKS, run
from models.words import word

from .. import recorded
from ..player.figure_spec import Figure, Parameter
from ..player.figure_spec import seed as seed_field
from ..player.player import Player
from ..player.scene import Scene
from ..scenes.machine_scene import Opening, machine_scene

PROCS, SEED = 3, 262
SYSMON = 1  # the number of sysmon's M in real Go


def crew(procs: int, seed: int) -> Scene:
    """The program on the model, by the measured durations."""
    return machine_scene(woven(run(procs=procs, seed=seed, costs=recorded.durations()), ASKS), procs)


def recorded_scene(version: str) -> Scene:
    """What was recorded of the same program in real Go."""
    kept = machines.recorded(version)
    return machine_scene(machines.as_model(kept.events), kept.about["gomaxprocs"], opening(kept.start))


def opening(start: dict) -> Opening:
    """How a recorded run began: main's M had a P, and stopped the world to begin; the others slept."""
    on = {p["id"]: (p["m"], next(m["curg"] for m in start["ms"] if m["id"] == p["m"])) for p in start["ps"]
          if p["m"] is not None}
    ms = {m: "running" for m, _ in on.values()} | {m: "asleep" for m in start["idle_ms"]}
    return Opening(ms, on, start["mnext"], 0, start["nmspinning"], SYSMON)


def machines_at_work() -> Figure:
    return Figure("fig-machines", word("players.machines"), crew,
                  (Parameter("procs", "figure.gomaxprocs", PROCS, 1, 4), seed_field(SEED)), cite.link)


def real_machines() -> Player:
    about = machines.recorded(REFERENCE).about
    title = word("players.machines-recorded", **{name: about[name] for name in ("go", "gomaxprocs", "cpus")})
    return Player(recorded_scene(REFERENCE), "fig-machines-recorded", title, cite=cite.link)


PLAYERS = {"machines": machines_at_work, "machines-recorded": real_machines}
