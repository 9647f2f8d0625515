"""What a page calls: a student's own problem, and the check of an answer."""

from . import (
    arsenal,
    case,
    channels,
    gomaxprocs,
    goroutines,
    leaks,
    locks,
    machines,
    newproc,
    panics,
    parking,
    races,
    run_queues,
    stacks,
    states,
    switching,
    sysmon,
    threads,
    why,
)
from .exercise import Exercise, Prediction, unanswered
from .seeds import luck
from models.words import word

PAGES = {
    "threads": threads,
    "goroutines": goroutines,
    "newproc": newproc,
    "stacks": stacks,
    "states": states,
    "switching": switching,
    "machines": machines,
    "run-queues": run_queues,
    "gomaxprocs": gomaxprocs,
    "sysmon": sysmon,
    "leaks": leaks,
    "channels": channels,
    "locks": locks,
    "races": races,
    "panics": panics,
    "parking": parking,
    "case": case,
    "why": why,
    "arsenal": arsenal,
}
EXERCISES: dict[str, Exercise] = {f"{page}/{name}": exercise for page, module in PAGES.items()
                                  for name, exercise in module.EXERCISES.items()}
STUDENT = "ada"  # whoever has not said a name


def named(exercise: str) -> Exercise:
    """The exercise of this id; ValueError lists the ids that its page has, or all where there is no such page."""
    if exercise not in EXERCISES:
        here = [known for known in EXERCISES if known.split("/")[0] == exercise.split("/")[0]]
        raise ValueError(word("check.unknown", exercise=exercise, known=", ".join(here or EXERCISES)))
    return EXERCISES[exercise]


def task(exercise: str, student: str = STUDENT) -> dict:
    """The student's own problem, as plain data; ValueError where an exercise is the same for all."""
    found = named(exercise)
    if not isinstance(found, Prediction):
        raise ValueError(word("check.no-task", exercise=exercise))
    return found.problem(luck(exercise, student))


def check(exercise: str, answer: object, student: str = STUDENT) -> None:
    """Print whether the answer is right, and if it is not, what is wrong with it.

    None or ... is an exercise not answered yet. ValueError lists the exercises if there is none of
    this id.
    """
    found, chance = named(exercise), luck(exercise, student)
    said = word("check.unanswered") if unanswered(answer) else found.message(answer, chance)
    print(word("check.said", exercise=exercise, said=said))
