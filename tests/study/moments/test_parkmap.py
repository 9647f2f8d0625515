"""The map of a wait: which pointers there are at which moment."""

import pytest

from models.study.moments.parkmap import parkmap

FOUND = parkmap()
AT = {one.kind: one.fields for one in FOUND}
KINDS = [one.kind for one in FOUND]


def test_each_moment_is_there_once_and_in_gos_order():
    assert KINDS == ["start", "recv.lock", "enqueue", "gopark", "mcall", "waiting", "dropg", "unlockf", "schedule",
                     "execute", "send.lock", "dequeue", "hand", "unlock", "goready", "ready", "runqput", "gosched",
                     "resume", "back"]


def test_every_moment_but_the_first_changes_something():
    for before, one in zip(FOUND, FOUND[1:]):
        assert before.fields != one.fields, one.kind
        assert before.fields.keys() == one.fields.keys()


@pytest.mark.parametrize("kind, holders", [
    ("start", {"m0.curg"}), ("enqueue", {"m0.curg", "sudog.g"}), ("dropg", {"sudog.g"}), ("execute", {"sudog.g"}),
    ("ready", {"sudog.g"}), ("runqput", {"sudog.g", "p0.runnext"}), ("resume", {"m0.curg", "sudog.g"}),
    ("back", {"m0.curg"})])
def test_who_points_at_the_waiter(kind, holders):
    assert {name for name, value in AT[kind].items() if value == "g2"} == holders


def test_the_queue_is_left_before_the_goroutine_is_readied_and_its_own_list_after():
    order = {name: next(i for i, one in enumerate(FOUND) if one.fields[name] == "sudog") for name in (
        "c.recvq.first", "g2.waiting", "g2.param")}
    assert order == {"c.recvq.first": 2, "g2.waiting": 2, "g2.param": KINDS.index("goready")}
    assert AT["dequeue"]["c.recvq.first"] is None and AT["resume"]["g2.waiting"] == "sudog"


def test_the_lock_is_held_from_the_look_to_the_commit():
    held = [one.kind for one in FOUND if one.fields["c.lock"]]
    assert held == ["recv.lock", "enqueue", "gopark", "mcall", "waiting", "dropg", "send.lock", "dequeue", "hand"]


def test_the_m_keeps_goparks_arguments_until_unlockf_has_answered():
    kept = [one.kind for one in FOUND if one.fields["m0.waitunlockf"]]
    assert kept == ["gopark", "mcall", "waiting", "dropg", "unlockf"]
    assert AT["unlockf"]["m0.waitunlockf"] == "chanparkcommit" and AT["schedule"]["m0.waitlock"] is None


def test_the_value_is_there_before_the_goroutine_runs():
    assert [one.kind for one in FOUND if one.fields["g2.x"] == 42] == KINDS[KINDS.index("hand"):]
