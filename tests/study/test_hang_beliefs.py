"""What is asked while requests hang and the cause is searched for."""

import pytest

from models.runtime.events import read
from models.study.hang_beliefs import LIFE, SEARCH, asked
from models.study.hangsteps import end, life, search
from models.words import word

TOLD = life()
CASES = {"life": (TOLD.steps, LIFE), "search": (search(end(TOLD)), SEARCH)}


@pytest.mark.parametrize("name", CASES)
def test_a_question_comes_before_its_step_and_has_one_right_choice_of_three(name):
    steps, questions = CASES[name]
    found = asked(steps, questions)
    assert len(found) == len(questions) == 3 and [*found] == sorted(found)
    for one, (i, event) in zip(questions, found.items(), strict=True):
        assert (steps[i].kind, steps[i].at) == (one.kind, one.at)
        right = [label.rpartition(".")[2] for label, _, belief in read(event).choices if not belief]
        assert right == [one.right] and {*one.order} == {one.right, *one.beliefs.values()}


@pytest.mark.parametrize("one", LIFE + SEARCH, ids=lambda one: one.question)
def test_each_belief_has_its_words(one):
    assert all(word(f"belief.{name}").startswith("You may think") for name in one.beliefs)
    assert word(f"predict.{one.question}.ask").endswith("?") and word(f"predict.{one.question}.so")
    assert all(word(f"predict.{one.question}.{key}") for key in one.order)


def test_what_is_right_is_what_happens():
    where = end(TOLD)
    assert where[2] == "ledger" and where[3] == "ended" and where[1] == "network"
    assert (LIFE[2].right, SEARCH[2].right, SEARCH[0].right) == ("waits", "absent", "idle")
