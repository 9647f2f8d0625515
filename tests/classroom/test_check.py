"""What a check says: right, not answered yet, or what is wrong, but never what to write."""

import re

import pytest

from models.classroom import check, task
from models.classroom.check import EXERCISES
from models.classroom.exercise import Function, Prediction
from models.classroom.seeds import luck
from models.runtime import runq
from models.runtime.runtime import RULES
from models.study.wrong import WRONG

STUDENTS = ("ada", "grace", "linus")
PREDICTIONS = [name for name, exercise in EXERCISES.items() if isinstance(exercise, Prediction)]
FUNCTIONS = [name for name, exercise in EXERCISES.items() if isinstance(exercise, Function)]


def named(exercise: str) -> str:
    return exercise if "/" in exercise else f"run-queues/{exercise}"


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    """What the check prints, without the exercise's name; one of run queues needs no page before it."""
    name = named(exercise)
    check(name, answer, student)
    out = capsys.readouterr().out
    assert out.startswith(f"{name}: ") and out.count("\n") == 1
    return out.split(": ", 1)[1].strip()


def right(exercise: str, student: str, rules=RULES):
    """The answer of one who holds these rules."""
    found = EXERCISES[named(exercise)]
    return found.right(found.problem(luck(named(exercise), student)), rules)


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("nothing", [None, ...])
def test_an_exercise_not_answered_says_so(capsys, exercise, nothing):
    assert said(capsys, exercise, nothing) == "not answered yet."


@pytest.mark.parametrize("exercise", FUNCTIONS)
def test_a_function_not_written_yet_says_so(capsys, exercise):
    def stub(*args): ...
    assert said(capsys, exercise, stub) == "not answered yet."


@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("exercise", PREDICTIONS)
def test_the_models_own_answer_is_right(capsys, exercise, student):
    assert said(capsys, exercise, right(exercise, student), student) == "right. The model gives the same."
    assert said(capsys, exercise, list(right(exercise, student)), student).startswith("right.")


# A wrong answer: what it comes from, and what is said about it.

BELIEVED = [
    ("read-ring", "fifo-spawn", "The part “the G that runs first” is not"),
    ("read-ring", "lifo-ring", "The part “the G that runs second” is not"),
    ("order", "fifo-spawn", "The entry at place 1, counted from 1, is not 0."),
    ("order", "lifo-ring", "The entry at place 2, counted from 1, is not"),
    ("overflow", "overflow-only-new-one", "The part “Gs in the global queue” is not"),
    ("overflow", "overflow-newer-half", "The part “the goroutine at the ring's head” is not 0."),
    ("overflow", "fifo-spawn", "The part “Gs in the ring” is not"),
    ("doors", "never-ticks", "The entry at place "),
    ("doors", "runs-oldest-stolen", "The entry at place "),
]


@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("exercise, belief, message", BELIEVED)
def test_a_wrong_prediction_is_told_its_first_wrong_part_and_the_belief(
        capsys, exercise, belief, message, student):
    text = said(capsys, exercise, right(exercise, student, WRONG[belief]), student)
    assert text.startswith(f"not yet. {message}")
    assert "You may think" in text
    assert repr(right(exercise, student)) not in text


@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("exercise", ["read-ring", "overflow", "steals", "lone-g", "read-trace"])
@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_wrong_part_is_named_and_its_value_not_told(capsys, exercise, part, student):
    answer = list(right(exercise, student))
    if part >= len(answer):
        part = len(answer) - 1
    answer[part], want = 7777, answer[part]
    text = said(capsys, exercise, answer, student)
    assert text.startswith("not yet. The part “") and text.endswith("is not 7777.")
    assert not re.search(rf"\b{want}\b", text)


@pytest.mark.parametrize("exercise, answer, message", [
    ("order", [0], "not yet. The answer has 7 entries, and this has 1."),
    ("order", 5, "not yet. The answer is a list in order, and this is of type int."),
    ("order", "6012345", "not yet. The answer is a list in order, and this is of type str."),
    ("steals", 5, "not yet. The answer is a tuple of these, in this order: steals by Go's rule, "
                  "steals when a thief takes one, and this is of type int."),
    ("read-ring", {}, "not yet. The answer is a tuple of these, in this order: Gs that wait in the "
                      "ring, the G that runs first, the G that runs second, and this is of type dict."),
    ("read-ring", (6.0, 23, 60), "not yet. The part “Gs that wait in the ring” is not 6.0."),
    ("lone-g", ("long", 1), "not yet. The part “nanoseconds by Go's rule” is not 'long'."),
    ("order", [object()] * 7, "not yet. The entry at place 1, counted from 1, is not something of "
                              "type object."),
    ("steal-order", 3, "not yet. The answer is a function, and this is of type int."),
])
def test_an_answer_of_another_form_is_told_the_form(capsys, exercise, answer, message):
    assert said(capsys, exercise, answer) == message


def test_a_number_within_a_tenth_is_near_enough_where_the_exercise_says_so(capsys):
    ns = task("run-queues/lone-g")["ns"]
    assert said(capsys, "lone-g", (ns, 2 * ns)).startswith("right.")
    assert said(capsys, "lone-g", (ns * 0.8, 2 * ns)).startswith("not yet.")
    assert said(capsys, "lone-g", (ns, 3 * ns)) == (
        f"not yet. The part “nanoseconds with half rounded down” is not {3 * ns}.")


# Functions: each wrong one, and where it goes wrong first.

WRITTEN = [
    ("steal-order", lambda r, n: [(r + i) % n for i in range(n)], "at place 2"),
    ("steal-order", lambda r, n: [r % n], "entries. The rule gives"),
    ("steal-order", lambda r, n: [*range(n)], "at place 1, counted from 1. The rule has"),
    ("steal-order", lambda r, n: f"{r}", "your function gives"),
    ("next-tick", lambda schedtick, inherits: -schedtick % 61, "your function gives"),
    ("next-tick", lambda schedtick, inherits: 7, "your function gives 7. The rule gives"),
    ("next-tick", lambda schedtick, inherits: 0, "With schedtick="),
    ("next-tick", lambda schedtick, inherits: len(inherits), "your function gives"),
    ("next-tick", lambda schedtick, inherits: 1 // 0, "your function stops with ZeroDivisionError: "),
    ("next-tick", lambda: 0, "your function stops with TypeError: "),
    ("steal-one", RULES["runqgrab"], "your function leaves `runs` at"),
    ("steal-one", WRONG["takes-from-tail"]["runqgrab"], "your function leaves `runs` at"),
    ("steal-one", WRONG["runnext-stolen-first"]["runqgrab"], "your function leaves `runs` at"),
    ("steal-one", lambda rt, victim, pp, steal_runnext: 1, "this one has no yield"),
]


@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("exercise, answer, message", WRITTEN)
def test_a_wrong_function_is_told_the_first_case_that_goes_wrong(
        capsys, exercise, answer, message, student):
    text = said(capsys, exercise, answer, student)
    assert text.startswith("not yet. With ") and message in text
    assert not re.search(r"//|%|return|\bdef\b|min\(|range\(", text.replace("by zero", ""))


def test_a_case_is_not_spoilt_by_the_function_that_is_tried(capsys):
    def greedy(schedtick, inherits):
        inherits.clear()
        return 0
    assert "inherits=[]" not in said(capsys, "next-tick", greedy)


def test_a_steal_of_two_is_no_steal_of_one(capsys):
    def steal_two(rt, victim, pp, steal_runnext):
        if victim.runqtail - victim.runqhead < 2:
            return (yield from runq.runqgrab(rt, victim, pp, steal_runnext))
        for i in range(2):
            pp.runq[pp.runqtail + i] = victim.runq[victim.runqhead + i]
        victim.runqhead += 2
        return 2
    assert "your function leaves `runs` at 2. The rule leaves it at 1." in said(
        capsys, "steal-one", steal_two)


# Who asks, and for what.

def test_an_unknown_exercise_is_told_the_known_ones():
    known = "There is no exercise run-queues/nap; there are run-queues/read-ring, run-queues/order,"
    with pytest.raises(ValueError, match=known):
        check("run-queues/nap", 1)
    with pytest.raises(ValueError, match=known):
        task("run-queues/nap")
    with pytest.raises(ValueError, match="There is no exercise runqueues/order; there are threads/count, "):
        task("runqueues/order")


def test_a_function_exercise_has_no_problem_of_ones_own():
    with pytest.raises(ValueError, match="run-queues/steal-order has no problem of your own"):
        task("run-queues/steal-order")


@pytest.mark.parametrize("student", ["", None, 7])
def test_a_student_has_a_name(student):
    with pytest.raises(ValueError, match="give a name, as text"):
        check("run-queues/order", [1], student)


@pytest.mark.parametrize("exercise", PREDICTIONS)
def test_a_student_has_the_same_problem_for_ever_and_others_have_others(exercise):
    problems = [task(exercise, f"student {i}") for i in range(12)]
    assert problems == [task(exercise, f"student {i}") for i in range(12)]
    assert len({repr(problem) for problem in problems}) > 4


def test_adas_numbers_are_these():
    assert task("run-queues/order", "ada") == {"n": 7}
    assert task("run-queues/steals", "ada") == {"procs": 4, "n": 85, "seed": 310}


def test_a_long_value_is_cut(capsys):
    text = said(capsys, "steal-order", lambda r, n: "x" * 500)
    assert f"your function gives '{'x' * 58}…. The rule gives" in text
