"""The exercises on locks: right answers counted by hand, and wrong ones that are told so."""

import pytest

from models.classroom import check, locks, task
from models.classroom.seeds import luck
from models.runtime.runtime import RULES
from models.runtime.semaroot import semaRoot_queue

STUDENTS = [f"student {i}" for i in range(12)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"locks/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_a_state_is_read_bit_by_bit():
    assert locks.read_state({"state": 8 * 5 + 3}, RULES) == (5, 0, 1, 1)
    assert locks.read_state({"state": 8 * 2 + 5}, RULES) == (2, 1, 0, 1)


@pytest.mark.parametrize("state, starving, awoke, new", [
    (0, False, False, 1), (1, False, False, 9), (8, False, False, 9), (10, False, True, 9), (11, False, True, 17),
    (11, True, True, 21), (10, True, True, 9), (12, False, False, 20)])
def test_a_state_becomes_locked_or_waited_for(state, starving, awoke, new):
    assert locks.new_state(state, starving, awoke) == new


@pytest.mark.parametrize("case, spins", [
    ((0, 2, 0, 0, 0), True), ((3, 2, 0, 0, 0), True), ((4, 2, 0, 0, 0), False), ((0, 1, 0, 0, 0), False),
    ((0, 4, 3, 0, 0), False), ((0, 4, 2, 0, 0), True), ((0, 4, 2, 1, 0), False), ((0, 4, 0, 0, 1), False)])
def test_one_spins_where_another_p_works_and_its_own_has_nothing_to_do(case, spins):
    assert locks.may_spin(*case) is spins


def test_the_orders_are_those_of_the_page():
    assert locks.order({"waiters": 2, "micros": 2000, "times": 2}, RULES) == ["main", "2", "3", "main"]
    assert locks.ran(2, 50, 2) == ["main", "main", "2", "3"]
    assert locks.impatient({"waiters": 2, "times": 3}, RULES) == ["main", "2", "3", "main", "main"]
    assert locks.backed(3, 1) == ["main", "3", "4", "2"]


def test_a_root_is_the_address_by_8_modulo_251():
    assert [locks.root_of(at) for at in (0, 7, 8, 2000, 2008, 2019)] == [0, 0, 1, 250, 0, 1]
    problem = {"waiting": {4: 2, 2012: 3, 12: 5, 4020: 1}, "asked": 4}
    assert locks.count_root(problem, RULES) == (6, 3)


def test_the_least_ticket_is_at_the_top_on_either_side():
    assert locks.shape({"tickets": {5: 31, 2: 11, 1: 13, 9: 21, 7: 23}}, RULES) == (2, 1, 9)
    assert locks.shape({"tickets": {1: 11, 2: 13}}, RULES) == (1, 0, 2)


def test_a_line_is_joined_at_both_ends():
    assert locks.left_in_line({"steps": ["G2 behind", "G3 behind", "G4 front", "out", "G5 behind"]}, RULES) == [
        "G2", "G3", "G5"]


@pytest.mark.parametrize("student", STUDENTS)
def test_each_students_problems_are_worth_asking(student):
    roots = task("locks/roots", student)
    nwait, nodes = locks.count_root(roots, RULES)
    assert 3 <= nodes < len(roots["waiting"]) and nwait < sum(roots["waiting"].values())
    assert {locks.may_spin(*case) for case in locks.spin_cases(luck("locks/may-spin", student))} == {True, False}
    problem = task("locks/line", student)
    line = locks.left_in_line(problem, RULES)
    assert len(line) >= 3 and line != sorted(line), "it shows that one came in front"
    for case in locks.back_cases(luck("locks/back", student))[:2]:
        assert locks.backed(*case) != locks.ran(case[0], 50, case[1])


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    right = locks.read_state(task("locks/read-state"), RULES)
    assert "The part “locked”" in said(capsys, "read-state", (*right[:3], 1 - right[3]))
    assert "nodes in its tree" in said(capsys, "roots", (locks.count_root(task("locks/roots"), RULES)[0], 1))
    assert said(capsys, "order", ["main"]).startswith("not yet. ")
    assert "With spins=" in said(capsys, "may-spin", lambda spins, procs, idle_ps, spinning, own: spins < 4)
    assert "With address=" in said(capsys, "root", lambda address: address % 251)
    assert "The rule has" in said(capsys, "back", semaRoot_queue)
    assert said(capsys, "back", lambda *args: None) == "not answered yet."
    assert said(capsys, "back", locks.back_of_line).startswith("right.")
