"""A g at birth."""

import pytest

from models.amd64.birth import newproc1, stackalloc
from models.amd64.program import machine


def born(release: str):
    thread = machine(release)
    thread.registers["AX"] = thread.values["main.worker·f"]
    newproc1(thread)
    return thread, thread.registers["AX"]


@pytest.mark.parametrize("release", ["1.27.3", "1.22.10"])
def test_the_gobuf_is_as_if_goexit_had_called_the_function(release):
    thread, g = born(release)
    term = thread.names().term
    seen = {part: term(thread.get(g, f"g.sched.{part}")) for part in ("sp", "pc", "g", "ctxt", "lr", "bp")}
    assert seen == {"sp": "worker.hi-40", "pc": "main.worker", "g": "worker", "ctxt": "main.worker·f",
                    "lr": "0", "bp": "0"}
    assert term(thread.read(thread.get(g, "g.sched.sp"))) == "goexit+1"


def test_its_stack_its_guard_and_the_rest():
    thread, g = born("1.27.3")
    lo, hi = thread.get(g, "g.stack.lo"), thread.get(g, "g.stack.hi")
    assert (hi - lo, thread.get(g, "g.stackguard0") - lo, hi - thread.get(g, "g.stktopsp")) == (2048, 928, 32)
    assert (thread.get(g, "g.atomicstatus"), thread.get(g, "g.m")) == (1, 0)
    assert thread.get(g, "g.startpc") == thread.entries["main.worker"]
    assert thread.gs == {"g0": thread.gs["g0"], "worker": g}


def test_stacks_do_not_overlap():
    thread = machine("1.27.3")
    sizes = (2048, 4096, 2048, 131072, 8192)
    places = [(lo, lo + size) for size in sizes for lo in [stackalloc(thread, size)]]
    assert all(hi <= lo for (_, hi), (lo, _) in zip(places, places[1:]))
