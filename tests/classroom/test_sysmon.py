"""The exercises on sysmon: right answers counted by hand, and wrong ones that are told so."""

import pytest

from models.classroom import check, sysmon, task
from models.classroom.seeds import luck
from models.runtime.preempt import gopreempt_m
from models.runtime.runtime import RULES
from models.runtime.sysmon import retake_p

STUDENTS = [f"student {i}" for i in range(8)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"sysmon/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


@pytest.mark.parametrize("idle, delay, us", [(0, 5_120, 20), (1, 20, 20), (50, 20, 20), (51, 20, 40),
                                             (60, 10_000, 10_000),
                                             (59, 5_120, 10_000), (58, 2_560, 5_120)])
def test_a_pause_is_twenty_microseconds_or_twice_the_last(idle, delay, us):
    assert sysmon.pause(idle, delay) == us


@pytest.mark.parametrize("looks, answer", [(51, (20, 1_020)), (52, (40, 1_060)), (60, (10_000, 21_220))])
def test_the_pauses_add_up(looks, answer):
    assert sysmon.pauses({"looks": looks}, RULES) == answer


@pytest.mark.parametrize("same, over, queue, others, ms, fate", [
    (False, False, 3, 0, 1, "note"), (False, False, 0, 2, 12, "note"), (True, False, 3, 2, 0, "run"),
    (True, False, 0, 2, 9, "leave"), (True, False, 0, 2, 10, "idle"), (True, False, 0, 0, 0, "spin"),
    (True, False, 2, 0, 12, "run"), (False, True, 1, 1, 1, "run"), (False, True, 0, 1, 1, "leave"),
    (False, True, 0, 1, 11, "idle"), (False, True, 0, 0, 1, "spin")])
def test_a_p_is_taken_from_the_same_call_if_somebody_needs_it(same, over, queue, others, ms, fate):
    assert sysmon.fate(same, over, queue, others, ms) == fate


def test_there_are_four_ways_back():
    cases = ((False, False, 2), (True, True, 2), (True, False, 1), (True, False, 0))
    assert [sysmon.back(*case) for case in cases] == [
        *sysmon.WAYS]


@pytest.mark.parametrize("student", STUDENTS)
def test_each_student_has_all_four_ways(student):
    calls = sysmon.back_problem(luck("sysmon/back", student))
    assert sorted(sysmon.ways(calls, RULES)) == sorted(sysmon.WAYS)


@pytest.mark.parametrize("begins, answer", [(.1, (10, 20, 19.9)), (9.0, (10, 20, 11.0)),
                                            (5.5, (10, 20, 14.5))])
def test_a_slice_is_counted_from_the_look_that_notes_it(begins, answer):
    problem = {"begins": begins, "looks": list(range(0, 60, 10))}
    assert sysmon.asked_at(problem, RULES) == answer


@pytest.mark.parametrize("student", STUDENTS)
def test_a_log_is_in_order_and_read_by_its_times(student):
    problem = sysmon.log_problem(luck("sysmon/log", student))
    times = [int(line.split()[0]) for line in problem["log"]]
    assert times == sorted(times)
    assert sysmon.read_log(problem, RULES) == (times[2] - times[0], times[3] - times[0], times[5] - times[3])


@pytest.mark.parametrize("student", STUDENTS)
def test_without_patience_ps_are_taken_that_go_leaves(student):
    for case in sysmon.impatient_cases(luck("sysmon/impatient", student)):
        assert sysmon.retakes(retake_p, *case) == 0 < sysmon.impatient_right(*case)


@pytest.mark.parametrize("student", STUDENTS)
def test_a_loop_that_is_next_again_is_first_done_and_in_go_it_is_not(student):
    for case in sysmon.stopping_cases(luck("sysmon/next-again", student)):
        assert sysmon.stopping_right(*case)[0] == "long" != sysmon.order_with(gopreempt_m, *case)[0]


def test_the_first_short_one_waits_for_the_look_after_ten_milliseconds_or_for_the_end():
    go, off = sysmon.first_done({"long": 70, "short": [3, 1]}, RULES)
    assert go == pytest.approx(11.22 + 3) and off == pytest.approx(73)


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    problem = task("sysmon/slice")
    assert said(capsys, "slice", (0, 10, 10)).startswith("not yet. The part “when the slice is noted”")
    assert said(capsys, "slice", (10, 20, 10.0)).startswith("not yet. The part “how long the slice has")
    assert "begins" in problem
    assert said(capsys, "first-done", (10, 20)).startswith("not yet. The part “time with Go's rules”")
    assert said(capsys, "back", ["an idle P"]).startswith("not yet.")


def test_wrong_functions_are_told_the_first_case_that_goes_wrong(capsys):
    assert said(capsys, "pause", lambda idle, delay: 20).startswith("not yet. With idle=")
    assert said(capsys, "fate", lambda same_call, *rest: "run").startswith("not yet. With same_call=")
    assert "The rule has" in said(capsys, "next-again", gopreempt_m)
    assert "0" in said(capsys, "impatient", retake_p)


@pytest.mark.parametrize("exercise, nothing", [("impatient", lambda rt, mp, pp: None),
                                               ("next-again", lambda rt, mp, gp: None),
                                               ("pause", lambda idle, delay: None)])
def test_a_function_that_does_nothing_is_not_answered_yet(capsys, exercise, nothing):
    assert said(capsys, exercise, nothing) == "not answered yet."
