"""All questions of the page "Why these rules?" in one table: the run, the waits, and what the rule is for."""

from models.study.measure.whatif_rules import QUESTIONS, answer

from .. import recorded
from ..markup import Markup, plain, said
from ..scenes.whatif_scene import shown
from .compare import table

# Of each question the change that is shown, and the measure that tells what it is about.
ROWS = {"runnext": ("off", "p50"), "inherit": ("new", "guest"), "slice": ("never", "longest"),
        "tick": ("never", "guest"), "ring": ("4", "trips"), "half": ("one", "steals"),
        "start": ("fixed", "looks"), "spinning": ("alone", "wakeups"), "procs": ("16", "looks")}


def markup() -> Markup:
    """A row a question: the changed rule, how many times as long the run and the waits are, what moves."""
    found = [(question, *row(question, *of)) for question, of in ROWS.items()]
    cells = [[said(f"compare.why.row.{question}"), *rest] for question, *rest in found]
    text = "\n".join(" · ".join([plain(f"compare.why.row.{question}"), *rest]) for question, *rest in found)
    return table("why", ["change", "run", "p99", "moves"], cells, {}, text)


def row(question: str, change: str, measure: str) -> list[str]:
    """The cells of one question."""
    answers = answer(question, recorded.durations())
    go, new = answers[next(iter(QUESTIONS[question].changes))], answers[change]
    return [times(new.makespan, go.makespan), times(new.p99, go.p99),
            plain("compare.why.moved", measure=plain(f"why.measure.{measure}"), go=shown(go, measure),
                  new=shown(new, measure))]


def times(new: float, old: float) -> str:
    """How many times as much."""
    return plain("compare.why.times", times=f"{new / old:.2f}")
