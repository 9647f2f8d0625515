"""Recordings of real runs keep every invariant; damaged ones are refused."""

import json

import pytest

from models.golang import evidence, recording
from models.golang.evidence import EvidenceError
from models.golang.overlay import decode, order
from models.golang.overlay.decode import Logged
from models.golang.times import fourp
from models.golang.toolchain import VERSIONS, ToolchainError
from models.study import invariants
from models.study.measure import measures

KEPT = ("recording", "recording-most", "recording-1.22.10")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("args", [["24", "20000"], ["2000", "2000"]], ids=["few", "many"])
def test_a_run_of_real_go_keeps_the_invariants(version, args):
    run, unused = recording.record(version, "steal.go", args, procs=4)
    print(f"Go {version} {args}: {len(run.events)} events, {run.about['moved']} moved, "
          f"{unused} runs not used")
    assert invariants.violations(run.events, run.start) == []
    assert sum(event[0] == "newproc" for event in run.events) == int(args[0])
    assert unfinished(run.events) <= running(run.events)
    assert {event[0] for event in run.events} >= {"runqput", "runqget", "execute", "startm"}


def unfinished(events):
    """The goroutines that were made and have not ended: main waits for their work, and not for their ends."""
    return {event[4] for event in events if event[0] == "newproc"} - {
        event[4] for event in events if event[0] == "goexit"}


def running(events):
    """The goroutine that each M executed last."""
    return {*{event[2]: event[4] for event in events if event[0] == "execute"}.values()}


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_recording_keeps_the_invariants_and_fits_a_figure(name):
    run = recording.load(name)
    assert invariants.violations(run.events, run.start) == []
    assert len(run.events) <= 500
    assert run.about["reconstructed"] is True
    assert run.events[-1][0] == "execute" and run.events[-1][4] == 1  # main goes on
    times = [event[1] for event in run.events]
    assert times == sorted(times) and times[0] == 0


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_recording_shows_steals(name):
    assert len(measures.steals(recording.load(name).events)) >= 2


def test_the_kept_recordings_are_among_the_runs_summed_up():
    rows = evidence.load("four-p")["runs"]
    assert len(rows) == fourp.RUNS
    for name in KEPT[:2]:
        assert fourp.summary(recording.load(name)) in rows


def test_the_spread_is_that_of_the_runs():
    kept = evidence.load("four-p")
    for name, (low, _, high) in kept["spread"].items():
        assert low == min(row[name] for row in kept["runs"])
        assert high == max(row[name] for row in kept["runs"])


def damaged(change) -> dict:
    """The kept recording as plain data, with one thing changed."""
    data = json.loads(json.dumps(evidence.load("recording")))
    change(data)
    return data


@pytest.mark.parametrize(("change", "says"), [
    (lambda d: d.pop("start"), "is not a recording"),
    (lambda d: d["events"].insert(3, ["runqwhat", 0, 0, 0]), "damaged at event 3: unknown event"),
    (lambda d: d["events"][5].pop(), "damaged at event 5"),
    (lambda d: d["events"].insert(2, []), "damaged at event 2")])
def test_a_damaged_recording_is_refused(change, says):
    with pytest.raises(EvidenceError, match=says):
        recording.parse("recording", damaged(change))


def test_an_event_on_a_p_that_does_not_exist_is_refused():
    data = damaged(lambda d: d["events"][1].__setitem__(3, 9))
    run = recording.parse("recording", data)
    with pytest.raises(ValueError, match="event 1 .* is damaged"):
        invariants.violations(run.events, run.start)


def logged(*events) -> list[Logged]:
    """A log as it might have been taken; a runqgrab is given the tail that the thief saw last."""
    return [Logged(e[:8], i, e[8] if e[0] == "runqgrab" else None) for i, e in enumerate(events)]


def reconstruct(log: list[Logged]) -> list[tuple]:
    """The events of the log in a consistent order, with rising times."""
    return order.rising(order.arrange(log))


def test_a_steal_logged_late_is_put_before_the_later_put_that_it_did_not_see():
    log = logged(("runqput", 1, 0, 0, 2, 0), ("runqput", 2, 0, 0, 3, 1),
                 ("runqput", 3, 0, 0, 4, 2), ("runqgrab", 4, 1, 1, 0, 0, (2,), 0, 2))
    assert [e[0] for e in reconstruct(log)] == ["runqput", "runqput", "runqgrab", "runqput"]


def test_a_take_logged_before_its_put_is_put_after_it():
    log = logged(("grabnext", 1, 1, 1, 0, 2), ("runnext", 2, 0, 0, 2, 0))
    assert [e[0] for e in reconstruct(log)] == ["runnext", "grabnext"]


def test_heads_grow_whatever_the_log_says():
    log = logged(("runqput", 1, 0, 0, 2, 0), ("runqput", 2, 0, 0, 3, 1),
                 ("runqget", 3, 0, 0, 3, 1), ("runqgrab", 4, 1, 1, 0, 0, (2,), 0, 1))
    assert [e[0] for e in reconstruct(log)] == ["runqput", "runqgrab", "runqput", "runqget"]


LATE = (("runqput", 0, 0, 0, 2, 0), ("runqput", 1, 0, 0, 3, 1))  # the second only after the steal
STEAL = ("runqgrab", 4, 1, 1, 0, 0, (2,), 0, 1)


def test_a_thread_takes_its_p_after_it_was_started():
    log = logged(*LATE, ("startm", 2, 0, 0, 2, 2, 1, 0), ("acquirep", 3, 2, 2), STEAL)
    assert [e[0] for e in reconstruct(log)] == [
        "runqput", "runqgrab", "runqput", "startm", "acquirep"]


def test_a_p_is_left_before_it_is_taken():
    log = logged(*LATE, ("releasep", 2, 0, 0), ("acquirep", 3, 2, 0), STEAL)
    assert [e[0] for e in reconstruct(log)][-2:] == ["releasep", "acquirep"]


def test_a_thread_sleeps_before_it_is_started():
    log = logged(*LATE, ("stopm", 2, 0, None), ("startm", 3, 2, 2, 0, 0, 1, 0), STEAL)
    assert [e[0] for e in reconstruct(log)][-2:] == ["stopm", "startm"]


def test_a_g_waits_before_it_is_made_ready():
    log = logged(*LATE, ("gopark", 2, 0, 0, 9, "sleep"), ("goready", 3, 2, 2, 9, 8), STEAL)
    assert [e[0] for e in reconstruct(log)][-2:] == ["gopark", "goready"]


def test_a_ring_is_empty_before_its_owner_leaves():
    log = logged(("runqput", 0, 0, 0, 2, 0), ("releasep", 1, 0, 0), STEAL)
    assert [e[0] for e in reconstruct(log)] == ["runqput", "runqgrab", "releasep"]


def test_a_runnext_is_empty_before_its_owner_turns_to_its_ring():
    log = logged(("runqput", 0, 0, 0, 2, 0), ("runnext", 1, 0, 0, 3, 0), ("runqget", 2, 0, 0, 2, 0),
                 ("grabnext", 3, 1, 1, 0, 3))
    assert [e[0] for e in reconstruct(log)][-2:] == ["grabnext", "runqget"]


def test_the_global_queue_keeps_the_order_of_its_lock():
    log = [Logged(("acquirep", 6, 1, 1), 6, None),
           Logged(("globrunqgetbatch", 3, 1, 1, (2,), 0), 3, None),
           Logged(("globrunqput", 5, 0, 0, 3), 5, None)]
    assert [e[0] for e in reconstruct(log)] == ["acquirep", "globrunqgetbatch", "globrunqput"]


def test_what_one_m_does_in_one_go_stays_together():
    log = logged(("newproc", 0, 0, 0, 2, 1), ("stopm", 1, 5, None), ("runnext", 2, 0, 0, 2, 0))
    assert [e[0] for e in reconstruct(log)] == ["newproc", "runnext", "stopm"]


def test_times_never_go_back():
    log = logged(("grabnext", 1, 1, 1, 0, 2), ("runnext", 2, 0, 0, 2, 0))
    assert [e[1] for e in reconstruct(log)] == [2, 2]
    assert order.moved(order.arrange(log)) == 1


def test_a_log_that_allows_no_order_is_refused():
    log = logged(("runqget", 1, 0, 0, 2, 0), ("runqput", 2, 0, 0, 2, 0))
    with pytest.raises(ToolchainError, match="the log allows no order"):
        reconstruct(log)


@pytest.mark.parametrize(("log", "says"), [
    (b"", "damaged: 0 bytes"), (b"x" * 65, "damaged: 65 bytes"),
    (decode.RECORD.pack(0, 4, 0, 0, 0, *[0] * 10), "damaged at record 0"),
    (decode.RECORD.pack(0, 99, 1, 0, 0, *[0] * 10), "damaged at record 0"),
    (decode.RECORD.pack(0, 4, 1, 0, 0, *[0] * 10) * decode.CAPACITY, "more than 262144 events")])
def test_a_log_that_is_cut_off_or_unfinished_is_refused(log, says):
    with pytest.raises(ToolchainError, match=says):
        decode.unpack(log)
