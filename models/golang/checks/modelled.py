"""Checks of the book's own model, so that a claim's truth is also what its reader can run."""

from models.amd64.accesses import accesses
from models.amd64.program import run
from models.golang.checks.live import differs
from models.golang.checks.source import Source
from models.runtime.status import name
from models.runtime.transitions import TRANSITIONS
from models.study import algorithms
from models.study.algorithms.studied import worst
from models.study.invariants import fresh, violations
from models.study.runs import START_TICK, spawn_order, spawn_run


def check_model_order(source: Source, n: int, starts: str = "", ends: str = "") -> list[str]:
    """The order in which the model runs n goroutines on one P starts and ends like this."""
    order = [g for g in spawn_order(n) if g != "main"]
    return differs("the model", order, starts, ends)


def check_model_rules(source: Source, procs: int, n: int, seeds: int, has: list[str]) -> list[str]:
    """No run of the model breaks a rule of the queues, and events of these kinds do happen."""
    traces = [spawn_run(procs, n, seed).trace for seed in range(seeds)]
    kinds = {event[0] for trace in traces for event in trace}
    broken = [text for trace in traces for text in violations(trace, fresh(procs, START_TICK))]
    return broken + [f"the model's runs have no {kind}" for kind in has if kind not in kinds]


def check_status_steps(source: Source, has: dict[str, str] | None = None, lacks: list[str] | None = None) -> list[str]:
    """The model's table of status steps, which a test holds against the whole source, has a step "waiting > runnable"
    taken by these functions ("ready park_m"), and lacks others.
    """
    table = TRANSITIONS[source.release]
    takers = {f"{name(old)} > {name(new)}": functions for (old, new), functions in table.items()}
    wrong = [f"{step} is taken by {', '.join(takers.get(step, ())) or 'nobody'}, not by {one}"
             for step, functions in (has or {}).items() for one in functions.split() if one not in takers.get(step, ())]
    return wrong + [f"{step} is taken by {', '.join(takers[step])}" for step in lacks or [] if step in takers]


def check_gobuf_access(source: Source, routine: str, saves: str = "", empties: str = "", takes: str = "",
                       from_g0: str = "") -> list[str]:
    """The routine does this with the goroutine's gobuf, part by part ("pc sp bp"), and takes this of g0's.

    By the register machine, whose text of the routines a test holds against both releases' machine code.
    """
    found = accesses(run(source.release))[routine]
    asked = {("saves", "own"): saves, ("empties", "own"): empties, ("takes", "own"): takes,
             ("takes", "g0"): from_g0}
    seen = {key: " ".join(one.part for one in found if (one.does, one.whose) == key) for key in asked}
    return [f"{routine} {does} {seen[does, whose] or 'nothing'} ({whose}), not {parts or 'nothing'}"
            for (does, whose), parts in asked.items() if seen[does, whose] != parts]


def check_explored(source: Source, algorithm: str, wrong: str = "", steps: int | None = None) -> list[str]:
    """The shortest bad schedule of an algorithm of models/study/algorithms, wrong in this way, has so many steps;
    without `steps`: of all its schedules none is bad.
    """
    found = worst(algorithms.study(algorithm, wrong))[1].steps
    seen = None if found is None else len(found)
    said = f"{algorithm} goes wrong after {seen} steps" if seen else f"{algorithm} never goes wrong"
    return [] if seen == steps else [said]
