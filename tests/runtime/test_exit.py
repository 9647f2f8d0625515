"""os.Exit ends the program at once."""

from models.runtime.defer import defer
from models.runtime.exit import exit_program
from models.runtime.goroutine import go, gosched, log
from models.runtime.machine import Machine, logged
from models.runtime.park import mcall
from models.runtime.runtime import Runtime

from .build import runtime, running


def says(value):
    yield log(value)


def test_the_request_leaves_the_goroutine_for_good():
    assert exit_program() == mcall("exit_process", "exit")


def test_the_process_is_over():
    rt = runtime()
    gp = running(rt, 1)
    assert rt.exited is False
    assert rt.exit_process(rt.allm[0], gp) is None
    assert rt.exited is True and rt.trace == []


def test_nobody_else_runs_and_nothing_deferred():
    def main():
        yield defer(says, "deferred")
        yield go(says, "another")
        yield log("main")
        yield exit_program()
        yield log("after")

    for procs in (1, 3):
        rt = Runtime(procs)
        assert Machine(rt, main).run() == "END"
        assert [value for value in logged(rt.trace) if value != "another" or procs == 1] == ["main"]


def test_any_goroutine_can_end_it():
    def ends():
        yield log("ends")
        yield exit_program()

    def main():
        yield go(ends)
        yield gosched()
        yield log("main")

    rt = Runtime(1, schedtick=1)
    assert Machine(rt, main).run() == "END"
    assert logged(rt.trace) == ["ends"]
    assert rt.trace[-1][0] == "log"
