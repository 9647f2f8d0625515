"""The exercises on the reasons for the rules: right answers, and wrong ones that are told so."""

import pytest

from models.classroom import check, why
from models.classroom.seeds import luck
from models.runtime import runq
from models.runtime.runtime import RULES
from models.study.measure.whatif_turns import CHANGES

STUDENTS = [f"student {i}" for i in range(6)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"why/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_jains_index_is_one_over_n_where_one_has_all():
    assert [why.jain(shares) for shares in ([3, 3, 3], [9, 0, 0, 0], [1, 2, 3])] == [1.0, .25, .857]


def test_the_99th_percentile_is_one_of_the_waits():
    assert why.p99(list(range(1, 101))) == 99 and why.p99([5]) == 5 and why.p99([1, 1000]) == 1000


@pytest.mark.parametrize("student", STUDENTS)
def test_one_who_yields_is_back_after_a_tick(student):
    problem = why.turn_problem(luck("why/turns", student))
    assert why.before_main(problem, RULES) == tuple(tick - 1 for tick in problem["ticks"])


@pytest.mark.parametrize("student", STUDENTS)
def test_without_runnext_an_answer_comes_after_all_others(student):
    problem = why.pair_problem(luck("why/pairs", student))
    assert why.to_answer(problem, RULES) == (1, 2 * problem["pairs"] - 1)


@pytest.mark.parametrize("student", STUDENTS)
def test_a_smaller_ring_spills_as_gos_does(student):
    problem = why.ring_problem(luck("why/ring", student))
    size, n = problem["runq_size"], problem["n"]
    assert why.spilled(problem, RULES) == (size // 2 + 1, n - 1 - (size // 2 + 1))


@pytest.mark.parametrize("student", STUDENTS)
def test_guests_starve_where_the_global_queue_or_runnext_is_never_over(student):
    problem = why.guest_problem(luck("why/guests", student))
    starves = ("1 for 61", "new slice")
    assert why.guests(problem, RULES) == [1 if name in starves else 2 for name in problem["changes"]]


@pytest.mark.parametrize("student", STUDENTS)
def test_counts_name_their_change(student):
    names = why.which(why.which_problem(luck("why/which", student)), RULES)
    assert len(set(names)) == 4 and set(names) <= set(CHANGES)


def test_one_spinner_is_enough_and_may_go_on():
    assert [why.one_spinner(*case) for case in ((False, 0), (False, 1), (True, 0), (True, 2))] == [
        True, False, True, True]


def test_after_three_from_runnext_comes_one_of_the_ring():
    assert [why.limited(*case) for case in ((1, 8), (2, 9), (0, 5))] == ["NNNRNNNN", "NNNRNNNRN", "NNNNN"]


@pytest.mark.parametrize("student", STUDENTS)
def test_a_smaller_ring_uses_the_global_queue_more_often(student):
    own, go = why.bench(why.bench_problem(luck("why/bench", student)), RULES)
    assert own > 3 * go and isinstance(own, int)


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    assert "“turns without `runnext`”" in said(capsys, "pairs", (1, 4)).replace("<code>", "`")
    assert "“Gs in the global queue”" in said(capsys, "ring", (4, 6))
    assert said(capsys, "three", runq.runqget).startswith("not yet. With ring=")
    assert said(capsys, "three", lambda rt, pp: None) == "not answered yet."
    assert "The rule gives True" in said(capsys, "one-spinner", lambda rt, mp: rt.sched.nmspinning == 0)
    assert said(capsys, "jain", lambda shares: sum(shares) / len(shares)).startswith("not yet.")
    assert said(capsys, "guests", ["two"]).startswith("not yet.")
