"""How requests come to hang, and the search for the cause."""

import pytest

from models.program.hanging import MS, ORDERS, serve
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.study.choosers import seeded
from models.study.moments.hangsteps import HangStep, Life, end, function, life, search, trace


def test_at_first_all_wait_and_the_connections_for_the_network():
    start = life().start
    assert start == {1: "network", 2: "orders", 3: "ledger"} | dict.fromkeys(range(4, 8), "network")
    assert [function(g) for g in sorted(start)] == ["serve", "work", "audit", "conn", "conn", "conn", "conn"]


def test_the_first_order_is_answered_and_the_second_finds_nobody_behind_work():
    told = [(step.kind, step.g, step.at) for step in life().steps]
    assert told[:3] == [("arrive", 4, "running"), ("hand", 4, "orders"), ("wait", 4, "done")]
    answered, ended, second = ("wait", 4, "network"), ("end", 3, "ended"), ("arrive", 5, "running")
    assert told.index(answered) < told.index(ended) < told.index(second)
    assert told[-5:] == [("wait", 2, "ledger"), ("arrive", 6, "running"), ("wait", 6, "orders"),
                         ("arrive", 7, "running"), ("wait", 7, "orders")]


def test_in_the_end_three_requests_hang_and_one_goroutine_has_ended():
    assert [place for _, place in sorted(end(life()).items())] == [
        "network", "ledger", "ended", "network", "done", "orders", "orders"]


def test_a_goroutine_is_in_one_place_and_runs_before_it_goes_on():
    told = life()
    where = dict(told.start)
    for step in told.steps:
        if step.kind == "hand":
            assert where[step.g] == "running" and where[step.other] == step.at
            where[step.other] = step.to
            continue
        assert where[step.g] == {"arrive": "network", "run": "runnable"}.get(step.kind, "running")
        assert step.kind not in ("arrive", "run") or "running" not in where.values()
        where[step.g] = step.at


def test_no_order_that_is_wrong_none_hangs(monkeypatch):
    monkeypatch.setattr("models.program.hanging.ORDERS", (1, 1, 1, 1))
    assert sorted(end(life()).values()) == ["ledger", *["network"] * 5, "orders"]


def test_whatever_the_scheduler_does_the_same_ones_hang():
    for seed in range(12):
        rt = Runtime(2, choose=seeded(seed))
        Machine(rt, serve).run()
        parks = [event for event in rt.trace if event[0] == "gopark" and event[1] <= len(ORDERS) * MS]
        last = {event[4]: event[5] for event in parks}
        assert [last[2], *sorted(last[g] for g in (5, 6, 7))] == [
            "chan send", "chan receive", "chan send", "chan send"]


def test_the_trace_stops_where_nothing_moves_any_more():
    assert {event[1] for event in trace()} == {0, *(n * MS for n in range(1, len(ORDERS) + 1))}


def test_the_search_goes_from_the_largest_group_on_channels_to_who_is_missing():
    assert search(end(life())) == [
        HangStep("clear", at="network"), HangStep("follow", other=2, at="orders", to="ledger"),
        HangStep("follow", other=2, at="done", to="ledger"),
        HangStep("follow", other=3, at="ledger", to="ended"),
        HangStep("gone", other=3, at="ended")]


def test_where_there_is_nothing_to_find_the_search_says_so():
    with pytest.raises(ValueError, match="nobody waits on a channel"):
        search({1: "network", 2: "running"})
    with pytest.raises(ValueError, match="it is a circle"):
        search({4: "done", 2: "done"})


def test_the_end_of_a_life_without_steps_is_its_start():
    assert end(Life({1: "network"}, [])) == {1: "network"}
    hand = HangStep("hand", 1, 2, "orders", "runnable")
    assert end(Life({1: "running", 2: "orders"}, [hand])) == {1: "running", 2: "runnable"}
