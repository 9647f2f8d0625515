"""The exercises on parking: right answers found by hand, and wrong ones that are told so."""

import pytest

from models.classroom import check, parking, task
from models.classroom.seeds import luck
from models.runtime.park import ready
from models.runtime.runtime import RULES

STUDENTS = [f"student {i}" for i in range(8)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"parking/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_the_map_is_read_at_the_step_that_the_player_shows():
    assert parking.read_map({"step": 6}, RULES) == ("_Gwaiting", "nil", "sudog", "nil")
    assert parking.read_map({"step": 16}, RULES) == ("_Grunnable", "nil", "nil", "g2")
    assert parking.read_map({"step": 18}, RULES) == ("_Grunning", "m0", "nil", "nil")


def test_what_happens_is_put_into_the_maps_order():
    happens = ["runnext is set", "the stack is left", "the sudog is queued", "unlockf has been called"]
    assert parking.right_order({"happens": happens}, RULES) == [
        "the sudog is queued", "the stack is left", "unlockf has been called", "runnext is set"]
    everything = [*parking.HAPPENS.values()]
    assert parking.right_order({"happens": everything[::-1]}, RULES) == everything


@pytest.mark.parametrize("calls, answer", [
    (["<-c"], (1, 0)), (["runtime.Gosched()"], (0, 1)), (["time.Sleep(1)"], (1, 0)), (["free.Lock()"], (0, 0)),
    (["taken.Lock()"], (1, 0)), (["syscall.Getpid()"], (0, 0)), (["<-c", "taken.Lock()", "runtime.Gosched()"], (2, 1))])
def test_only_who_has_to_wait_goes_through_gopark(calls, answer):
    assert parking.through_gopark({"calls": calls}, RULES) == answer


@pytest.mark.parametrize("student", STUDENTS)
def test_a_students_calls_are_counted_as_by_hand(student):
    calls = parking.gopark_problem(luck("parking/through-gopark", student))["calls"]
    waits = sum(calls.count(name) for name in ("<-c", "taken.Lock()", "time.Sleep(1)"))
    assert len(calls) == 7 and calls.count("taken.Lock()") <= 1
    assert parking.through_gopark({"calls": calls}, RULES) == (waits, calls.count("runtime.Gosched()"))


def test_the_last_that_was_readied_runs_first():
    assert parking.readied({"n": 4, "sends": [2, 0, 3, 1]}, RULES) == [1, 2, 0, 3]
    assert parking.ends_of_line(4, [2, 0, 3, 1]) == [2, 0, 3, 1]


def test_of_six_orders_two_are_safe():
    found = {tuple(order): parking.what_can_happen(order) for (order,) in parking.orders(luck("x", "ada"))}
    assert {order for order, bad in found.items() if not bad} == {
        ("queue", "status", "unlock"), ("status", "queue", "unlock")}
    assert found["status", "unlock", "queue"] == ["asleep"]
    assert found["queue", "unlock", "status"] == ["thrown"]
    assert found["unlock", "queue", "status"] == ["asleep", "thrown"]
    assert found["unlock", "status", "queue"] == ["asleep"]


def test_who_finds_its_data_does_not_wait():
    assert parking.commits([0, 900, 0])["at once"] == 2
    assert parking.run_readers(RULES["netpollblockcommit"], [0, 900, 0])["at once"] == 0


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    right = parking.unlockfs(task("parking/unlockf"), RULES)
    assert said(capsys, "unlockf", right).startswith("right")
    assert said(capsys, "unlockf", ("gopark", *right[1:])).startswith("not yet. The part “unlockf of the first”")
    order = parking.right_order(task("parking/order"), RULES)
    assert said(capsys, "order", order).startswith("right") and said(capsys, "order", order[::-1]).startswith("not yet")
    assert said(capsys, "end-of-line", parking.ready_last).startswith("right")
    assert said(capsys, "end-of-line", ready).startswith("not yet")
    assert said(capsys, "three-steps", lambda order: []).startswith("not yet")
    assert said(capsys, "commit", RULES["netpollblockcommit"]).startswith("not yet")
    assert said(capsys, "end-of-line", lambda rt, mp, gp: None) == said(capsys, "end-of-line", ...)
