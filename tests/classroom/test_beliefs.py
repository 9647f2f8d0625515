"""What a wrong prediction is told: the belief that would have said the same."""

import pytest

from models.classroom.check import EXERCISES
from models.classroom.exercise import Prediction, close
from models.classroom.seeds import luck
from models.runtime.runtime import RULES
from models.words import word

STUDENTS = ("ada", "grace", "linus", "ken", "rob", "barbara")
HELD = [(exercise, belief) for exercise, found in EXERCISES.items() if isinstance(found, Prediction)
        for belief in found.beliefs]


def wrong_at(exercise: str, belief: str, student: str) -> tuple[list, int | None]:
    """The answer of one who believes this, and the first part of it that is wrong."""
    found = EXERCISES[exercise]
    problem = found.problem(luck(exercise, student))
    right, answer = found.right(problem, RULES), found.beliefs[belief](problem)
    assert isinstance(answer, (list, tuple)) and len(answer) == len(right)
    wrong = (i for i, (got, want) in enumerate(zip(answer, right)) if not close(got, want, found.tolerance))
    return list(answer), next(wrong, None)


@pytest.mark.parametrize("exercise, belief", HELD)
def test_one_who_believes_it_is_told_so(exercise, belief):
    """Unless an earlier belief of the exercise says the same; and for most students it is wrong."""
    found, told = EXERCISES[exercise], []
    for student in STUDENTS:
        answer, at = wrong_at(exercise, belief, student)
        if at is not None:
            told.append(found.message(answer, luck(exercise, student)))
    assert len(told) > len(STUDENTS) / 2, "it is hardly ever wrong"
    assert any(text.endswith(word(f"belief.{belief}")) for text in told), "another belief always says the same"
    assert all("You may think" in text for text in told)
    assert word(f"belief.{belief}").startswith("You may think")
