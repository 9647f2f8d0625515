"""The exercises on channels: right answers counted by hand, and wrong ones that are told so."""

from collections import deque

import pytest

from models.classroom import channels, check, task
from models.classroom.channel_runs import newest_first
from models.classroom.seeds import luck
from models.runtime.runtime import RULES, Runtime
from models.runtime.sudog import Sudog, waitq_dequeue

STUDENTS = [f"student {i}" for i in range(12)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"channels/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_a_full_ring_is_read_from_recvx_and_waiting_senders_come_last():
    problem = {"buf": [10, 20, 30], "qcount": 3, "sendx": 1, "recvx": 1, "sendq": {"G2": 40, "G3": 50}, "recvq": {}}
    assert channels.read_hchan(problem, RULES) == (20, 30, 50)


@pytest.mark.parametrize("state, comes_to", [
    ((True, False, 0, 0, 0), "wait for ever"), ((False, True, 0, 1, 4), "panic"), ((False, False, 2, 0, 4), "hand over"),
    ((False, False, 0, 3, 4), "buffer"), ((False, False, 0, 4, 4), "wait"), ((False, False, 0, 0, 0), "wait")])
def test_a_send_comes_to_what_the_state_says(state, comes_to):
    assert channels.outcome(*state) == comes_to


@pytest.mark.parametrize("student", STUDENTS)
def test_each_students_sends_come_to_every_outcome(student):
    cases = channels.send_cases(luck("channels/send", student))
    assert {channels.outcome(*case) for case in cases} == {"hand over", "buffer", "wait", "wait for ever", "panic"}


@pytest.mark.parametrize("slots, values, waits", [(0, 4, [2, 3]), (1, 2, [0, 1]), (2, 4, [1, 2]), (3, 5, [1, 2])])
def test_waits_are_counted(slots, values, waits):
    assert channels.parks(slots, values) == waits


def test_a_close_runs_the_first_and_then_the_others_from_behind():
    assert [channels.close_order(n) for n in (0, 1, 2, 4)] == [[], [1], [1, 2], [1, 4, 3, 2]]
    assert channels.in_order({"n": 4}, RULES) == [4, 1, 2, 3]


def test_a_dump_counts_by_the_words_in_brackets():
    lines = [f"goroutine {i} [{kind}]:" for i, kind in enumerate(
        ("running", "runnable", "chan send", "chan send (nil chan)", "select", "select (no cases)"))]
    assert channels.read_dump({"lines": lines}, RULES) == (1, 2, 4)


def test_each_case_with_a_channel_has_a_sudog():
    problem = {"cases": ["<-a", "nil <- 1", "a <- 1", "<-a", "b <- 1"], "sent on": "a"}
    assert channels.sudogs(problem, RULES) == (4, 3)


def test_the_newest_is_served_first_by_the_changed_rule_and_a_void_sudog_by_none():
    assert channels.newest(3, 2) == [(2, 1), (3, 0)]
    assert channels.served_by(waitq_dequeue, 3, 2) == [(2, 1), (1, 0)]
    rt = Runtime(1)
    gp = rt.newproc1(rt.allp[0], lambda: None, ())
    gp.select_done = True
    assert newest_first(rt, deque([Sudog(g=gp.id, is_select=True)])) is None


def test_the_buffer_first_lets_a_value_overtake_and_may_lose_some():
    assert channels.overtaken({"slots": 3, "values": 8}, RULES) == (4, 1, 5)
    assert channels.overtaken({"slots": 2, "values": 12}, RULES) == (3, 1, 12)
    for slots, values in channels.LOSING:
        assert channels.overtaken({"slots": slots, "values": values}, RULES)[2] < values


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    first, second, last = channels.read_hchan(task("channels/read-hchan"), RULES)
    assert said(capsys, "read-hchan", (last, second, last)).startswith("not yet. The part “what the first receive gets”")
    assert said(capsys, "order", ["sent 1"]).startswith("not yet. ")
    waits = channels.count_parks(task("channels/parks"), RULES)
    assert "times that main waits" in said(capsys, "parks", (waits[0], waits[0]))
    assert said(capsys, "sudogs", (1, 0)).startswith("not yet. The part “sudogs in all queues”")


def test_wrong_functions_are_told_the_first_case_that_goes_wrong(capsys):
    def room_first(nil, closed, receivers, qcount, slots):
        return "buffer" if qcount < slots else "hand over" if receivers else "wait"
    assert said(capsys, "send", room_first).startswith("not yet. With nil=")
    assert said(capsys, "close-order", lambda n: [*range(1, n + 1)]).startswith("not yet. With n=")
    assert "The rule has" in said(capsys, "newest", waitq_dequeue)
    assert said(capsys, "newest", lambda rt, q: None) == "not answered yet."
    assert said(capsys, "newest", newest_first).startswith("right.")
