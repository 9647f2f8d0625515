"""Questions: the right choice is what happens next, each wrong one is what a belief would do."""

import pytest

from models.runtime.constants import Constants
from models.runtime.events import read
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.study import fold
from models.study.beliefs import answers
from models.study.beliefs.predictions import ROWS, asked, choices
from models.study.choosers import seeded
from models.study.runs import START_TICK, spawn_run
from models.study.wrong import WRONG
from models.view.scenes.asks import question_of

from ..rounds import rounds

RUNS = {(procs, n): spawn_run(procs, n, seed=2).trace
        for procs, n in ((1, 10), (1, 300), (2, 600), (4, 40), (4, 700))}


def questions(procs: int, n: int, most: int = 9) -> dict[str, tuple]:
    """Name -> (args, choices, the event asked about)."""
    trace = asked(RUNS[procs, n], procs, schedtick=START_TICK, most=most)
    return {event[4]: (event[5], event[6], trace[i + 1])
            for i, event in enumerate(trace) if event[0] == "question"}


def rules_give_the_right_choice(trace: list, procs: int) -> int:
    """Wherever something can be asked, Go's own rules say what the trace does; how often that was."""
    rt = fold.folded((), procs, START_TICK)
    checked = 0
    for i, event in enumerate(trace):
        for row in ROWS:
            if row.name != "victim" and row.fits(trace, i) and checked < 400:
                checked += 1
                assert row.belief(fold.under(rt), read(event)) == row.truth(trace, i), (row.name, i)
        fold.apply(rt, event)
    return checked


@pytest.mark.parametrize("procs, n", RUNS)
def test_gos_own_rules_give_the_right_choice_everywhere(procs, n):
    assert rules_give_the_right_choice(RUNS[procs, n], procs) > 5


@pytest.mark.parametrize("procs, n, times", [(1, 5, 4), (3, 150, 3)])
def test_where_gs_are_used_again_too(procs, n, times):
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(2))
    Machine(rt, rounds, n, times).run()
    made = [event[4] for event in rt.trace if event[0] == "newproc"]
    assert len(made) == n * times > len(set(made))
    assert rules_give_the_right_choice(rt.trace, procs) > 5
    questions = [event for event in asked(rt.trace, procs, schedtick=START_TICK) if event[0] == "question"]
    assert len(questions) >= 2
    assert all([belief for *_, belief in event[6]].count("") == 1 for event in questions)


def test_ten_on_one_p_ask_who_runs_after_main_and_who_then():
    found = questions(1, 10)
    assert found["next"][1] == (("predict.choice.g", {"g": 2}, "fifo-spawn"),
                                ("predict.choice.g", {"g": 11}, ""))
    assert found["ring"][1] == (("predict.choice.g", {"g": 2}, ""),
                                ("predict.choice.g", {"g": 10}, "lifo-ring"))
    assert list(found) == ["next", "ring"]


def test_the_overflow_is_asked_about_before_the_go_statement():
    args, offered, event = questions(1, 300)["overflow"]
    assert event[0] == "newproc"
    assert args == {"p": 0, "by": 1, "g": 259, "kicked": 258}
    assert {belief: label["gs"] for _, label, belief in offered} == {
        "": "G2–G129, G258", "overflow-only-new-one": "G258",
        "overflow-newer-half": "G130–G258"}


def test_the_tick_and_the_batch_are_asked_about():
    found = questions(1, 300)
    assert found["tick"][0] == {"p": 0, "tick": 61}
    assert {label for label, _, _ in found["tick"][1]} == {
        "predict.choice.global", "predict.choice.ring"}
    args, offered, _ = questions(2, 600)["batch"]
    assert args == {"p": 1, "of": 129, "procs": 2, "n": 65}
    assert {belief: label["n"] for _, label, belief in offered} == {
        "": 65, "global-one-at-a-time": 1, "global-all": 128}


def test_a_steal_is_asked_about_by_count_and_by_who_runs_first():
    found = questions(2, 600)
    args, offered, event = found["steal-count"]
    assert args["of"] % 2 and len(offered) == 3  # of an odd number the beliefs differ most
    assert [label["n"] for _, label, belief in offered if not belief] == [len(read(event).gs)]
    args, offered, event = found["steal-first"]
    assert [label["g"] for _, label, belief in offered if not belief] == [read(event).gs[-1]]


def test_two_ps_leave_no_choice_of_victims():
    assert "victim" not in questions(2, 600)
    assert "victim" in questions(4, 40)


def test_where_every_belief_agrees_with_go_there_is_no_question():
    row = ROWS[0]
    grab = ("runqgrab", 0, 1, 1, 0, 0, (2,), 0)
    trace = [("newproc", 0, 0, 0, g, 1) for g in (2, 3)]
    trace += [("runqput", 0, 0, 0, g, g - 2) for g in (2, 3)]
    before = fold.folded(trace, 2)
    assert len(choices(row, before, [grab], 0)) == 1  # of two Gs all believers take one
    run = [*trace, grab, ("execute", 0, 0, 1, 2, 0, 1)]
    assert [event[4] for event in asked(run, 2, schedtick=0) if event[0] == "question"] == [
        "steal-first"]


@pytest.mark.parametrize("procs, n", RUNS)
def test_questions_add_nothing_but_themselves(procs, n):
    trace = asked(RUNS[procs, n], procs, schedtick=START_TICK)
    asks = [event for event in trace if event[0] == "question"]
    assert [event for event in trace if event[0] != "question"] == RUNS[procs, n]
    assert 2 <= len(asks) <= 5
    assert len({event[4] for event in asks}) == len(asks)
    assert not any(a[0] == b[0] == "question" for a, b in zip(trace, trace[1:]))


def test_a_small_figure_asks_the_first_kinds_of_the_table():
    assert list(questions(4, 40, most=1)) == ["steal-count"]
    assert questions(4, 40, most=0) == {}
    with pytest.raises(ValueError, match="most is -1; it must be 0 or more"):
        asked([], 1, schedtick=0, most=-1)


def test_a_step_that_the_trace_does_not_finish_is_not_asked_about():
    trace = RUNS[1, 10]
    end = [event[0] for event in trace].index("getnext", 5) + 1
    assert asked(trace[:end], 1, schedtick=START_TICK) == trace[:end]


def test_what_another_p_runs_in_between_is_not_the_answer():
    trace = [("getnext", 0, 0, 0, 5), ("execute", 0, 1, 1, 7, 0, 1), ("execute", 0, 0, 0, 5, 1, 1)]
    assert answers.ran(trace, 0) == answers.goroutine(5)


def test_constants_are_those_of_the_run():
    const = Constants(runq_size=4)
    trace = spawn_run(1, 8, seed=0, const=const).trace
    event = next(e for e in asked(trace, 1, schedtick=START_TICK, const=const)
                 if e[0] == "question" and e[4] == "overflow")
    assert ("predict.choice.gs", {"n": 3, "gs": "G2–G3, G6"}, "") in event[6]


@pytest.mark.parametrize("procs, n", RUNS)
def test_in_words_one_choice_is_right_and_the_others_say_what_was_believed(procs, n):
    for event in asked(RUNS[procs, n], procs, schedtick=START_TICK):
        if event[0] == "question":
            question = question_of(event)
            assert [choice.right for choice in question.choices].count(True) == 1
            assert all(bool(choice.belief) != choice.right for choice in question.choices)
            assert len({choice.label for choice in question.choices}) == len(question.choices)


def test_a_question_in_words():
    args, offered, _ = questions(1, 10)["next"]
    question = question_of(("question", 0, 0, 0, "next", args, offered))
    assert question.ask == "P0 is free to run another G. Which one runs next?"
    assert [choice.label for choice in question.choices] == ["G2", "G11"]


@pytest.mark.parametrize("gs, text", [
    ((), ""), ((5,), "G5"), ((2, 3, 4, 9), "G2–G4, G9"), ((4, 3), "G4, G3"),
    ((1, 3, 5, 7, 9), "G1, G3, G5, G7, …")])
def test_gs_in_a_row_are_drawn_together(gs, text):
    assert answers.ranges(gs) == text


def test_every_belief_that_is_asked_about_is_a_wrong_model():
    assert {belief for row in ROWS for belief in row.beliefs} == set(WRONG)
