"""The replay holds the model to real Go: with a wrong rule in its place, a recording of real Go is refused.
"""

from types import SimpleNamespace

import pytest

from models.golang.toolchain import VERSIONS
from models.runtime.constants import BY_RELEASE
from models.runtime.runtime import RULES, replaced
from models.study.replay.outcome import Unexplained
from models.study.replay.past import Past, Sched
from models.study.replay.rulings import Rulings
from models.study.replay.run import replayed
from models.study.replay.schedule import may_spin
from tests.golang.keep_steps import PROCS, kept
from tests.golang.wrong_rules import WRONG

KEPT = {version: [kept(name, version) for name in PROCS] for version in VERSIONS}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_rule_is_noticed(wrong, version):
    rules, kinds = WRONG[wrong]
    found = [replayed(made.start, made.events, version, replaced(**rules)) for made in KEPT[version]]
    noticed = {one.event.kind for one in found if isinstance(one, Unexplained)}
    assert noticed and noticed <= kinds


@pytest.fixture(params=VERSIONS)
def right(request):
    return Rulings(RULES, BY_RELEASE[request.param])


# What the rules decide, asked one at a time.

def test_wakep_wakes_an_m_unless_one_spins(right):
    assert right.wakep(0) == ("pidleget", "startm") and right.wakep(1) == ()


def test_spinning_ms_are_under_half_the_busy_ps(right):
    assert [right.may_spin(n, 0, 4) for n in range(4)] == [True, True, False, False]
    assert not right.may_spin(0, 4, 4) and right.may_spin(0, 3, 4)


@pytest.mark.parametrize("read, may", [
    ([(1, 1)], {True}), ([(2, 1)], {False}), ([(1, 2)], {False}),
    ([(2, 1), (2, 2), (1, 2)], {True, False})])  # of the first how many are idle, of the last how many spin
def test_the_two_numbers_that_let_an_m_spin_are_read_one_after_the_other(right, read, may):
    past = Past(None)
    for step, (nmspinning, npidle) in enumerate(read, 1):
        past.set(step, Sched(nmspinning, npidle, 0, False, 4, False, False, True))
    world = SimpleNamespace(rulings=right, seen=SimpleNamespace(sched=past))
    assert may_spin(SimpleNamespace(world=world, since=lambda: 1)) == may


def test_find_runnable_looks_in_order(right):
    assert right.turns_to(gcwaiting=True, own=True, waiting=True) == "releasep"
    assert right.turns_to(122, own=True, waiting=True) == "globrunqget"
    assert right.turns_to(123, own=True, waiting=True) == "getnext"
    assert right.turns_to(waiting=True) == "globrunqgetbatch" and right.turns_to() == "spinning"


def test_give_up_p_looks_once_more(right):
    assert right.gives_up(waiting=True) == "globrunqgetbatch" and right.gives_up(needed=True) == "spinning"
    assert right.gives_up() == right.gives_up(spinning=True, needed=True) == "releasep"


def test_a_thief_asks_all_others_four_times_and_takes_a_runnext_in_the_last_round(right):
    assert right.looks(4, 1) == {(i, p) for i in range(4) for p in (0, 2, 3)}
    assert right.looks(4, 1, 3) == {(i, p) for i in range(4) for p in (0, 2)}
    assert right.nexts(4, 1, 2) == {3}


def test_the_last_look_finds_what_lies_anywhere(right):
    assert right.finds_idle(True, False) and right.finds_idle(False, True)
    assert not right.finds_idle(False, False)


def test_handoffp_finds_an_m_when_there_is_work_or_nobody_looks(right):
    assert right.handoffp() == ("handoffp", "pidleput")
    for work in ({"empty": False}, {"waiting": True}, {"npidle": 3, "polling": False}):
        assert right.handoffp(**work) == ("handoffp", "startm"), work
    assert right.handoffp(nmspinning=0) == ("handoffp", "startm", "spinning")
    assert right.handoffp(gcwaiting=True) == ("handoffp", "gcstop")


@pytest.mark.parametrize(("reads", "taken"), [
    ({}, False), ({"seen": True}, False), ({"seen": True, "empty": False}, True),
    ({"seen": True, "others": 0}, True), ({"seen": True, "us": 9_999}, False),
    ({"seen": True, "us": 10_000}, True), ({"us": 10_000}, False),
    ({"over": True, "empty": False}, True), ({"empty": False}, False)])
def test_sysmon_takes_a_p_that_is_of_use(right, reads, taken):
    does = right.retake(**{"over": False, "seen": False, "empty": True, "others": 1, "us": 50} | reads)
    assert does[:2] == (("retake", "handoffp") if taken else ())


def test_a_slice_is_over_after_ten_milliseconds_and_the_g_that_runs_is_asked_to_stop(right):
    assert right.slice_over(10_000) and not right.slice_over(9_999)
    assert right.preemptone(True, False) and not right.preemptone(False, False)
    assert right.preemptone(True, True) == (right.const.release < "1.26")


def test_a_g_that_stops_for_the_world_keeps_its_place_since_1_26(right):
    assert right.gopreempt(False) == "globrunqput"
    assert right.gopreempt(True) == ("runnext" if right.const.release >= "1.26" else "globrunqput")


def test_a_ruling_is_that_of_the_rules_that_are_passed():
    wrong = Rulings(replaced(work_without_p=lambda rt, mp: None), BY_RELEASE["1.27.3"])
    assert not wrong.finds_idle(True, True)
