"""What is asked while the detector looks on: before its step, with the right choice from what happens."""

import pytest

from models.study.asking import asked
from models.study.beliefs.race import ASKS
from models.study.race.racecases import CASES, steps


@pytest.mark.parametrize("name", CASES)
def test_each_question_comes_before_its_step(name):
    moments = steps(CASES[name])
    found = asked(moments, ASKS[name])
    assert {event[4]: (moments[i].g, moments[i].operation[0]) for i, event in found.items()} == {
        "hidden": {"race-learns": (1, "lock"), "race-nolock": (1, "write")}, "late": {"race-later": (0, "write")},
        "atomic": {"race-flag": (0, "read")}, "crowd": {"race-fifth": (5, "read"), "race-lost": (0, "write")}}[name]


def right(of: str, name: str) -> str:
    """The right choice of a question."""
    return next(ask.right for ask in ASKS[of] if ask.name == name)


def test_what_is_right_is_what_happens():
    hidden = {(moment.g, moment.operation[0]): moment for moment in steps(CASES["hidden"])}
    left = hidden[0, "unlock"].things[hidden[0, "unlock"].thing]
    assert (left[0], hidden[1, "lock"].clocks[0][0], hidden[1, "lock"].clocks[1][0]) == (4, 5, 4)
    assert right("hidden", "race-learns") == "left"
    assert right("hidden", "race-nolock") == "ordered" and not hidden[1, "write"].races
    for name, question in (("late", "race-later"), ("atomic", "race-flag")):
        assert right(name, question) == "told" and steps(CASES[name])[-1].told
    last = steps(CASES["crowd"])[-1]
    assert right("crowd", "race-lost") == "silent" and last.races and not last.told
    assert right("crowd", "race-fifth") == "evicts"
