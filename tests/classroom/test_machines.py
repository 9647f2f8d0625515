"""The exercises on the life of a thread: right answers counted by hand, and wrong ones that are told so."""

import pytest

from models.classroom import check, machines, task
from models.classroom.seeds import luck
from models.runtime.m import mget
from models.runtime.runtime import RULES

STUDENTS = [f"student {i}" for i in range(12)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"machines/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_detail_counts_by_p_g_and_list():
    line = machines.line
    lines = [line(1), line(2, 0, 17), line(3, None, 18), line(4, 1, spins=True), line(5, blocked=True),
             line(6, blocked=True, lockedg=19), line(7, blocked=True)]
    assert machines.read_detail({"lines": lines}, RULES) == (1, 1, 1, 2)


@pytest.mark.parametrize("student", STUDENTS)
def test_in_each_detail_all_kinds_are_there(student):
    lines = machines.detail_problem(luck("machines/read-detail", student))["lines"]
    assert all(n > 0 for n in machines.read_detail({"lines": lines}, RULES))
    assert lines[0].startswith("M1: p=nil curg=nil")
    assert any("lockedg=nil" not in line for line in lines)


@pytest.mark.parametrize("waves, right", [
    ([2, 5, 3], (6, 5)), ([4, 2], (5, 4)), ([9], (10, 9)), ([3, 3, 6, 2], (7, 6))])
def test_the_largest_wave_decides(waves, right):
    assert machines.threads_of({"waves": waves}, RULES) == right


def test_alive_is_made_less_ended():
    new, woken = ("startm", 1, 0, 0, 1, 1, 1, 1), ("startm", 2, 0, 0, 1, 1, 1, 0)
    assert machines.alive([new, ("stopm", 2, 1, None), woken, new, ("mexit", 3, 1, 1)]) == 2
    ends = {machines.alive(case[0]) for case in machines.trace_cases(luck("machines/alive", "ada"))}
    assert len(ends) > 2, "a constant would not do"


def test_the_last_to_sleep_is_woken():
    happens = ["M3 sleeps", "M5 sleeps", "wake", "M4 sleeps", "wake", "wake"]
    assert machines.woken({"happens": happens}, RULES) == [5, 4, 3]


@pytest.mark.parametrize("student", STUDENTS)
def test_somebody_sleeps_at_every_wake_and_the_order_matters(student):
    happens = machines.woken_problem(luck("machines/woken", student))["happens"]
    asleep = 0
    for one in happens:
        asleep += -1 if one == "wake" else 1
        assert asleep >= 0
    fifo = [int(one.split()[0][1:]) for one in happens if one != "wake"]
    right = machines.woken({"happens": happens}, RULES)
    assert right != fifo[:len(right)]


@pytest.mark.parametrize("student", STUDENTS)
def test_in_each_students_first_case_the_two_lists_differ(student):
    procs, sizes = machines.longest_cases(luck("machines/longest", student))[0]
    assert machines.woken_with(mget, procs, sizes) != machines.woken_longest(procs, sizes)


def test_without_the_chain_two_threads_do_it_all():
    assert machines.quiet_threads({"procs": 5, "goroutines": 30}, RULES) == (5, 2)


@pytest.mark.parametrize("student", STUDENTS)
def test_by_gos_rule_each_p_gets_a_thread(student):
    problem = machines.quiet_problem(luck("machines/quiet", student))
    assert machines.quiet_threads(problem, RULES) == (problem["procs"], 2)


@pytest.mark.parametrize("pairs, right", [
    ([(1, 0)], (1, 1)), ([(1, 1)], (0, 0)), ([(2, 1), (1, 2), (3, 3), (3, 0)], (2, 2))])
def test_locks_count(pairs, right):
    assert machines.ended({"pairs": pairs}, RULES) == right


@pytest.mark.parametrize("gomaxprocs, idle, spinning, may", [(4, 0, 1, True), (4, 0, 2, False), (4, 2, 1, False),
                                                             (3, 0, 1, True), (1, 0, 0, True), (8, 7, 1, False)])
def test_fewer_than_half_of_the_busy(gomaxprocs, idle, spinning, may):
    assert machines.may_spin(gomaxprocs, idle, spinning) is may


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    runs, calls, spins, sleeps = machines.read_detail(task("machines/read-detail"), RULES)
    assert said(capsys, "read-detail", (runs, calls + 1, spins, sleeps)).startswith(
        "not yet. The part “Ms in a system call” is not")
    waves = task("machines/waves")["waves"]
    assert said(capsys, "waves", (1 + sum(waves), sum(waves))).startswith("not yet. The part “threads at the end”")
    assert said(capsys, "woken", [99] * 3).startswith("not yet.")
    assert said(capsys, "locks", (0, 0)).startswith("not yet. The part “Ms that end” is not 0")


def test_wrong_functions_are_told_the_first_case_that_goes_wrong(capsys):
    assert "The rule has" in said(capsys, "longest", mget)
    assert said(capsys, "longest", lambda rt: None) == said(capsys, "longest", ...)
    assert said(capsys, "longest", machines.longest).startswith("right.")
    assert said(capsys, "alive", lambda trace: 1).startswith("not yet. With trace=[")
    assert said(capsys, "may-spin", lambda gomaxprocs, idle, spinning_now: spinning_now < gomaxprocs).startswith(
        "not yet. With gomaxprocs=")
