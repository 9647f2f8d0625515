"""What a wrong prediction is told: the belief that would have said the same."""

import pytest

from models.classroom.check import EXERCISES
from models.classroom.exercise import Prediction, close
from models.classroom.seeds import luck
from models.runtime.runtime import RULES
from models.words import word

STUDENTS = [f"student {n}" for n in range(12)]
HELD = [(exercise, belief) for exercise, found in EXERCISES.items() if isinstance(found, Prediction)
        for belief in found.beliefs]


def wrong(exercise: str, belief: str, student: str) -> list | None:
    """The answer of one who believes this, where it is wrong."""
    found = EXERCISES[exercise]
    problem = found.problem(luck(exercise, student))
    right, answer = found.right(problem, RULES), found.beliefs[belief](problem)
    assert isinstance(answer, (list, tuple))
    same = len(answer) == len(right) and all(close(*pair, found.tolerance) for pair in zip(answer, right))
    return None if same else list(answer)


@pytest.mark.parametrize("exercise, belief", HELD)
def test_one_who_believes_it_is_told_so(exercise, belief):
    """Unless an earlier belief of the exercise says the same; and it is wrong for a third of all students at least."""
    found, told = EXERCISES[exercise], []
    for student in STUDENTS:
        answer = wrong(exercise, belief, student)
        if answer is not None:
            told.append(found.message(answer, luck(exercise, student)))
    assert len(told) >= len(STUDENTS) / 3, "it is hardly ever wrong"
    assert any(text.endswith(word(f"belief.{belief}")) for text in told), "another belief always says the same"
    assert all("You may think" in text for text in told)
    assert word(f"belief.{belief}").startswith("You may think")


def test_all_predictions_have_one_but_where_a_word_is_only_to_be_read():
    without = [exercise for exercise, found in EXERCISES.items() if isinstance(found, Prediction) and not found.beliefs]
    assert without == ["locks/read-state"]
