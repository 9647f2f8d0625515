"""Channels' operations and select: each of the steps that their source has."""

import pytest

from models.study.steps import chan
from models.study.steps.body import RULES
from models.study.steps.chan import PANIC, QUEUED, RECV, SEND, Chan

from ..staged import A, ASLEEP, Stage, returned


@pytest.mark.parametrize("way, does, told", [(RECV, chan.recv, 1), (SEND, chan.send, 0)])
def test_who_waits_at_a_channel_is_served_in_order(way, does, told):
    stage = Stage(Chan(0))
    for g in "abc":
        assert stage.finish(g, does) is ASLEEP
    assert stage.words[0].queues[way] == (("a", 0), ("b", 0), ("c", 0))
    for g in "abc":
        other = chan.send if way == RECV else chan.recv
        assert stage.finish("x", other) == returned(1 - told)
        assert stage.finish(g) == returned(told)
    assert stage.words == (Chan(0),)


def test_a_buffer_takes_what_it_has_room_for():
    stage = Stage(Chan(2))
    assert [stage.finish("a", chan.send) for _ in range(2)] == [returned(0)] * 2
    assert stage.finish("b", chan.send) is ASLEEP and stage.words[0].qcount == 2
    assert stage.finish("r", chan.recv) == returned(1)
    assert stage.words == (Chan(2, 2),) and stage.finish("b") == returned(0)
    assert [stage.finish("r", chan.recv) for _ in range(2)] == [returned(1)] * 2
    assert stage.words == (Chan(2),)


def test_a_closed_channel_gives_what_it_holds_and_then_nothing():
    stage = Stage(Chan(2, 1))
    assert stage.finish("a", chan.close) == returned(0)
    assert [stage.finish("r", chan.recv) for _ in range(2)] == [returned(1), returned(0)]
    assert stage.finish("r", chan.tryrecv) == returned(1)
    for does in (chan.send, chan.trysend, chan.close):
        assert stage.finish("a", does) == returned(PANIC)


def test_close_wakes_all_who_wait():
    stage = Stage(Chan(0))
    for g in "ab":
        stage.finish(g, chan.recv)
    stage.finish("x", chan.close)
    assert [stage.finish(g) for g in "ab"] == [returned(0)] * 2
    stage = Stage(Chan(1, 1))
    for g in "ab":
        stage.finish(g, chan.send)
    stage.finish("x", chan.close)
    assert [stage.finish(g) for g in "ab"] == [returned(PANIC)] * 2
    assert stage.words == (Chan(1, 1, True),)


@pytest.mark.parametrize("stands, send, recv", [
    (Chan(0), 0, 0), (Chan(1), 1, 0), (Chan(1, 1), 0, 2),
    (Chan(0, queues=((("x", 0),), ())), 0, 2), (Chan(0, queues=((), (("x", 0),))), 1, 0)])
def test_what_does_not_wait_takes_what_is_ready(stands, send, recv):
    assert Stage(stands).finish("a", chan.trysend) == returned(send)
    assert Stage(stands).finish("a", chan.tryrecv) == returned(recv)


def test_a_send_that_does_not_wait_looks_before_it_locks():
    stage = Stage(Chan(1))
    assert stage.enter("a", chan.trysend) == "chan_open"
    assert [stage.step("a"), stage.step("a")] == ["chan_full", "selectgo"]
    stage = Stage(Chan(1, closed=True))
    stage.enter("a", chan.trysend)
    assert stage.step("a") == "selectgo"
    stage = Stage(Chan(1, 1))
    stage.enter("a", chan.trysend)
    assert stage.step("a", 2) == returned(0)


def test_nothing_ever_happens_at_a_nil_channel_but_close():
    for does in (chan.send, chan.recv):
        stage = Stage()
        stage.running["a"] = does("a", None)
        stage._go_on("a", None)
        assert stage.finish("a") is ASLEEP
    for does, out in ((chan.trysend, 0), (chan.tryrecv, 0), (chan.close, PANIC)):
        stage = Stage()
        stage.running["a"] = does("a", None)
        said = stage._go_on("a", None)
        assert (said if stage.asks["a"] is None else stage.finish("a")) == returned(out)


CASES = (RECV, A), (SEND, A + 1), (RECV, A)


def selects(does, cases):
    return lambda g, a: does(g, cases)


def test_a_select_takes_any_ready_case_or_waits_in_all_queues():
    stage = Stage(Chan(1, 1), Chan(1))
    stage.enter("a", selects(chan.select, CASES))
    assert [step.answer for step in RULES["selectgo"](stage.memory, CASES, "a")] == [
        (0, 1), (1, 1), (2, 1)]
    stage = Stage(Chan(0), Chan(0))
    assert stage.finish("a", selects(chan.select, CASES)) is ASLEEP
    assert stage.words == (Chan(0, queues=((), (("a", 0), ("a", 2)))), Chan(0, queues=((("a", 1),), ())))


@pytest.mark.parametrize("way, case", [(0, 0), (1, 2)])
def test_a_select_that_is_served_leaves_all_its_queues(way, case):
    stage = Stage(Chan(0), Chan(0))
    stage.finish("a", selects(chan.select, CASES))
    stage.finish("b", chan.recv)
    stage.enter("x", chan.send)
    assert stage.step("x", way=way) == returned(0)
    assert stage.words == (Chan(0, queues=((), (("b", 0),))), Chan(0))
    assert stage.finish("a") == returned(case)


def test_a_select_may_find_its_channel_closed():
    for cases, out in ((CASES[:1], 0), (((SEND, A),), PANIC)):
        stage = Stage(Chan(0))
        stage.finish("a", selects(chan.select, cases))
        stage.finish("x", chan.close)
        assert stage.finish("a") == returned(out)
        assert stage.finish("b", selects(chan.trysel, cases)) == returned(out)
    assert Stage(Chan(0)).finish("a", selects(chan.trysel, CASES[:1])) == returned(-1)


def test_a_select_never_serves_itself():
    stage = Stage(Chan(0))
    assert stage.finish("a", selects(chan.select, ((SEND, A), (RECV, A)))) is ASLEEP
    assert [step.answer for step in RULES["selectgo"](stage.memory, ((RECV, A),), "b")] == [(0, 1)]
    assert QUEUED not in [step.answer for step in RULES["closechan"](stage.memory, A)]
