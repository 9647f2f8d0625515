"""What is asked about a run with channels: once each, before the step, with the right answer from the run."""

import pytest

from models.program.channels import choose, closing, meet
from models.runtime.events import read
from models.study.asking import asked
from models.study.beliefs.channel import CHOOSING, CLOSING, MEETING
from models.study.moments.channels import moments
from models.words import word

ALL = MEETING + CLOSING + CHOOSING


def questions(main, *args, asks=ALL) -> dict:
    """Question event by its name, and its key."""
    return {event[4]: (key, read(event)) for key, event in asked(moments(main, *args), asks).items()}


def test_each_question_of_a_meeting_is_asked_before_its_step():
    found = questions(meet, 2, asks=MEETING)
    assert [*found] == [ask.name for ask in MEETING]
    run = moments(meet, 2)
    assert [key for key, _ in found.values()] == [(2, "chansend"), (3, "log"), (8, "chanwait"), (11, "chanrecv")]
    assert all(kind in [event[0] for event in run[i].events] for (i, kind), _ in found.values())
    assert found["chan-rotate"][1].args == {"g": 1, "source": 2, "w": 4, "v": 2}


def test_a_question_that_fits_nowhere_is_not_asked():
    assert "chan-rotate" not in questions(meet, 0) and "chan-full" not in questions(meet, 9)
    assert questions(closing, 1).keys() == {"chan-where"}
    assert "chan-order" not in questions(closing, 3), "two waiters have no order to be wrong about"


def test_the_order_after_a_close_is_what_the_run_shows():
    _, question = questions(closing, 5)["chan-order"]
    assert question.args == {"g": 1, "line": "G3, G4, G5, G6", "back": "G6, G5, G4, G3", "order": "G3, G6, G5, G4"}
    assert questions(closing, 5)["chan-who"][1].args["first"] == 2


def test_the_void_sudog_is_asked_about_where_nothing_is_reported():
    found = questions(choose)
    assert found["chan-stale"][0][1] == "" and found["chan-stale"][1].args == {"g": 1, "who": 2}
    assert found["chan-sudogs"][1].args == {"g": 2, "n": 3}


@pytest.mark.parametrize("main, args", [(meet, (2,)), (closing, (5,)), (choose, ())])
def test_no_two_choices_read_the_same(main, args):
    for name, (_, question) in questions(main, *args).items():
        assert len({word(key, **given) for key, given, _ in question.choices}) == 3
        assert word(f"predict.{name}.ask", **question.args) and word(f"predict.{name}.so", **question.args)
