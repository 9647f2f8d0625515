"""Goroutines that block: how many threads they need on each machine, and what is asked about them."""

import pytest

from models.golang.sessions.printed import printed
from models.study.asking import woven
from models.study.measure.threads import alive
from models.study.moments.blocked import GOROUTINES, THREADS, about, on_goroutines, on_threads
from models.view import recorded

COSTS = recorded.costs()["costs"]
LONG = 1_000_000_000


def shape(receivers: int, callers: int, procs: int = 1, costs: dict = {}) -> dict:
    return {"receivers": receivers, "callers": callers, "procs": procs, "seed": 1, "costs": costs}


def ms(trace: list[tuple]) -> int:
    return 1 + sum(event[0] == "startm" and event[7] for event in trace)


@pytest.mark.parametrize("costs", [{}, COSTS], ids=["free", "measured"])
@pytest.mark.parametrize("receivers, callers, threads", [
    (0, 0, 1), (50, 0, 1), (0, 1, 2), (0, 50, 51), (50, 50, 51)])
def test_who_waits_in_a_call_needs_a_thread_and_on_a_channel_none(receivers, callers, threads, costs):
    assert ms(on_goroutines(**shape(receivers, callers, costs=costs), ns=LONG)) == threads


@pytest.mark.parametrize("receivers, callers", [(0, 0), (3, 4), (20, 0)])
def test_one_to_one_there_is_a_thread_for_each(receivers, callers):
    assert alive(on_threads(**shape(receivers, callers))) == 1 + receivers + callers


def test_the_growth_is_that_of_real_go():
    model = [ms(on_goroutines(**shape(50, callers), ns=LONG)) for callers in (0, 50)]
    for run in printed("blocked"):
        first, channel, read_ = (int(line.split(": ")[1].split()[0]) for line in run["output"].splitlines())
        assert channel - first == model[0] - 1 == 0
        assert abs((read_ - channel) - (model[1] - model[0])) <= 2, "an idle thread may be used"


@pytest.mark.parametrize("procs", [1, 2, 3])
def test_a_run_ends_with_main(procs):
    last = on_goroutines(**shape(3, 3, procs, COSTS))[-1]
    assert (last[0], last[4]) == ("goexit", 1)
    assert on_threads(**shape(3, 3, procs, COSTS))[-1][:1] == ("exit",)


@pytest.mark.parametrize("trace, asks, names", [
    (on_goroutines(**shape(2, 2, costs=COSTS)), GOROUTINES,
     ["blocked-park", "blocked-retake", "blocked-idle"]),
    (on_goroutines(**shape(0, 2, costs=COSTS)), GOROUTINES, ["blocked-retake", "blocked-idle"]),
    (on_threads(**shape(2, 2, costs=COSTS)), THREADS, ["blocked-block"]),
    (on_threads(**shape(0, 2)), THREADS, [])])
def test_each_thing_is_asked_about_once_before_it_happens(trace, asks, names):
    found = woven(trace, asks)
    assert [event for event in found if event[0] != "question"] == trace
    assert [event[4] for event in found if event[0] == "question"] == names
    for event, after in zip(found, found[1:]):
        if event[0] == "question":
            assert after[0] == {"blocked-park": "gopark", "blocked-retake": "retake", "blocked-idle": "releasep",
                                "blocked-block": "block"}[event[4]]


@pytest.mark.parametrize("event, args", [
    (("gopark", 9, 1, 2, 5, "chan receive"), {"m": 1, "p": 2, "g": 5}),
    (("retake", 9, -1, None, 3), {"m": -1, "p": 3, "g": 3}), (("releasep", 9, 4, 2), {"m": 4, "p": 2, "g": 0})])
def test_a_question_names_the_m_the_p_and_the_g_that_it_is_about(event, args):
    assert about(event) == args
