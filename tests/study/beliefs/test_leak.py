"""What is asked while the detector marks: before its step, with the right choice from the board."""

import pytest

from models.study.beliefs.leak import ASKS, asked_of
from models.study.leaks.leakcases import CASES, board, marks


@pytest.mark.parametrize("name", CASES)
def test_each_question_comes_before_its_step_and_what_is_right_is_what_happens(name):
    of = board(CASES[name])
    steps = [*marks(of)]
    found = asked_of(steps, of, ASKS[name])
    about = zip(found, ASKS[name], strict=True)
    assert [(steps[i].kind, of.functions[steps[i].g], ask.right) for i, ask in about] == {
        "rounds": [("woken", "worker", "stack"), ("leaked", "lost", "leaked"), ("leaked", "ping", "leaked")],
        "reaches": [("woken", "listener", "alive"), ("woken", "waiter", "alive"), ("leaked", "locker", "leaked")],
    }[name]
