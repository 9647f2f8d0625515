"""What is asked on the map: before its step, with a right choice that the map bears out."""

import pytest

from models.study.asking import asked
from models.study.beliefs.park import ASKS
from models.study.moments.parkmap import parkmap

FOUND = parkmap()
AT = {one.kind: one.fields for one in FOUND}
# The right answer, and what the map says where it is.
BORNE_OUT = {
    "park-queue": ("caller", lambda: (AT["enqueue"]["c.recvq.first"], AT["enqueue"]["g2.sched.pc"]) == (
        "sudog", "worker")),
    "park-first": ("status", lambda: (AT["waiting"]["g2.status"], AT["waiting"]["c.lock"]) == (4, 1)),
    "park-thread": ("other", lambda: (AT["schedule"]["g1.status"], AT["execute"]["m0.curg"]) == (1, "g1")),
    "park-finds": ("queue", lambda: (AT["send.lock"]["c.recvq.first"], AT["send.lock"]["sudog.g"]) == (
        "sudog", "g2")),
    "park-ready": ("next", lambda: (AT["runqput"]["p0.runnext"], AT["runqput"]["m0.curg"]) == ("g2", "g1")),
    "park-resumes": ("gopark", lambda: AT["resume"]["g2.sched.pc"] == "gopark+n"),
}


def test_each_question_stands_before_its_moment():
    found = asked(FOUND, ASKS)
    assert {event[4]: FOUND[i].kind for i, event in found.items()} == {
        "park-queue": "enqueue", "park-first": "waiting", "park-thread": "execute", "park-finds": "dequeue",
        "park-ready": "runqput", "park-resumes": "back"}


@pytest.mark.parametrize("one", ASKS, ids=lambda one: one.name)
def test_what_is_right_is_so_on_the_map(one):
    right, holds = BORNE_OUT[one.name]
    assert one.right == right and holds()
