"""A recording that is damaged is refused, at the very step: kept recordings of real runs, broken in every
way.
"""

from collections.abc import Iterator

import pytest

from models.golang.toolchain import VERSIONS
from models.study.replay.outcome import Explained, Unexplained
from models.study.replay.run import Damaged, replayed
from models.study.replay.why import Why, why
from tests.golang.keep_steps import kept

SMALL = {version: kept("small", version) for version in VERSIONS}
CALLS = {version: kept("calls", version) for version in VERSIONS}


# Every event of a recording, changed.

def without(events, i, end):
    yield events[:i] + events[i + 1:]


def twice(events, i, end):
    yield [*events[:i], events[i], *events[i:]]


def changed_places(events, i, end):
    j = next((j for j in range(i + 1, end) if events[j][2] == events[i][2]), None)
    if j is not None and events[i][:1] + events[i][2:] != events[j][:1] + events[j][2:]:
        other = list(events)
        other[i], other[j] = other[j], other[i]
        yield other


def replacing(events, i, event):
    return [*events[:i], event, *events[i + 1:]]


def of_another_m(events, i, end):
    kind, t, m, *rest = events[i]
    yield replacing(events, i, (kind, t, m + 1 if m else 1, *rest))


def on_another_p(events, i, end):
    kind, t, m, p, *args = events[i]
    if p is not None:
        yield replacing(events, i, (kind, t, m, (p + 1) % 3, *args))


def changed_field(events, i, change) -> Iterator[list]:
    """The events with each field of event i changed to what change gives for it."""
    for k in range(4, len(events[i])):
        for value in change(events[i][k]):
            yield replacing(events, i, (*events[i][:k], value, *events[i][k + 1:]))


def with_another_number(events, i, end):
    yield from changed_field(events, i, lambda value: [value + 1] if isinstance(value, int) else [])


def with_nobody(events, i, end):
    yield from changed_field(events, i, lambda value: [None] if isinstance(value, int) else [])


def with_another_word(events, i, end):
    ways = {"kept": "none", "none": "kept", "idle": "old", "old": "idle", "work": "last", "last": "work",
            "needed": "stopped", "stopped": "needed", "timers": "needed"}
    yield from changed_field(events, i, lambda value: [ways[value]] if value in (*ways,) else [])


def with_other_gs(events, i, end):
    if events[i][0] != "look":
        yield from changed_field(events, i, lambda gs: [
            gs[:-1], (*gs, gs[0] + 900), (gs[0] + 900, *gs[1:]), *([gs[::-1]] if len(gs) > 1 else [])]
            if isinstance(gs, tuple) and gs else [])


# What is not noticed is allowed too: the last event of an M; a look at a P that may have been idle; which
# thread is made for a locked M; a number that nobody knows better (times, and when a timer goes off); a
# second lock; a slice of a P that sysmon need not tell.
MAY_BE_MISSED = {
    without: {"wakep", "look", "netpoll", "startm", "stopm", "slice", "preempt", "mreserve"},
    twice: {"called", "lockosthread", "slice", "preempt"},
    changed_places: {"gopark", "mreserve", "look", "slice", "preempt", "stoptheworld", "acquirep", "mget"},
    of_another_m: set(), on_another_p: set(),
    with_another_number: {"netpoll", "runqgrab", "called", "slice"},
    with_nobody: {"netpoll", "globrunqgetbatch"}, with_another_word: set(), with_other_gs: set()}


def refused(made, events, version) -> int | None:
    """The place that is not explained, from 0; None if all is."""
    try:
        found = replayed(made.start, events, version)
    except Damaged:
        return -1
    return None if isinstance(found, Explained) else found.place - 1


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("change", MAY_BE_MISSED, ids=lambda change: change.__name__)
def test_a_recording_with_one_event_changed_is_refused_at_that_event(change, version):
    made = SMALL[version]
    end = [event[0] for event in made.events].index("end")
    tried, missed, near = 0, [], 0
    for i in range(end):
        for events in change(made.events, i, end):
            tried += 1
            place = refused(made, events, version)
            if place is None:
                missed.append(made.events[i])
            else:
                near += place <= i + 1 or events[place][2] == made.events[i][2]
    print(f"{change.__name__} {version}: {tried} tried, {len(missed)} missed: {missed}")
    print(f"{near} of {tried - len(missed)} refused there, or at the next event of the same M")
    assert tried >= 2 and len(missed) <= tried // 4
    assert {event[0] for event in missed} <= MAY_BE_MISSED[change]
    assert near >= 0.9 * (tried - len(missed))


# Single ones, each for a reason.

def place_of(made, kind: str, *given, n: int = 0) -> int:
    """Where the event of that kind stands that has these fields after its P, the n-th of them."""
    found = [i for i, event in enumerate(made.events)
             if event[0] == kind and event[4:4 + len(given)] == given]
    return found[n]


def changed(made, at: int, **fields) -> list:
    """The events with some fields of one changed: m, p, or a number for its arguments."""
    event = list(made.events[at])
    for name, value in fields.items():
        event[{"m": 2, "p": 3}.get(name) or 4 + int(name[1:])] = value
    return replacing(made.events, at, tuple(event))


def why_not(made, events, version, at: int) -> Why:
    """Why that event is not explained; it must be that one."""
    found = replayed(made.start, events, version)
    assert isinstance(found, Unexplained) and found.place == at + 1, found
    assert found.event == events[at]
    return found.refused


@pytest.fixture(params=VERSIONS)
def version(request):
    return request.param


def test_a_step_that_is_missing_is_told_by_the_next_of_its_m(version):
    made = SMALL[version]
    at = place_of(made, "runnext")
    events = made.events[:at] + made.events[at + 1:]
    m = made.events[at][2]
    after = next(i for i in range(at, len(events)) if events[i][2] == m)
    assert why_not(made, events, version, after) == why("other-kind", m=m, kind="runnext")


def test_two_steps_that_have_changed_places_are_told_by_the_first(version):
    made = SMALL[version]
    at = place_of(made, "newproc")
    events = [*made.events[:at], made.events[at + 1], made.events[at], *made.events[at + 2:]]
    assert why_not(made, events, version, at) == why("nothing", m=made.events[at][2])


def test_an_index_that_is_not_the_queue_s_is_told(version):
    made = SMALL[version]
    at = place_of(made, "runqput")
    kind, t, m, p, g, index = made.events[at]
    assert why_not(made, changed(made, at, _1=index + 1), version, at) == why(
        "rule", event=("runqput", 0, m, p, g, index))


def test_a_step_on_a_p_that_its_m_does_not_have_is_told(version):
    made = SMALL[version]
    at = place_of(made, "execute")
    m, p = made.events[at][2:4]
    assert why_not(made, changed(made, at, p=(p + 1) % 3), version, at) == why("has-p", m=m, p=p)


def test_a_g_that_runs_on_one_m_cannot_run_on_another(version):
    made = CALLS[version]
    begins = [i for i, event in enumerate(made.events) if event[0] == "execute"]
    running: dict[int, int] = {}
    for at in begins:
        m, g = made.events[at][2], made.events[at][4]
        others = [one for who, one in running.items() if who != m and not leaves(made, who, one, at)]
        if others:
            reason = why_not(made, changed(made, at, _0=others[0]), version, at)
            assert reason.name == "rule" and reason.args["event"][4] == g
            return
        running[m] = g
    raise AssertionError("no two Gs run at a time")


def leaves(made, m: int, g: int, before: int) -> bool:
    """Whether g has left m before that place."""
    last = max(i for i, event in enumerate(made.events[:before]) if event[0] == "execute" and event[4] == g)
    return any(event[0] in ("gopark", "gosched", "goexit", "gopreempt", "exitsyscall") and event[2] == m
               for event in made.events[last:before])


def test_a_p_that_is_idle_cannot_be_used(version):
    made = SMALL[version]
    at = place_of(made, "newproc")
    kind, t, m, p, *args = made.events[at]
    idle = next(event[4] for event in made.events[:at] if event[0] == "pidleput" and event[4] != p)
    assert why_not(made, changed(made, at, p=idle), version, at) == why("has-p", m=m, p=p)


def test_an_idle_p_that_is_not_on_top_cannot_be_taken(version):
    made = SMALL[version]
    at = place_of(made, "pidleget")
    kind, t, m, p, top = made.events[at]
    assert why_not(made, changed(made, at, _0=(top + 1) % 3), version, at) == why(
        "rule", event=("pidleget", 0, m, p, top))


def test_a_g_that_lives_cannot_be_made(version):
    made = SMALL[version]
    at = place_of(made, "newproc", n=1)
    assert why_not(made, changed(made, at, _0=made.events[at][5]), version, at).name == "stands-on"


def test_a_g_that_runs_cannot_be_made_ready(version):
    made = SMALL[version]
    at = place_of(made, "goready")
    kind, t, m, p, g, by = made.events[at]
    event = (kind, t, m, p, by, by)
    assert why_not(made, replacing(made.events, at, event), version, at) == why(
        "stands-on", g=by, status="running", m=m)


def test_a_g_that_does_not_run_on_it_cannot_leave_an_m(version):
    made = SMALL[version]
    at = place_of(made, "gosched")
    m, g = made.events[at][2], made.events[at][4]
    other = g + 500
    assert why_not(made, changed(made, at, _0=other), version, at) == why("other-runs", m=m, g=g, other=other)


def test_a_p_whose_g_is_not_in_a_system_call_cannot_be_taken(version):
    made = CALLS[version]
    at = place_of(made, "retake")
    taken = made.events[at][4]
    assert why_not(made, changed(made, at, _0=taken + 1), version, at) == why("not-in-syscall", p=taken)


def test_sysmon_leaves_a_p_for_some_time(version):
    made = CALLS[version]
    at = place_of(made, "called")
    tp, us, _ = made.events[at][4:]
    assert why_not(made, changed(made, at, _2=0), version, at) == why("stays", p=tp, us=us)


def test_a_slice_lasts_ten_milliseconds(version):
    made = CALLS[version]
    at = place_of(made, "slice")
    tp = made.events[at][4]
    assert isinstance(replayed(made.start, changed(made, at, _2=10_000), version), Explained)
    assert why_not(made, changed(made, at, _2=9_999), version, at) == why("slice-short", p=tp, us=9_999)


def test_the_world_has_not_stopped_while_a_p_runs(version):
    made = SMALL[version]
    at = place_of(made, "gcstop", n=1)
    m = made.events[place_of(made, "worldstopped")][2]
    event = ("worldstopped", made.events[at][1], m, made.events[place_of(made, "worldstopped")][3])
    rest = [one for i, one in enumerate(made.events) if i != place_of(made, "worldstopped")]
    events = [*rest[:at], event, *rest[at:]]
    found = replayed(made.start, events, version)
    assert isinstance(found, Unexplained)
    reasons = [found.refused, *(reason for *_, reason in found.waiting)]
    assert {reason.name for reason in reasons} & {"ps-run", "other-kind", "nothing"}


def test_what_names_nobody_who_is_there_is_told(version):
    made = SMALL[version]
    at = place_of(made, "runqput")
    assert why_not(made, changed(made, at, p=77), version, at).name == "has-p"
    thread = ("mstart", 0, 77, None)
    assert why_not(made, [thread, *made.events], version, 0) == why("not-made", m=77)
