"""The replay explains kept recordings of real runs, and says of one that it does not explain which step that
is.
"""

import pytest

from models.golang.toolchain import VERSIONS
from models.study.replay import rules
from models.study.replay.kinds import locked, same, typed
from models.study.replay.order import Change, Tie, Turns, chained, follows, spins, taken
from models.study.replay.outcome import Explained, Unexplained
from models.study.replay.past import Past, Progress, Queue, seen_empty
from models.study.replay.run import Damaged, begun, replayed
from models.study.replay.why import why
from tests.golang.keep_steps import PROCS, kept

KEPT = {(name, version): kept(name, version) for name in PROCS for version in VERSIONS}
SMALL = {version: KEPT["small", version] for version in VERSIONS}


def first(version: str, kind: str) -> int:
    return next(i for i, event in enumerate(SMALL[version].events) if event[0] == kind)


@pytest.mark.parametrize(("name", "version"), KEPT)
def test_a_kept_recording_is_explained(name, version):
    made = KEPT[name, version]
    found = replayed(made.start, made.events, version)
    assert isinstance(found, Explained)
    assert found.events == [event[0] for event in made.events].index("end") > 150


def test_a_refusal_names_the_place_the_reason_and_the_state_before():
    made, at = SMALL["1.27.3"], first("1.27.3", "execute")
    kind, t, m, p, g, inherit, tick = made.events[at]
    events = [*made.events[:at], (kind, t, m, p, g, inherit, tick + 1), *made.events[at + 1:]]
    found = replayed(made.start, events, "1.27.3")
    assert (found.place, found.event, found.where[-1]) == (at + 1, events[at], "execute")
    assert found.refused == why("rule", event=("execute", 0, m, p, g, inherit, tick))
    assert found.before.allm[m].curg == 0 and found.before.allp[p].schedtick == tick - (not inherit)
    assert found.before.allgs[g].status == 1


def test_a_replay_may_stop_in_the_middle():
    made = SMALL["1.27.3"]
    run = begun(made.start, made.events, "1.27.3")
    run.play(turns=10)
    assert run.advanced == 10 and 5 < run.seen.now <= 10


@pytest.mark.parametrize("version", VERSIONS)
def test_neighbours_of_different_ms_may_have_been_logged_the_other_way_round(version):
    made, tried = SMALL[version], 0
    for i in range(first(version, "end") - 1):
        one, two = map(typed, made.events[i:i + 2])
        if one.m != two.m and not (locked(one) and locked(two)):
            tried += 1
            events = [*made.events[:i], two, one, *made.events[i + 2:]]
            assert isinstance(replayed(made.start, events, version), Explained), (one, two)
    assert tried > 5


def test_what_comes_after_the_end_need_not_be_explained():
    made, end = SMALL["1.27.3"], first("1.27.3", "end")
    events = [*made.events[:end + 1], ("stopm", 0, 0, None)]
    assert isinstance(replayed(made.start, events, "1.27.3"), Explained)


def test_what_must_have_come_before_is_told_of_others_too():
    made, at = SMALL["1.27.3"], first("1.27.3", "startm")
    events = [event for i, event in enumerate(made.events) if i not in (at - 1, at)]
    found = replayed(made.start, events, "1.27.3")
    assert isinstance(found, Unexplained)
    reasons = [found.refused, *(reason for *_, reason in found.waiting)]
    assert why("not-woken", m=made.events[at][4]) in reasons


@pytest.mark.parametrize("start", [{}, {"ps": [{}]}])
def test_a_damaged_start_is_refused(start):
    with pytest.raises(Damaged, match="KeyError"):
        replayed(start, [], "1.27.3")


# The parts.

def test_what_was_so_at_some_moment_is_known():
    past = Past(0)
    past.set(3, 1)
    past.set(5, 0)
    past.set(6, 0)
    assert [past.ever(step, bool) for step in (0, 3, 4, 5, 9)] == [True, True, True, False, False]
    assert past.since(4) == [1, 0] and past.since(5) == [0]


def test_what_an_m_has_read_begins_where_the_log_had_got_to():
    progress = Progress()
    assert [progress.took(1, 0), progress.took(2, 4), progress.took(3, 2)] == [0, 0, 2]
    assert progress.reached(2, 3) == 1   # 4 was taken before it, at step 2
    assert progress.reached(4, 2) == 2


def test_a_ring_may_have_been_seen_empty_when_its_head_and_tail_were_read_apart():
    def ring(head: int, tail: int) -> Queue:
        return Queue(head, tail, 0, False, 1, 0, 0, False)
    assert seen_empty([ring(1, 2), ring(2, 3)]) and not seen_empty([ring(1, 2), ring(1, 3)])


def test_changes_of_a_number_are_put_into_an_order_that_its_values_allow():
    gives_back = Change(9, 3, 1, 0)       # logged long after it was done
    changes = [Change(1, 3, 0, 1), Change(4, 7, 0, 1), Change(6, 5, 1, 2), gives_back]
    assert chained(changes, 0, []) == [1, 9, 4, 6]


def test_changes_that_no_order_explains_stay_as_they_are():
    assert chained([Change(1, 0, 5, 6), Change(2, 1, 0, 1)], 0, []) == [1, 2]


def test_a_change_by_an_m_that_was_woken_because_of_another_comes_after_that():
    wakes, woken, late = Change(3, 0, 0, 1), Change(7, 2, 1, 0), Change(9, 5, 1, 0)
    changes = [Change(1, 5, 0, 1), wakes, woken, late]
    assert chained(changes, 0, []) == [1, 7, 3, 9]  # either may have come first, as far as the numbers say
    assert chained(changes, 0, [Tie(4, 0, 2)]) == [1, 9, 3, 7]


@pytest.mark.parametrize(("ties", "must"), [
    ([], False),
    ([Tie(4, 0, 2)], True), ([Tie(2, 0, 2)], False), ([Tie(8, 0, 2)], False), ([Tie(4, 6, 2)], False),
    ([Tie(4, 0, 6), Tie(5, 6, 2)], True), ([Tie(4, 6, 2), Tie(5, 0, 6)], False),
    ([Tie(4, 0, None), Tie(5, 2, None)], True), ([Tie(4, 2, None), Tie(5, 0, None)], False),
    ([Tie(2, 0, None), Tie(5, 2, None)], False), ([Tie(4, 0, None), Tie(5, 6, None), Tie(6, 6, 2)], True)])
def test_what_was_certainly_first_is_told_by_who_woke_whom_and_who_held_the_lock(ties, must):
    assert follows(Change(7, 2, 1, 0), Change(3, 0, 0, 1), ties) == must


@pytest.mark.parametrize(("event", "change"), [
    (("spinning", 0, 1, 0, 1, 3), (2, 3)), (("spinning", 0, 1, 0, 0, 3), (4, 3)),
    (("nowakep", 0, 1, 0, 3), (4, 3)), (("wakep", 0, 1, 0, 1), (0, 1)), (("wakep", 0, 1, 0, 0), None),
    (("stopm", 0, 1, None), None)])
def test_what_an_event_does_to_nmspinning_stands_in_it(event, change):
    assert spins(typed(event)) == change


def test_of_events_in_a_certain_order_each_waits_for_those_before_it():
    turns = Turns([[3, 1, 5], [4, 2]], "locked")
    assert [seq for seq in range(7) if turns.forbids(seq)] == [1, 2, 5]
    turns.took(3)
    assert [seq for seq in range(7) if turns.forbids(seq)] == [2, 5]
    turns.took(4)
    turns.took(2)
    turns.took(1)
    assert not turns.forbids(2) and not turns.forbids(5)


@pytest.mark.parametrize(("event", "p"), [
    (("acquirep", 0, 5, 3), 3), (("retake", 0, 1, None, 2), 2), (("retake", 0, 6, 3, 2), 2),
    (("releasep", 0, 5, 3), None), (("entersyscall", 0, 5, 3, 9), None)])
def test_who_takes_a_p_has_it_when_that_is_logged(event, p):
    assert taken(typed(event)) == p


def test_only_what_the_log_and_the_model_both_say_is_compared():
    class rt:
        class sched:
            nmspinning = 2
    batch = ("globrunqgetbatch", 9, 1, 0, (3, 4), 7)
    assert same(typed(batch), batch, rt) and same(typed((*batch[:5], None)), batch, rt)
    assert not same(typed((*batch[:5], 8)), batch, rt) and not same(typed((*batch[:4], (3,), 7)), batch, rt)
    spinning = typed(("spinning", 9, 1, 0, 1, 2))
    assert same(spinning, ("spinning", 0, 1, 0, 1), rt) and not same(spinning, ("spinning", 0, 1, 0, 0), rt)
    assert not same(spinning._replace(nmspinning=1), ("spinning", 0, 1, 0, 1), rt)
    takes = typed(("acquirep", 9, 1, 2))
    assert same(takes, ("acquirep", 0, 1, 2), rt) and not same(takes, ("acquirep", 0, 1, 3), rt)


def test_a_rule_that_is_a_step_of_its_own_is_noted_and_done_later():
    def ready(rt, g):
        rt.note(("goready", g))
        rt.runqput("pp", g, next=True)
        return "done"

    class Rt:
        trace, woken = [], []
        note = trace.append
        runqput = rules.later("runqput")
    agenda, result = rules.carried_out(Rt(), ready, (7,))
    assert (agenda, result) == ([("goready", 7), rules.Later("runqput", ("pp", 7, True))], "done")
