"""What is asked while the detector marks: before its step, with one right choice of three."""

import pytest

from models.runtime.events import read
from models.study.leak_beliefs import ASKED, asked
from models.study.leakcases import CASES, board, marks
from models.words import word


@pytest.mark.parametrize("name", CASES)
def test_a_question_comes_before_its_step_and_has_one_right_choice_of_three(name):
    of = board(CASES[name])
    steps = [*marks(of)]
    found = asked(steps, of, ASKED[name])
    assert len(found) == len(ASKED[name]) == 3
    for one, (i, event) in zip(ASKED[name], found.items(), strict=True):
        assert (steps[i].kind, of.functions[steps[i].g]) == (one.kind, one.function)
        right = [label.rpartition(".")[2] for label, _, belief in read(event).choices if not belief]
        assert right == [one.right] and len(read(event).choices) == 3


@pytest.mark.parametrize("one", [one for of in ASKED.values() for one in of], ids=lambda one: one.question)
def test_what_is_right_is_what_happens_and_each_belief_has_its_words(one):
    assert one.right == {"woken": "stack" if one.function == "worker" else "alive", "leaked": "leaked"}[one.kind]
    assert {*one.order} == {one.right, *one.beliefs.values()}
    assert all(word(f"belief.{name}").startswith("You may think") for name in one.beliefs)
    assert word(f"predict.{one.question}.ask").endswith("?") and word(f"predict.{one.question}.so")
