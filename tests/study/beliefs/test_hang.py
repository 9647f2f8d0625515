"""What is asked while requests hang and the cause is searched for."""

import pytest

from models.study.asking import asked
from models.study.beliefs.hang import LIFE, SEARCH
from models.study.moments.hangsteps import end, life, search

TOLD = life()
CASES = {"life": (TOLD.steps, LIFE, [("arrive", "running"), ("end", "ended"), ("wait", "ledger")]),
         "search": (search(end(TOLD)), SEARCH, [("clear", "network"), ("follow", "orders"), ("follow", "ledger")])}


@pytest.mark.parametrize("name", CASES)
def test_each_question_comes_before_its_step(name):
    steps, questions, at = CASES[name]
    found = asked(steps, questions)
    assert [(steps[i].kind, steps[i].at) for i in found] == at and [*found] == sorted(found)


def test_what_is_right_is_what_happens():
    where = end(TOLD)
    assert where[2] == "ledger" and where[3] == "ended" and where[1] == "network"
    assert (LIFE[2].right, SEARCH[2].right, SEARCH[0].right) == ("waits", "absent", "idle")
