"""The players of the page on the reasons for the rules: each question with what its changes come to."""

from functools import partial

from models.golang import cite
from models.study.measure.whatif import WORKLOADS
from models.study.measure.whatif_rules import MS, QUESTIONS, Change, answer, constant
from models.words import word

from .. import recorded
from ..player.figure_spec import Figure, Parameter
from ..player.figure_spec import seed as seed_field
from ..player.scene import Scene
from ..scenes.whatif_scene import OWN, whatif_scene

SEED, RUNS = 1, 3  # the first seed, and how many in a row
# A value of the reader's own, where a question is about a number: the field, and the change that it makes.
OWNS = {
    "tick": (Parameter("own", "figure.why.tick", 30, 1, 100_000), lambda own: constant(global_tick=own)),
    "slice": (Parameter("own", "figure.why.slice", 30, 1, 1000),
              lambda own: constant(force_preempt_ns=own * MS)),
    "procs": (Parameter("own", "figure.why.procs", 3, 1, 64), lambda own: Change(procs=own)),
}


def answered(question: str, seed: int, own: int = 0, procs: int = 0) -> Scene:
    """What the changes come to, with seeds from this one on."""
    change = {OWN: OWNS[question][1](own)} if question in OWNS else {}
    found = answer(question, recorded.durations(), range(seed, seed + RUNS), procs, **change)
    return whatif_scene(question, found)


def fields(question: str) -> tuple[Parameter, ...]:
    """What a reader may choose: a value, the number of Ps where others make sense, the first seed."""
    procs = WORKLOADS[QUESTIONS[question].workload].procs
    several = procs > 1 and question not in ("procs", "slice")  # what is said of slices is so on two Ps only
    own = OWNS[question][:1] if question in OWNS else ()
    ps = (Parameter("procs", "figure.gomaxprocs", procs, 2, 16),) if several else ()
    return (*own, *ps, seed_field(SEED))


def figure(question: str) -> Figure:
    """On paper its end stands, where all tables are full."""
    title = word(f"players.why-{question}")
    return Figure(f"fig-why-{question}", title, partial(answered, question), fields(question), cite.link,
                  lambda scene: (len(scene.steps),))


PLAYERS = {f"why-{question}": partial(figure, question) for question in QUESTIONS}
