"""Thirty runs on four Ps, summed up, and a few kept whole for the player."""

from models.golang import recording
from models.golang.recording import Recording
from models.golang.times.durations import quantiles
from models.golang.toolchain import REFERENCE
from models.study.measure import measures

LISTING, GOROUTINES, STEPS, PROCS = "steal.go", 24, 20_000, 4
RUNS = 30


def runs(version: str, count: int) -> tuple[list[Recording], int]:
    """That many recordings, and how many more could not be used."""
    args = [str(GOROUTINES), str(STEPS)]
    made = [recording.record(version, LISTING, args, PROCS) for _ in range(count)]
    return [one for one, _ in made], sum(unused for _, unused in made)


def summary(run: Recording) -> dict:
    """One run in numbers: times in ns, steals as their sizes in order."""
    return {"stolen_share": round(measures.stolen_share(run.events), 4),
            "ms_woken": measures.ms_woken(run.events), "ms_made": measures.ms_made(run.events),
            "makespan": measures.makespan(run.events),
            "steals": [steal.n for steal in measures.steals(run.events)],
            "idle_ms": len(run.start["idle_ms"]), "events": len(run.events),
            "moved": run.about["moved"]}


def spread(rows: list[dict], name: str) -> list:
    """Smallest, middle and largest value of a number over the runs."""
    values = sorted(row[name] for row in rows)
    return [values[0], values[len(values) // 2], values[-1]]


def work(made: list[Recording]) -> list[int]:
    """How long each goroutine that never waited ran, in ns, over all runs."""
    turns = (turn for run in made for turn in measures.turns(run.events))
    return [turn.end - turn.start for turn in turns if turn.g != 1]


def middle(made: list[Recording]) -> Recording:
    """The run whose number of steals is the middle one; of equals the one of middle length."""
    ranked = sorted(made, key=lambda run: (len(measures.steals(run.events)),
                                           measures.makespan(run.events)))
    return ranked[len(ranked) // 2]


def most(made: list[Recording]) -> Recording:
    """The run with the most steals; of equals the longest."""
    return max(made, key=lambda run: (len(measures.steals(run.events)),
                                      measures.makespan(run.events)))


def record() -> dict[str, dict | Recording]:
    """The summary of RUNS runs (four-p) and the recordings to keep, by name."""
    made, unused = runs(REFERENCE, RUNS)
    older, _ = runs("1.22.10", 10)
    rows = [summary(run) for run in made]
    about = {key: value for key, value in made[0].about.items() if key != "moved"}
    names = ("stolen_share", "ms_woken", "ms_made", "makespan")
    total = about | {"goroutines": GOROUTINES, "steps": STEPS, "unused": unused,
                     "work": quantiles(work(made)),
                     "spread": {name: spread(rows, name) for name in names}, "runs": rows}
    return {"four-p": total, "recording": middle(made), "recording-most": most(made),
            "recording-1.22.10": middle(older)}
