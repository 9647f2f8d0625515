"""What sysmon sees while a program runs: rounds among the events, questions among both."""

from itertools import groupby

import pytest

from models.program.watched import watched
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime
from models.runtime.sysmon import MS, SYSMON, US
from models.study.asking import woven
from models.study.beliefs.watch import ONE_P, TWO_PS
from models.study.choosers import seeded
from models.study.moments.watching import (
    ARRIVES, CALL, CALLER, COMPUTES, LOOP, READER, Round, Seen, joined, news, watched_run, watching,
)
from models.study.runs import START_TICK
from models.view import recorded
from models.words import word

COSTS = recorded.costs()["costs"]
SHAPES = [(1, 1), (1, 2), (2, 1), (4, 3)]


def rounds(trace: list[tuple]) -> list[Round]:
    return [event for event in trace if isinstance(event, Round)]


@pytest.mark.parametrize("procs, seed", SHAPES)
@pytest.mark.parametrize("release", ["1.27.3", "1.22.10"])
def test_watching_changes_nothing(procs, seed, release):
    """The same events as without, but for the rounds."""
    from models.runtime.constants import BY_RELEASE
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(seed), durations=COSTS, const=BY_RELEASE[release])
    Machine(rt, watched, CALL, COMPUTES, ARRIVES).run()
    run = watched_run(procs=procs, seed=seed, costs=COSTS, release=release)
    events = [event for event in run if not isinstance(event, Round)]
    begin = rt.trace.index(next(event for event in rt.trace if event[0] == "execute")) + 1
    assert events == rt.trace[begin:begin + len(events)] and events[-1][0] == "goexit"


@pytest.mark.parametrize("procs, seed", SHAPES)
def test_a_round_says_whether_it_did_anything(procs, seed):
    run = watched_run(procs=procs, seed=seed, costs=COSTS)
    for i, event in enumerate(run):
        if event[0] in ("retake", "preempt") and event[2] == SYSMON:
            earlier = rounds(run[:i])[-1]
            assert earlier.acts and earlier.t == event[1]
    assert all(one.times == 1 for one in rounds(run) if not one.quiet)


def test_the_pauses_grow_and_a_take_makes_them_short_again():
    run = rounds(watched_run(costs=COSTS))
    taken = next(i for i, one in enumerate(run) if one.acts)
    assert run[taken].idle == 0 and run[taken + 1].idle == 1 and run[taken + 1].pause == 20 * US
    assert [one.pause for one in run][-1] == 10 * MS
    assert [one.idle for one in run[taken:]] == sorted(one.idle for one in run[taken:])
    for before, after in zip(run[taken:], run[taken + 1:]):
        assert after.idle == before.idle + after.times


def test_what_is_noted_first_is_taken_at_the_next_look():
    run = watched_run(costs=COSTS)
    first = next(i for i, event in enumerate(run) if isinstance(event, Round) and (0, "call") in event.found)
    assert [event[0] for event in run[first:first + 3]] == ["round", "round", "retake"]
    assert run[first + 2][1] - run[first].t == 20 * US


def test_all_three_are_helped():
    """The caller loses its P and queues up, the reader is brought, and the loop stops."""
    run = watched_run(costs=COSTS)
    by_sysmon = [kind for kind, _ in groupby(event[0] for event in run if event[2] == SYSMON)]
    assert [kind for kind in by_sysmon if kind not in ("round", "handoffp", "startm")] == [
        "retake", "injectglist", "preempt", "preempt"]
    assert [event[4] for event in run if event[0] == "exitsyscall"] == [1, CALLER, CALLER]
    assert next(event[4] for event in run if event[0] == "injectglist") == (READER,)
    assert {event[4] for event in run if event[0] == "gopreempt"} == {LOOP}


def test_quiet_rounds_in_a_row_are_one():
    seen = (Seen(1, 0, 1, 20, 0, 0),)
    quiet = Round("round", 40, SYSMON, None, 20, 20, 1, seen, (), False)
    loud = quiet._replace(t=60, acts=True)
    later = quiet._replace(t=80, first=40, pause=40, idle=2)
    assert [event.times for event in joined([quiet, later, later, loud, later])] == [3, 1, 1]
    one, two, three = joined([quiet, later, loud])[0], *joined([loud, quiet, ("log", 0, 0, 0, 1, 2)])[1:]
    assert (one.times, one.first, one.pause, one.t, one.idle) == (2, 20, 40, 80, 2)
    assert two == quiet and three[0] == "log"


def test_news_are_what_was_noted():
    before = (Seen(1, 1, 1, 20, 0, 0), Seen(5, 0, 4, 20, 0, 0))
    after = (Seen(1, 1, 1, 20, 1, 40), Seen(5, 0, 5, 40, 0, 0))
    assert news(before, after) == ((0, "call"), (1, "slice")) and news(after, after) == ()


def test_other_rules_can_be_watched():
    taken = watching(RULES | {"retake": lambda rt, mp: 1})
    rt = Runtime(1, rules=taken, durations={})
    Machine(rt, watched, CALL, COMPUTES, ARRIVES).run(100)
    assert {one.idle for one in rounds(rt.trace)} == {0}


@pytest.mark.parametrize("asks, procs", [(ONE_P, 1), (TWO_PS, 2)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_question_is_asked_once_and_its_words_name_what_is_there(asks, procs, seed):
    run = woven(watched_run(procs=procs, seed=seed, costs=COSTS), asks)
    found = [event for event in run if event[0] == "question"]
    assert len(found) <= len(asks) and (seed != 1 or len(found) == len(asks))
    for *_, name, args, choices in found:
        for key in (f"predict.{name}.ask", f"predict.{name}.so"):
            assert word(key, **args)
        for label, given, _ in choices:
            assert word(label, **given)


def test_the_questions_are_about_those_who_are_named():
    run = woven(watched_run(costs=COSTS), ONE_P)
    about = {event[4]: event[5]["g"] for event in run if event[0] == "question"}
    assert about == {"sysmon-first": CALLER, "sysmon-back": CALLER, "sysmon-network": READER,
                     "sysmon-loop": LOOP,
                     "sysmon-stopped": LOOP}
    two = woven(watched_run(procs=2, costs=COSTS), TWO_PS)
    [question] = [event for event in two if event[0] == "question"]
    assert question[5]["g"] == CALLER and question[5]["m"] == 0
    assert two[two.index(question) + 1][0] == "acquirep"
