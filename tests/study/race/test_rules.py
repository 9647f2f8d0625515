"""What orders goroutines, operation by operation; and that a detector changes nothing that it watches."""

import pytest

from models.program.generate import generate
from models.program.racy import racy
from models.program.run import run
from models.runtime.atomic import read, variable, write
from models.runtime.chan import make_chan, recv, send
from models.runtime.goroutine import go
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.runtime.rwmutex import runlock, rwmutex, tryrlock, trywlock, wunlock
from models.study.race.detector import Detector
from models.study.race.history import Place
from models.study.race.races import races
from models.study.race.rules import RACING

from .cases import CASES, made


@pytest.mark.parametrize("name", CASES)
def test_what_is_ordered_and_what_is_not(name):
    program, things = CASES[name]
    found = races(program)
    assert [race.thing for race in found.told] == things and not found.lost


@pytest.mark.parametrize("kind", ["go", "channels", "locks", "sync", "panics", "mixed"])
@pytest.mark.parametrize("release", ["1.27.3", "1.22.10"])
def test_a_run_is_the_same_with_and_without_a_detector(kind, release):
    for seed in range(10):
        program = generate(kind, seed)
        for procs in (1, 3):
            bare = run(program, seed=seed, procs=procs, release=release)
            assert races(program, seed=seed, procs=procs, release=release).outcome == bare


REUSED = made([["add", 0], ["go", 1], ["go", 2], ["gosched"], ["done", 0], ["add", 0], ["gosched"], ["gosched"],
               ["lock", 0], ["read", 0]],
              [["call", 3], ["write", 0], ["lock", 0], ["unlock", 0]], [], [["defer", 4], ["wait", 0]], [["recover"]],
              waitgroups=1, mutexes=1)


@pytest.mark.parametrize(("release", "told"), [("1.27.3", ["wg0"]), ("1.22.10", ["wg0", "v0"])])
def test_in_go_1_22_who_recovers_from_a_panic_in_wait_goes_on_unheard(release, told):
    assert [race.thing for race in races(REUSED, release=release).told] == told


def test_a_select_of_several_cases_sends_as_a_send_does():
    program = made([["go", 1], ["gosched"], ["close", 0]], [["select", [["send", 0], ["send", 0]]]], chans=[1])
    assert [race.thing for race in races(program).told] == ["ch0"]


def test_the_first_use_of_a_cond_begins_an_epoch():
    """So an access after it is not taken for a repetition of one before it: the report names the later."""
    twice = [["go", 1], ["write", 0], ["signal", 0], ["write", 0], ["gosched"]]
    [race] = races(made(twice, [["read", 0]], conds=1)).told
    assert race.before.stack == (Place("body0", 3),)
    [race] = races(made([["signal", 0], *twice], [["read", 0]], conds=1)).told
    assert race.before.stack == (Place("body0", 2),)


def watched(main) -> Detector:
    """The detector after a run of a program in Python on one P."""
    rt = Runtime(rules=RACING)
    rt.race = Detector(lambda kind, options: options[0])
    assert Machine(rt, main).run() == "END"
    return rt.race


def test_a_program_in_python_is_watched_as_well():
    def main():
        v, c = (yield variable()), (yield make_chan())
        yield go(other, v, c)
        yield recv(c)
        yield read(v)

    def other(v, c):
        yield send(c, 1)
        yield write(v, 2)

    [race] = watched(main).races
    [now], [before] = race.now.stack, race.before.stack
    assert now == Place("main", main.__code__.co_firstlineno + 4) and before.function == "other"


def test_the_trylocks_of_an_rwmutex():
    def main():
        v, rw = (yield variable()), (yield rwmutex())
        assert (yield trywlock(rw))
        yield go(other, v, rw)
        yield write(v, 1)
        assert not (yield tryrlock(rw)) and not (yield trywlock(rw))
        yield wunlock(rw)
        yield recv((yield make_chan(1)))

    def other(v, rw):
        assert (yield tryrlock(rw))
        yield read(v)
        yield runlock(rw)

    rt = Runtime(rules=RACING)
    rt.race = Detector(lambda kind, options: options[0])
    assert Machine(rt, main).run() == "DEADLOCK" and not rt.race.races


def test_with_four_cells_the_reports_are_a_part_of_what_races():
    for seed in range(100):
        found = races(racy(seed))
        assert [race for race in found.races if race.fate == "told"] == found.told
        reported = {race.now.serial for race in found.told}
        assert len(reported) == len(found.told)
        assert all((race.now.serial in reported) == (race.fate in ("told", "other")) for race in found.races)
