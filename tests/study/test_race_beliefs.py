"""What is asked while the detector looks on: before its step, with one right choice of three, which is what happens."""

import pytest

from models.runtime.events import read
from models.study.race_beliefs import ASKED, asked
from models.study.racecases import CASES, steps
from models.words import word


@pytest.mark.parametrize("name", CASES)
def test_a_question_comes_before_its_step_and_has_one_right_choice_of_three(name):
    moments = steps(CASES[name])
    found = asked(moments, ASKED[name])
    assert len(found) == len(ASKED[name])
    for one, (i, event) in zip(ASKED[name].values(), found.items(), strict=True):
        assert one.before(moments[i]) and not any(map(one.before, moments[:i]))
        choices = read(event).choices
        assert len(choices) == 3 and [belief for *_, belief in choices].count("") == 1


@pytest.mark.parametrize("name, belief", [(name, belief) for of in ASKED.values() for name, one in of.items()
                                          for belief in one.choices.values()])
def test_each_belief_and_question_has_its_words(name, belief):
    assert word(f"predict.{name}.ask").endswith("?") and word(f"predict.{name}.so")
    assert not belief or word(f"belief.{belief}").startswith("You may think")


def right(of: str, name: str) -> str:
    """The right choice of a question."""
    return next(choice for choice, belief in ASKED[of][name].choices.items() if not belief)


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
