"""The table of all steps from one status of a G to another: who takes them, and in which release."""

from html import escape
from itertools import starmap

from models.golang import cite
from models.runtime.status import G_SCAN, name
from models.runtime.transitions import BOTH, NEW, OLD, TRANSITIONS

from ..markup import Markup, plain, said

# The source of each function that is not in proc.go, or that no rule of the model stands for.
SOURCES = {
    "newcoro": "coro.go newcoro", "coroswitch_m": "coro.go coroswitch_m",
    "debugCallWrap": "debugcall.go debugCallWrap", "debugCallWrap1": "debugcall.go debugCallWrap1",
    "findRunnableGCWorker": "mgcpacer.go gcControllerState.findRunnableGCWorker",
    "gcAssistAlloc1": "mgcmark.go gcAssistAlloc1", "gcBgMarkWorker": "mgc.go gcBgMarkWorker",
    "gcMarkTermination": "mgc.go gcMarkTermination", "markroot": "mgcmark.go markroot",
    "traceAdvance": "trace.go traceAdvance", "writeheapdump_m": "heapdump.go writeheapdump_m",
    "newstack": "stack.go newstack", "findGoroutineLeaks": "mgc.go findGoroutineLeaks",
    "allGsSnapshotSortedForGC": "mgcmark.go allGsSnapshotSortedForGC", "suspendG": "preempt.go suspendG",
    "oneNewExtraM": "proc.go oneNewExtraM", "forEachP": "proc.go forEachP", "needm": "proc.go needm",
    "dropm": "proc.go dropm", "preemptPark": "proc.go preemptPark", "stopTheWorld": "proc.go stopTheWorld",
    "exitsyscall0": "proc.go exitsyscall0",
}
COLUMNS = ("step", "by")
Step = tuple[int, int]


def markup() -> Markup:
    """The table: a row a step, in the order of the statuses' numbers."""
    steps = sorted({step for release in BOTH for step in TRANSITIONS[release]})
    head = "".join(f'<th scope="col">{said(f"transitions.{column}")}</th>' for column in COLUMNS)
    rows = "".join(f'<tr><th scope="row"><code>{label(old)}</code> → <code>{label(new)}</code></th>'
                   f"<td>{', '.join(map(linked, takers((old, new))))}</td></tr>" for old, new in steps)
    args = {"n": len(steps), "new": NEW, "old": OLD}
    html = (f'<table class="transitions"><caption>{said("transitions.caption", **args)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
    lines = (f"{label(old)} -> {label(new)}: {', '.join(starmap(written, takers((old, new))))}" for old, new in steps)
    return Markup(html, "\n".join((plain("transitions.caption", **args), *lines)))


def label(status: int) -> str:
    """Go's constants for a status: `_Gwaiting`, `_Gscan+_Gpreempted`."""
    bare = f"_G{name(status & ~G_SCAN)}"
    return f"_Gscan+{bare}" if status & G_SCAN else bare


def takers(step: Step) -> list[tuple[str, str]]:
    """The functions that take a step, each with the only release that has it so; "" for both."""
    new, old = (TRANSITIONS[release].get(step, ()) for release in (NEW, OLD))
    return [*((function, "" if function in old else NEW) for function in new),
            *((function, OLD) for function in old if function not in new)]


def written(function: str, only: str) -> str:
    """A function as text, with the only release that has the step."""
    return f"{function} {plain('transitions.only', release=only)}" if only else function


def linked(taker: tuple[str, str]) -> str:
    """A function as a link to its source."""
    function, only = taker
    _, address = cite.link(SOURCES.get(function, f"proc.go {function}"), only or NEW)
    link = f'<a href="{escape(address)}"><code>{escape(function)}</code></a>'
    return f"{link} {said('transitions.only', release=only)}" if only else link
