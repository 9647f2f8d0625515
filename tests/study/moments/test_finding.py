"""One M's search: from each place the G that Go's rules give, and nothing that these rules would not do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.runtime.runtime import RULES
from models.runtime.status import G_DEAD, G_WAITING
from models.study.asking import woven
from models.study.beliefs.find import ASKS
from models.study.moments.finding import (
    LOADED, NEVER, SEARCHER, Stand, found_by, looking, search, standing_so,
)
from models.study.wrong import WRONG

NOTHING = Stand(1, 0, 0, 0, 0, 0, 0)
STANDS = st.builds(Stand, st.integers(0, 200), *[st.integers(0, 8)] * 4, *[st.integers(0, 1)] * 2)
SILENT = {"network", "spin", "try", "timers", "again", "sleep", "pause"}  # looks of which the model's rules say nothing


def trace_of(stand: Stand, seed: int = 1, rules: dict = RULES) -> list[tuple]:
    return found_by(standing_so(stand, seed, rules), bool(stand.late))


def ran(trace: list[tuple]) -> list[int]:
    return [event[4] for event in trace if event[0] == "execute"]


def looks(trace: list[tuple]) -> list[str]:
    return [event[4] for event in trace if event[0] == "look"]


@pytest.mark.parametrize("stand, finds", [
    (NOTHING._replace(own=1), "runqget"), (NOTHING._replace(glob=1), "globrunqgetbatch"),
    (NOTHING._replace(own=1, glob=1, tick=61), "globrunqget"), (NOTHING._replace(own=1, glob=1), "runqget"),
    (NOTHING._replace(network=2, ring=1), "netready"), (NOTHING._replace(ring=1, timer=1), "runqgrab"),
    (NOTHING._replace(timer=1), "getnext"), (NOTHING._replace(late=1), "grabnext"),
])
def test_each_place_in_its_turn(stand, finds):
    kinds = [event[0] for event in trace_of(stand)]
    assert kinds[next(i for i, kind in enumerate(kinds) if kind in TAKES)] == finds


TAKES = ("runqget", "getnext", "globrunqget", "globrunqgetbatch", "netready", "runqgrab", "grabnext")


@settings(max_examples=25)
@given(STANDS, st.integers(0, 99))
def test_all_is_found_once_and_the_last_thing_is_sleep(stand, seed):
    rt = standing_so(stand, seed)
    trace = found_by(rt, bool(stand.late))
    found = ran(trace)
    assert len(set(found)) == len(found) == sum(stand[1:])
    assert all(rt.allgs[g].status == G_DEAD for g in found)
    assert [gp.status for gp in rt.allgs[1:] if gp.id not in found].count(G_WAITING) == 1, "who waits for ever"
    assert trace[-1] == ("netpoll", rt.now, SEARCHER, None, 0) and trace[-2][4] == "sleep"
    assert rt.sched.nmspinning == 0 and rt.sched.pidle == [SEARCHER]


@settings(max_examples=25)
@given(STANDS, st.integers(0, 99))
def test_to_look_changes_nothing(stand, seed):
    watched = standing_so(stand, seed)
    plain = standing_so(stand, seed)
    for name in looking():
        if looking()[name] is not RULES[name]:
            setattr(plain, name, lambda *args, rule=RULES[name]: rule(plain, *args))
    kept = [event for event in found_by(watched, False) if event[0] != "look" or event[4] not in SILENT]
    for _ in search(plain):
        pass
    assert kept == [event for event in plain.trace if event[0] != "look" or event[4] not in SILENT]


def test_four_tries_in_rounds_of_all_ps_and_the_pause_only_for_a_runnext():
    trace = trace_of(NOTHING._replace(late=1))
    assert looks(trace).count("try") == 12 and looks(trace).count("pause") == 1
    assert all(sorted(event[5]) == [0, 1, 2] for event in trace if event[0] == "look" and event[4] == "try")
    pause = next(i for i, event in enumerate(trace) if event[0] == "look" and event[4] == "pause")
    assert trace[pause][5] == LOADED and trace[pause + 1][0] == "grabnext" and trace[pause - 1][5] == (3, LOADED)


def test_a_g_that_comes_late_wakes_nobody_and_is_found_by_looking_again():
    trace = trace_of(NOTHING._replace(late=1))
    kinds = [event[0] for event in trace]
    assert "startm" not in kinds
    late, drop, back = (kinds.index(kind) for kind in ("newproc", "releasep", "acquirep"))
    assert late < drop < back and ("spinning", trace[0][1], 1, None, 0) in trace[drop:back]
    assert trace_of(NOTHING)[-1][0] == "netpoll" and "acquirep" not in [event[0] for event in trace_of(NOTHING)]


def test_another_rule_set_goes_another_way():
    stand = NOTHING._replace(tick=61, own=1, glob=1)
    assert ran(trace_of(stand)) == ran(trace_of(stand, rules=WRONG["never-ticks"]))[::-1]


def test_the_alarm_of_the_one_who_waits_does_not_come():
    assert standing_so(NOTHING, 1).sched.arrivals == [(NEVER, 3)]


# Questions.

def names(stand: Stand) -> list[str]:
    return [event[4] for event in woven(trace_of(stand), ASKS) if event[0] == "question"]


def test_each_question_once_where_the_run_has_what_it_is_about():
    assert names(Stand()) == ["find-door", "find-timer", "find-late", "find-next"]
    assert names(NOTHING) == [] and names(NOTHING._replace(late=1)) == ["find-late", "find-next"]
    assert names(NOTHING._replace(network=1)) == [] and names(NOTHING._replace(network=2, ring=1)) == ["find-door"]


def test_each_question_stands_right_before_what_it_asks_about():
    trace = woven(trace_of(Stand()), ASKS)
    after = {event[4]: trace[i + 1] for i, event in enumerate(trace) if event[0] == "question"}
    assert after["find-door"][0] == "netready" and after["find-late"][0] == "newproc"
    assert after["find-timer"][4] == "timers" and after["find-next"][4] == "try"
    assert [event for event in trace if event[0] != "question"] == trace_of(Stand())
