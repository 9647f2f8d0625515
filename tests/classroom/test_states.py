"""The exercises on the states of a G: right answers counted by hand, and wrong ones that are told so."""

import pytest

from models.classroom import check, states, states_beliefs, task
from models.classroom.seeds import luck
from models.runtime.park import gosched_m, goyield_m
from models.runtime.runtime import RULES

STUDENTS = [f"student {i}" for i in range(12)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"states/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_a_life_is_told_call_by_call():
    assert states.statuses(["Gosched", "system call", "receive"]) == [
        "runnable", "running", "runnable", "running", "syscall", "running",
        "waiting", "runnable", "running", "dead"]
    assert states.count({"calls": ["sleep", "Gosched", "receive", "system call"]}, RULES) == (4, 5, 2)


@pytest.mark.parametrize("student", STUDENTS)
def test_the_beliefs_change_the_ways_that_the_model_goes(student):
    problem = states.calls_problem(luck("states/count", student))
    assert states_beliefs.counted(problem, states_beliefs.GO) == states.count(problem, RULES)


@pytest.mark.parametrize("student", STUDENTS)
def test_a_walk_has_exactly_one_step_that_there_is_not(student):
    walk = states.path_problem(luck("states/first-illegal", student))["statuses"]
    bad = [step for step in zip(walk, walk[1:]) if step not in states.EDGES]
    assert bad == [states.first_illegal({"statuses": walk}, RULES)]
    assert 10 <= len(walk) <= 14 and len(set(walk)) >= 4


@pytest.mark.parametrize("old, new, n", [("waiting", "dead", 2), ("runnable", "dead", 2), ("dead", "waiting", 1),
                                         ("running", "running", 0), ("dead", "idle", None)])
def test_how_far_it_is_from_one_status_to_another(old, new, n):
    assert states.steps_between(states.EDGES, old, new) == n


def test_a_dump_counts_by_status_and_not_by_reason():
    lines = ["G17: status=1(sleep) m=nil lockedm=nil", "G18: status=2(chan receive) m=3 lockedm=nil",
             "G19: status=4(sleep) m=nil lockedm=nil", "G20: status=3() m=4 lockedm=nil", "G21: status=6() m=nil"]
    assert states.read_dump({"lines": lines}, RULES) == (1, 1, 18)


def test_the_largest_wave_needs_the_most_gs():
    assert states.gs_made({"waves": [3, 5, 4]}, RULES) == (6, 13)


@pytest.mark.parametrize("student", STUDENTS)
def test_in_each_students_first_case_the_two_queues_differ(student):
    n, times = states.yield_cases(luck("states/own-queue", student))[0]
    assert states.order_with(gosched_m, n, times) != states.order_with(goyield_m, n, times)


def test_goroutines_that_wait_for_nothing_are_lost():
    assert states.lost({"n": 3, "times": 2}, RULES) == ("DEADLOCK", 9)


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    calls = task("states/count")["calls"]
    right = states.count({"calls": calls}, RULES)
    assert said(capsys, "count", (right[0], right[1], right[2] + 1)).startswith(
        "not yet. The part “times it becomes waiting” is not")
    assert said(capsys, "first-illegal", ("running", "runnable")).startswith("not yet.")
    assert said(capsys, "gosched-waits", ("END", 0)).startswith(
        "not yet. The part “how the program ends” is not 'END'. You may think that `schedule` wakes somebody.")
    gs, goid = states.gs_made(task("states/same-g"), RULES)
    assert said(capsys, "same-g", (goid, goid)).startswith("not yet. The part “gs that there are at the end”")


def test_wrong_functions_are_told_the_first_case_that_goes_wrong(capsys):
    def runs_at_once(calls):
        return ["runnable", "running"] + ["waiting", "running"] * len(calls) + ["dead"]

    def along_one_edge(edges, old, new):
        return 1 if (old, new) in edges else 7
    assert said(capsys, "statuses", runs_at_once).startswith("not yet. With calls=[")
    assert said(capsys, "steps-between", along_one_edge).startswith("not yet. With edges=")
    assert "The rule has" in said(capsys, "own-queue", gosched_m)
    assert said(capsys, "own-queue", goyield_m).startswith("right.")
