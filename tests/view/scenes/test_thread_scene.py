"""The 1:1 machine as a picture: the threads are where the kernel has them."""

import pytest

from models.program.blocked import blocked
from models.runtime.goroutine import go, gosched, work
from models.runtime.kernel import Kernel
from models.runtime.threadmachine import ThreadMachine
from models.runtime.threads import FIELDS
from models.study.asking import woven
from models.study.moments.blocked import THREADS, on_threads
from models.view import recorded
from models.view.player.caption import caption
from models.view.player.scene import states
from models.view.scenes.thread_scene import SHOW, SILENT, thread_scene

COSTS = recorded.costs()["costs"]


@pytest.mark.parametrize("cpus", [1, 2, 3])
def test_after_each_event_the_picture_is_the_kernel(cpus):
    kernel = Kernel(cpus, COSTS)
    machine = ThreadMachine(kernel, blocked, 3, 3, 200_000)
    while not machine.ending:
        machine.step()
        state = list(states(thread_scene(kernel.trace, cpus)))[-1]
        if machine.ending:
            break
        for cpu in kernel.state.cpus:
            assert state.at[f"C{cpu.id}.run"] == ([f"t{cpu.thread}"] if cpu.thread else [])
        assert sorted(state.at["ready"]) == sorted(f"t{id}" for id in kernel.state.runq)
        asleep = [f"t{thread.id}" for thread in kernel.state.threads[1:] if thread.reason]
        assert sorted(state.at["kernel"]) == sorted(asleep)
        assert state.values["threads"].text == str(kernel.state.alive)


def test_a_slice_and_a_yield_have_their_steps():
    def long(ns):
        yield work(ns)

    def main():
        yield go(long, 10_000)
        yield gosched()
        yield work(10_000)
    kernel = Kernel(1, {"os slice": (3_000,)})
    ThreadMachine(kernel, main).run()
    steps = thread_scene(kernel.trace, 1).steps
    said = [step.message for step in steps]
    assert said.count("onetoone.slice") >= 2 and said.count("onetoone.yield") == 1
    for step in steps:
        if step.message in ("onetoone.slice", "onetoone.yield"):
            assert step.moves == ((f"t{step.args['g']}", "ready"),)


def test_the_question_is_asked_before_the_first_thread_waits():
    trace = on_threads(receivers=2, callers=2, procs=1, seed=1, costs=COSTS)
    scene = thread_scene(woven(trace, THREADS), 1)
    asks = [step for step in scene.steps if step.question]
    assert [step.message for step in asks] == ["onetoone.block"] and asks[0].args["g"] == 2
    assert all("{" not in caption(scene, at) for at in range(len(scene.steps) + 1))


def test_every_event_of_the_machine_is_shown_or_passed_by():
    assert set(FIELDS) == set(SHOW) | set(SILENT)


def test_an_event_of_go_is_refused():
    with pytest.raises(ValueError, match="does not show what a gopark event does"):
        thread_scene([("gopark", 0, 0, 0, 1, "sleep")], 1)


@pytest.mark.parametrize("event, says", [
    (("switch", 0, 2, 1, 2, 3), "The kernel switches CPU 1 to T2."),
    (("wake", 0, 1, 0, 4, 1), "T1 wakes T4, by a call of the kernel."),
    (("wake", 0, None, None, 4, 0), "The system call of T4 is over: it could run."),
    (("clone", 0, 3, 1, 5, 3), "T3 makes a thread, T5, by `pthread_create`."),
    (("block", 0, 2, 0, 2, "chan receive"),
     "T2 has to wait: chan receive. The thread sleeps in the kernel, and its CPU is free."),
    (("exit", 0, 2, 0, 2), "T2 has done its task, and the thread ends."),
    (("exit", 0, 1, 0, 1), "main returns: the program ends.")])
def test_a_sentence_names_who_does_what_and_where(event, says):
    scene = thread_scene([event], 2)
    assert caption(scene, 1) == says
