"""The same exercise for the same student, today and in ten years; another for everybody else."""

from hashlib import sha256
from random import Random

from models.words import word


def seed(exercise: str, student: str) -> int:
    """The seed of a student's own version of an exercise; ValueError without a student's name."""
    if not isinstance(student, str) or not student:
        raise ValueError(word("check.student", student=repr(student)))
    return int(sha256(f"{exercise}|{student}".encode()).hexdigest(), 16)


def luck(exercise: str, student: str) -> Random:
    """What makes the numbers of a student's own version."""
    return Random(seed(exercise, student))
