"""The exercises on data races: right answers worked out by hand, and wrong ones that are told so."""

import pytest

from models.classroom import check, races, task
from models.classroom.seeds import luck
from models.runtime.runtime import RULES

STUDENTS = [f"student {i}" for i in range(12)]
HIDDEN = [(0, "go", 1), (0, "write", "x"), (0, "lock", "mu"), (0, "unlock", "mu"),
          (1, "lock", "mu"), (1, "unlock", "mu"), (1, "write", "x")]
LATE = [(0, "go", 1), (1, "lock", "mu"), (1, "unlock", "mu"), (1, "write", "x"), (0, "write", "x")]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"races/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_joining_takes_the_larger_number_and_leaves_the_clocks_alone():
    one, other = {0: 2, 1: 5}, {1: 4, 2: 1}
    assert races.joined(one, other) == {0: 2, 1: 5, 2: 1} and (one, other) == ({0: 2, 1: 5}, {1: 4, 2: 1})


def test_what_is_known_happens_before():
    assert races.happen_before([(2, 3), (2, 4), (2, 5), (1, 1), (0, 3)], {0: 4, 2: 4}) == [(2, 3), (2, 4), (0, 3)]


def test_the_clocks_of_a_trace_and_its_races_by_hand():
    problem = {"trace": [*HIDDEN, (0, "go", 2), (2, "read", "x")]}
    assert races.last_clocks(problem, RULES) == [{0: 4}, {0: 2, 1: 2}, {0: 3, 2: 1}]
    assert races.pairs(problem, RULES) == [(6, 8)]
    assert races.racing(HIDDEN) == [] and races.racing(LATE) == [(3, 4)]


def test_a_checker_of_locks_reports_what_is_ordered_without_one():
    assert races.lockset(HIDDEN) == [(1, 6)] and races.lockset(LATE) == [(3, 4)]
    both = [(0, "go", 1), (0, "lock", "a"), (0, "write", "x"), (0, "unlock", "a"), (1, "lock", "a"), (1, "write", "x")]
    assert races.lockset(both) == [] == races.racing(both)


@pytest.mark.parametrize("student", STUDENTS)
def test_in_each_students_trace_something_races_and_something_does_not(student):
    for exercise in ("clocks", "pairs", "lockset"):
        problem = races.trace_problem(luck(f"races/{exercise}", student))
        assert 1 <= len(races.pairs(problem, RULES)) <= 4 and len(problem["lines"]) == len(problem["trace"]) <= 20
        raced, reported = races.two_rules(problem, RULES)
        assert raced <= reported


def test_who_is_in_the_cells():
    problem = {"readers": [5, 6, 7, 8, 9, 1], "given up": [2, 2], "unknown": 7}
    assert races.four_cells(problem, RULES) == ([5, 6, 1, 8], False)
    assert races.four_cells(problem | {"unknown": 1}, RULES) == ([5, 6, 1, 8], True)


def test_two_can_come_out_however_often_they_count():
    assert [races.finals(n) for n in (1, 2, 3)] == [[1, 2], [2, 3, 4], [2, 3, 4, 5, 6]]


def test_who_receives_first_meets_nobody():
    assert races.tried(races.mended) == {"writes by main": 1, "endings": ["END"], "pairs that can meet": 0}
    assert races.tried(lambda: [("write", 0), ("recv", 0)])["pairs that can meet"] == 1
    assert races.tried(lambda: None) is None


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    clocks = races.last_clocks(task("races/clocks"), RULES)
    assert said(capsys, "clocks", [clocks[0], clocks[1], {}]) == "not yet. The part “clock of g2” is not {}."
    assert said(capsys, "clocks", clocks).startswith("right.")
    assert said(capsys, "pairs", [(0, 1)] * len(races.pairs(task("races/pairs"), RULES))).startswith("not yet.")
    raced, reported = races.two_rules(task("races/lockset"), RULES)
    assert said(capsys, "lockset", (reported, reported)).startswith("not yet. The part “pairs that race”")
    assert said(capsys, "lockset", (raced, reported)).startswith("right.")
    cells, reported = races.four_cells(task("races/four-cells"), RULES)
    assert said(capsys, "four-cells", (cells, not reported)).startswith("not yet. The part “whether a race is reported”")


def test_wrong_functions_are_told_the_first_case_that_goes_wrong(capsys):
    assert said(capsys, "join", lambda clock, other: {**clock, **other}).startswith("not yet. With clock=")
    assert said(capsys, "before", lambda steps, clock: [
        (g, epoch) for g, epoch in steps if clock.get(g, 0) > epoch]).startswith("not yet. With steps=")
    assert said(capsys, "detector", races.lockset).startswith("not yet. With trace=")
    assert said(capsys, "detector", races.racing).startswith("right.")
    assert said(capsys, "lost-updates", lambda times: list(range(times, 2 * times + 1))).startswith("not yet. With times=3")
    wrong_order = said(capsys, "mend", lambda: [("write", 0), ("recv", 0)])
    assert wrong_order.startswith("not yet. With no arguments your function leaves `pairs that can meet` at 1")
    assert said(capsys, "mend", races.mended).startswith("right.")
