"""The snapshots of a schedtrace, and the remarks on each."""

from dataclasses import replace

import pytest

from models.study.printed.schedread import parse
from models.study.printed.schedsnapshots import Snapshot, remarks, snapshots
from models.study.printed.schedtrace import G, M, P, Detailed, Short

from ..scheds import AN_M, A_G, A_P, DETAILED, OLD, REAL

# All at work: P0 with M0 and G1, P1 with M2 and G5; M1 is sysmon and asleep.
FINE = parse("""SCHED 5ms: gomaxprocs=2 idleprocs=0 threads=3 spinningthreads=0 needspinning=0 idlethreads=0 \
runqueue=0 gcwaiting=false nmidlelocked=0 stopwait=0 sysmonwait=false
  P0: status=1 schedtick=9 syscalltick=0 m=0 runqsize=0 gfreecnt=0 timerslen=0
  P1: status=1 schedtick=9 syscalltick=0 m=2 runqsize=0 gfreecnt=0 timerslen=0
  M2: p=1 curg=5 mallocing=0 throwing=0 preemptoff= locks=0 dying=0 spinning=false blocked=false lockedg=nil
  M1: p=nil curg=nil mallocing=0 throwing=0 preemptoff= locks=0 dying=0 spinning=false blocked=true lockedg=nil
  M0: p=0 curg=1 mallocing=0 throwing=0 preemptoff= locks=0 dying=0 spinning=false blocked=false lockedg=nil
  G1: status=2() m=0 lockedm=nil
  G5: status=2() m=2 lockedm=nil""")
SHORT = Short(5, 4, 0, 5, 0, 0, 0, 0, (0, 0, 0, 0), (1, 2, 3, 4))


def fine(**changes: dict) -> Snapshot:
    """That, with other values for a line: m2={"curg": None}."""
    [one] = snapshots(FINE)
    changed = {kind: tuple(replace(line, **changes.get(f"{kind[0]}{line.id}", {}))
                           for line in getattr(one, kind)) for kind in ("ps", "ms", "gs")}
    return replace(one, head=replace(one.head, **changes.get("head", {})), **changed)


def said(now: Snapshot, before: Snapshot | None = None) -> list[tuple]:
    return list(remarks(before, now))


def short(**changes: object) -> list[tuple]:
    return said(Snapshot(1, replace(SHORT, **changes)))


# Which lines belong together.

def test_a_head_begins_a_snapshot_whatever_stands_between():
    text = f"{DETAILED}\n{A_P}\nhello\n{AN_M}\n{A_G}\n\n{A_G}\n{OLD}\n{DETAILED}\n  P?: what\n{A_P}"
    found = snapshots(parse(text))
    assert [one.number for one in found] == [1, 8, 9]
    assert [type(one.head) for one in found] == [Detailed, Short, Detailed]
    assert [[type(line) for line in (*one.ps, *one.ms, *one.gs)] for one in found] == [[P, M, G, G], [], [P]]


def test_lines_before_the_first_head_are_a_snapshot_without_one():
    [one, two] = snapshots(parse(f"hello\n{A_G}\n{A_P}\n{DETAILED}"))
    assert (one.number, one.head, [gp.id for gp in one.gs], [pp.id for pp in one.ps]) == (2, None, [7], [1])
    assert two.number == 4 and list(remarks(one, two)) == list(remarks(None, two))


def test_a_text_without_such_lines_has_no_snapshot():
    assert snapshots(parse("hello\n\nSCHED")) == []


@pytest.mark.parametrize(("name", "sizes"), [
    ("busy-1.27.3", [(2, 3, 4), (2, 8, 19), (2, 9, 19)]), ("calls-panic-1.22.10", [(0, 0, 0), (2, 4, 5)])])
def test_the_snapshots_of_a_recording(name, sizes):
    assert [(len(one.ps), len(one.ms), len(one.gs)) for one in snapshots(parse(REAL[name]))] == sizes


# Remarks.

def test_there_is_nothing_to_remark_where_all_is_at_work():
    assert said(fine()) == [] and short() == []


@pytest.mark.parametrize(("changes", "remark"), [
    ({"runqueue": 2, "idleprocs": 1}, ("waiting", {"work": 2, "idle": 1, "spinning": 0})),
    ({"queues": (0, 7, 0, 1), "runqueue": 1, "idleprocs": 2},
     ("waiting", {"work": 9, "idle": 2, "spinning": 0})),
    ({"queues": (0, 0, 0, 1), "idleprocs": 1, "spinningthreads": 1},
     ("sought", {"work": 1, "idle": 1, "spinning": 1})),
    ({"idleprocs": 4, "idlethreads": 4}, ("idle", {})),
    ({"threads": 6}, ("others", {"n": 2})), ({"idleprocs": 1}, ("others", {"n": 2})),
    ({"threads": 9, "idlethreads": 2}, ("others", {"n": 3})),
    ({"queues": (255, 256, 0, 300)}, ("full", {"ps": [1, 3]})),
])
def test_counts_are_remarked_on(changes, remark):
    assert short(**changes)[0] == remark


def test_work_that_waits_is_no_remark_where_no_p_is_idle():
    assert short(runqueue=9, queues=(9, 9, 9, 9)) == []


def test_ticks_are_told_as_what_has_been_added():
    one, two = Snapshot(1, SHORT), Snapshot(2, replace(SHORT, ms=9, schedticks=(1, 5, 3, 9)))
    assert said(two, one) == [("ticked", {"each": [(0, 0), (1, 3), (2, 0), (3, 5)]})]
    assert said(two, two) == [] and said(two, replace(one, head=replace(SHORT, schedticks=(1,)))) == []
    old = Snapshot(1, replace(SHORT, schedticks=None))
    assert said(old, old) == said(old, one) == []
    assert said(fine(p1={"schedtick": 11}), fine()) == [("ticked", {"each": [(0, 0), (1, 2)]})]


def test_a_time_that_goes_back_is_another_process():
    one, two = Snapshot(1, replace(SHORT, ms=9)), Snapshot(2, replace(SHORT, ms=8, schedticks=(9, 9, 9, 9)))
    assert said(two, one) == [("restart", {})]


@pytest.mark.parametrize(("changes", "remark"), [
    ({"g1": {"status": 3}}, ("insyscall", {"p": 0, "m": 0, "g": 1})),
    ({"g1": {"status": 0x1003}}, ("insyscall", {"p": 0, "m": 0, "g": 1})),
    ({"p1": {"m": None, "status": 2}, "m2": {"p": None}, "g5": {"status": 3}}, None),
    ({"g1": {"status": 3}, "p0": {"status": 3}}, None),
    ({"g5": {"status": 4}}, ("onm", {"g": 5, "m": 2})),
    ({"g5": {"status": 0x1004}}, ("onm", {"g": 5, "m": 2})),
    ({"g5": {"status": 4, "m": None}}, None), ({"g5": {"status": 4, "m": 7}}, None),
    ({"g5": {"m": None}}, ("torn.nowhere", {"g": 5})),
    ({"g5": {"m": None, "status": 0x1002}}, ("torn.nowhere", {"g": 5})),
    ({"g5": {"m": None, "status": 1}}, None),
    ({"m2": {"curg": None}}, ("torn.g", {"g": 5, "m": 2, "other": None})),
    ({"m2": {"curg": 1}}, ("torn.g", {"g": 5, "m": 2, "other": 1})),
    ({"m2": {"p": None}, "p1": {"m": None, "status": 0}, "head": {"idleprocs": 1}},
     ("without", {"g": 5, "m": 2})),
    ({"p1": {"m": 0}}, ("torn.p", {"p": 1, "m": 0, "other": 0})),
    ({"p1": {"m": None}}, ("torn.unheld", {"p": 1})),
    ({"m2": {"p": 0}}, ("torn.p", {"p": 1, "m": 2, "other": 0})),
    ({"m1": {"p": 0}}, ("torn.m", {"p": 0, "m": 1, "other": 0})),
    ({"p1": {"m": 9}, "m2": {"p": 7}}, None),
    ({"head": {"idleprocs": 1}}, ("handed", {"said": 1, "seen": 0})),
    ({"m1": {"blocked": False}}, ("sysmon", {"m": 1})),
    ({"m1": {"blocked": False, "spinning": True}}, None), ({"m1": {"blocked": False, "curg": 1}}, None),
    ({"m0": {"p": None, "curg": None}, "p0": {"m": None, "status": 3}, "g1": {"status": 1, "m": None}},
     ("polling", {"ms": [0]})),
])
def test_lines_that_do_not_fit_together_are_remarked_on(changes, remark):
    found = said(fine(**changes))
    assert found[:1] == ([remark] if remark else [])


@pytest.mark.parametrize("curg", [17, None])
def test_where_a_spare_m_for_threads_of_c_was_made_first_sysmon_is_the_second(curg):
    """Where its curg is None, its goroutine waits in a call from C, and it waits for that."""
    free = {"p": None, "curg": None}
    spare = fine(m1={"blocked": curg is None, "lockedg": 17, "curg": curg}, m2=free, p1={"m": None, "status": 0},
                 g5={"status": 1, "m": None}, head={"idleprocs": 1})
    assert [remark for remark in said(spare) if remark[0] in ("sysmon", "polling")] == [("sysmon", {"m": 2})]


def test_every_remark_on_a_line_is_made():
    assert said(fine(m2={"p": 0})) == [("torn.p", {"p": 1, "m": 2, "other": 0}),
                                       ("torn.m", {"p": 0, "m": 2, "other": 0})]
    assert said(fine(p1={"m": 0})) == [("torn.p", {"p": 1, "m": 0, "other": 0}),
                                       ("torn.m", {"p": 1, "m": 2, "other": 0})]
    assert said(fine(m1={"blocked": False})) == [("sysmon", {"m": 1})]
    assert said(fine(head={"idleprocs": 2}, p0={"runqsize": 3})) == [
        ("waiting", {"work": 3, "idle": 2, "spinning": 0}), ("handed", {"said": 2, "seen": 0})]


def test_the_p_of_a_system_call_is_found_in_a_recording_of_the_newer_release():
    names = {release: {name for one in snapshots(parse(REAL[f"calls-{release}"]))
                       for name, _ in remarks(None, one)} for release in ("1.27.3", "1.22.10")}
    assert "insyscall" in names["1.27.3"] and "insyscall" not in names["1.22.10"]
