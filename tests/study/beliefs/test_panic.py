"""The questions on panics stand where the text of each says."""

import pytest

from models.program.unwound import nested, unwind
from models.study.asking import asked
from models.study.beliefs.panic import NESTED, UNWIND
from models.study.moments.unwinding import told

RUNS = [("outer", told(unwind("outer")), UNWIND["outer"]), ("helper", told(unwind("helper")), UNWIND["helper"]),
        *((how, told(nested(how), 2), NESTED[how]) for how in ("panic", "goexit"))]


@pytest.mark.parametrize("name, moments, questions", RUNS)
def test_each_question_is_asked(name, moments, questions):
    assert [event[4] for event in asked(moments, questions).values()] == [ask.name for ask in questions]


def test_they_come_before_what_they_ask_about():
    found = asked(RUNS[0][1], RUNS[0][2])
    moments = RUNS[0][1]
    assert [(moments[i].kind, moments[i].what, moments[i].by) for i in found] == [
        ("panic", "boom", "gopanic"), ("return", None, "rescues"), ("recovery", "boom", "outer"), ("return", 42, "outer")]
    assert [RUNS[3][1][i].kind for i in asked(RUNS[3][1], RUNS[3][2])] == ["recover", "resume"]
