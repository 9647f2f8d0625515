"""What is asked on the map: before its step, with one right choice of three that the map bears out."""

import pytest

from models.runtime.events import read
from models.study.park_beliefs import ASKED, asked
from models.study.parkmap import parkmap
from models.words import word

FOUND = parkmap()
AT = {one.kind: one.fields for one in FOUND}
# What the map says where this is the right answer.
BORNE_OUT = {
    "park-queue": lambda: AT["enqueue"]["c.recvq.first"] == "sudog" and AT["enqueue"]["g2.sched.pc"] == "worker",
    "park-first": lambda: (AT["waiting"]["g2.status"], AT["waiting"]["c.lock"]) == (4, 1),
    "park-thread": lambda: (AT["schedule"]["g1.status"], AT["execute"]["m0.curg"]) == (1, "g1"),
    "park-finds": lambda: (AT["send.lock"]["c.recvq.first"], AT["send.lock"]["sudog.g"]) == ("sudog", "g2"),
    "park-ready": lambda: (AT["runqput"]["p0.runnext"], AT["runqput"]["m0.curg"]) == ("g2", "g1"),
    "park-resumes": lambda: AT["resume"]["g2.sched.pc"] == "gopark+n",
}


def test_each_question_stands_before_its_moment():
    found = asked(FOUND)
    assert [FOUND[i].kind for i in found] == [one.kind for one in ASKED] and len(ASKED) == 6
    for one, event in zip(ASKED, found.values(), strict=True):
        right = [label.rpartition(".")[2] for label, _, belief in read(event).choices if not belief]
        assert right == [one.right] and len(read(event).choices) == 3


@pytest.mark.parametrize("one", ASKED, ids=lambda one: one.question)
def test_what_is_right_is_so_on_the_map_and_each_belief_has_its_words(one):
    assert BORNE_OUT[one.question]()
    assert {*one.order} == {one.right, *one.beliefs.values()}
    assert all(word(f"belief.{name}").startswith("You may think") for name in one.beliefs)
    assert word(f"predict.{one.question}.ask").endswith("?") and word(f"predict.{one.question}.so")
