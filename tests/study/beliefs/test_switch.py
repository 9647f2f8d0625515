"""The questions about instructions that change stacks."""

import pytest

from models.study.beliefs.switch import ASKS, Ask, question
from models.words import word

ALL = [ask for asks in ASKS.values() for ask in asks]


@pytest.mark.parametrize("ask", ALL, ids=lambda ask: ask.name)
def test_every_question_and_every_belief_has_its_words(ask):
    assert word(f"predict.{ask.name}.ask").endswith("?") and word(f"predict.{ask.name}.so")
    for belief in ask.beliefs:
        text = word(f"belief.{belief}")
        assert text.startswith("You may think that ") and "What is so: " in text


def test_no_two_questions_share_a_name_or_a_belief():
    names = [ask.name for ask in ALL] + [belief for ask in ALL for belief in ask.beliefs]
    assert len(names) == len(set(names))


def test_the_choices_are_in_an_order_that_does_not_tell_the_right_one():
    ask = Ask("x", ("f", "nop"), "SP", {"one": "c", "two": "a"})
    assert question(ask, "b")[6] == (("predict.switch.choice", {"term": "a"}, "two"),
                                     ("predict.switch.choice", {"term": "b"}, ""),
                                     ("predict.switch.choice", {"term": "c"}, "one"))


def test_a_belief_that_would_be_right_is_refused():
    with pytest.raises(ValueError, match="the question x has 'c' as its right answer, and a belief says"):
        question(Ask("x", ("f", "nop"), "SP", {"one": "c", "two": "a"}), "c")
    with pytest.raises(ValueError, match="a belief says the same"):
        question(Ask("x", ("f", "nop"), "SP", {"one": "a", "two": "a"}), "c")
