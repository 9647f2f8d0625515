"""Whole machines in which everything goes on at once: what holds after every step, and over a run."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest

from models.runtime.constants import BY_RELEASE
from models.runtime.events import FIELDS
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.status import (
    G_DEAD, G_RUNNABLE, G_RUNNING, G_SYSCALL, G_WAITING, P_DEAD, P_GCSTOP, P_IDLE, P_RUNNING, P_SYSCALL,
    Throw)
from models.runtime.sysmon import SYSMON
from models.study.choosers import seeded
from models.study.fold import folded
from models.study.invariants import fresh, violations
from tests.study.test_fold import same

from .lively import main, program
from .test_machine_properties import DURATIONS

SLICE = 100_000  # ns, so that Gs that compute for long are asked to stop often
TICK = 50        # the first schedtick: the look at the global queue at 61 comes soon
BATCHES, SIZE = 5, 15


def machine(seed: int, release: str, by_clock: bool, **settings) -> Machine:
    """The machine of a seed: 1 to 6 Ps and, by the clock, 0 (no limit) to 3 CPUs."""
    rt = Runtime(1 + seed % 6, schedtick=TICK, choose=seeded(seed), durations=DURATIONS if by_clock else None,
                 const=replace(BY_RELEASE[release], force_preempt_ns=SLICE), **settings)
    made = Machine(rt, main, program(seed), cpus=seed // 6 % 4 if by_clock else 0)
    made.network = "'read'" in str(program(seed).steps)
    return made


class Look:
    """A machine between two steps, sorted into what its parts do."""

    def __init__(self, machine: Machine):
        self.rt, rt = machine.rt, machine.rt
        self.sched = rt.sched
        alarms = [m for _, _, m in machine.clock] + machine.awake + [*machine.off_cpu]
        self.up = Counter(m for m in alarms if m != SYSMON)
        self.midle = set(rt.sched.midle)
        down = {mp.id for mp in rt.allm} - set(self.up) - self.midle
        self.locked = {m for m in down if rt.allm[m].lockedg}
        self.ended = down - self.locked
        self.queued = Counter(g for pp in rt.allp for g in waiting_on(pp)) + Counter(rt.sched.runq)
        self.network = machine.network
        self.handed = {mp.lockedg for mp in rt.allm if mp.lockedg and mp.nextp is not None}


def waiting_on(pp) -> list[int]:
    """The Gs in pp's queue."""
    ring = [pp.runq[i % len(pp.runq)] for i in range(pp.runqhead, pp.runqtail)]
    return [*ring, pp.runnext] if pp.runnext else ring


def every_p_is_in_one_place(look: Look) -> None:
    """Held, promised to an M that is woken, idle, waiting for a G in a system call, or stopped."""
    rt, sched = look.rt, look.sched
    holder = {mp.p: mp.id for mp in rt.allm if mp.p is not None}
    promised = [mp.nextp for mp in rt.allm if mp.nextp is not None]
    calling = [pp.id for pp in rt.allp if pp.status == P_SYSCALL]
    stopped = [pp.id for pp in rt.allp if pp.status == P_GCSTOP and pp.m is None]
    assert sorted([*holder, *promised, *sched.pidle, *calling, *stopped]) == list(range(len(rt.allp)))
    for pp in rt.allp:
        assert pp.m == holder.get(pp.id)
        if pp.id in holder:
            assert pp.status == P_RUNNING or sched.gcwaiting and pp.status == P_GCSTOP
        elif pp.id in promised or pp.id in sched.pidle:
            assert pp.status == P_IDLE
    assert not calling or rt.const.release < "1.26"
    assert not stopped or sched.gcwaiting
    for pp in rt.state.deadp:
        assert (pp.status, pp.m, pp.timers, pp.gfree, waiting_on(pp)) == (P_DEAD, None, [], [], [])
    ids = [pp.id for pp in [*rt.allp, *rt.state.deadp]]
    assert ids == list(range(len(ids)))


def an_idle_p_has_no_work(look: Look) -> None:
    assert not any(waiting_on(look.rt.allp[p]) for p in look.sched.pidle)
    assert look.sched.npidle == len(set(look.sched.pidle))


def the_counts_are_right(look: Look) -> None:
    rt, sched = look.rt, look.sched
    assert sched.nmspinning == sum(mp.spinning or mp.mstartfn == "mspinning" for mp in rt.allm)
    assert sched.nmidlelocked in counted_asleep(look)
    assert sched.nmfreed == len(look.ended)
    assert sched.stopwait == (sum(pp.status != P_GCSTOP for pp in rt.allp) if sched.gcwaiting else 0)
    assert sched.gcsema.value == (not stopping(rt))
    assert sched.netpoll_waiters == len(sched.arrivals)


def counted_asleep(look: Look) -> range:
    """What nmidlelocked may be. One who finds a locked G may be quicker than its M, which is still to fall
    asleep: then that is counted as woken already. Without a P it cannot be told from one that slept.
    """
    early = [mp for mp in look.rt.allm if mp.lockedg and mp.park]
    most = len(look.locked) - sum(mp.p is not None for mp in early)
    return range(len(look.locked) - len(early), most + 1)


def stopping(rt: Runtime) -> list[int]:
    """The G that stops the world, if one does."""
    return [mp.curg for mp in rt.allm if mp.curg and rt.allgs[mp.curg].status == G_WAITING]


def every_m_sleeps_or_does_not(look: Look) -> None:
    rt = look.rt
    assert set(look.up.values()) <= {1} and len(look.midle) == len(rt.sched.midle)
    assert not look.midle & set(look.up)
    for mp in rt.allm:
        asleep = mp.id not in look.up
        assert mp.park == (mp.nextp is not None) and not (asleep and mp.park)
        assert not asleep or (mp.p, mp.curg, mp.spinning) == (None, 0, False)
        assert not mp.spinning or (mp.p is not None or mp.nextp is not None) and not mp.curg


def every_running_g_is_on_one_m(look: Look) -> None:
    rt = look.rt
    for mp in rt.allm:
        if not mp.curg:
            continue
        gp = rt.allgs[mp.curg]
        assert gp.m == mp.id
        if gp.status == G_WAITING:
            assert gp.waitreason == "stopping the world" and rt.sched.gcwaiting and mp.p is not None
        else:
            assert gp.status in (G_RUNNING, G_SYSCALL)
            assert mp.p is not None or gp.status == G_SYSCALL or rt.const.release >= "1.26"
    on = [mp.curg for mp in rt.allm if mp.curg]
    assert len(on) == len(set(on))
    assert {gp.id for gp in rt.allgs[1:] if gp.status in (G_RUNNING, G_SYSCALL)} == set(on) - {*stopping(rt)}


def every_runnable_g_waits_in_one_place(look: Look) -> None:
    """In one queue; or its own M has been woken to run it."""
    rt = look.rt
    runnable = {gp.id for gp in rt.allgs[1:] if gp.status == G_RUNNABLE}
    handed = {g for g in look.handed if rt.allgs[g].status == G_RUNNABLE}
    assert set(look.queued.values()) <= {1} and not handed & set(look.queued)
    assert handed | set(look.queued) == runnable and handed == look.handed


def every_sleeper_has_its_alarm(look: Look) -> None:
    """A timer in some P's heap, and something that the network will bring."""
    rt = look.rt
    heaps = [(pp.id, t) for pp in rt.allp for t in pp.timers]
    assert all(t.ts == p for p, t in heaps)
    assert sorted(t.arg for _, t in heaps) == who_waits(rt, "sleep")
    assert sorted(g for _, g in rt.sched.arrivals) == who_waits(rt, "IO wait")


def who_waits(rt: Runtime, reason: str) -> list[int]:
    """The Gs that wait for this reason."""
    return [gp.id for gp in rt.allgs[1:] if gp.status == G_WAITING and gp.waitreason == reason]


def locked_gs_run_on_their_m_only(look: Look) -> None:
    rt = look.rt
    for mp in rt.allm:
        assert not mp.lockedg or rt.allgs[mp.lockedg].lockedm == mp.id
        assert bool(mp.lockedg) == bool(mp.lockedExt)
        assert not mp.lockedg or mp.curg in (0, mp.lockedg)
    for gp in rt.allgs[1:]:
        assert gp.lockedm is None or rt.allm[gp.lockedm].lockedg == gp.id
        assert gp.lockedm is None or gp.m in (None, gp.lockedm)


def every_dead_g_is_in_one_list(look: Look) -> None:
    rt, sched = look.rt, look.sched
    free = [g for pp in rt.allp for g in pp.gfree] + sched.gfree_stack + sched.gfree_nostack
    assert sorted(free) == [gp.id for gp in rt.allgs[1:] if gp.status == G_DEAD]
    goids = [gp.goid for gp in rt.allgs[1:]]
    assert len(set(goids)) == len(goids) and max(goids) <= sched.goidgen


def no_p_is_idle_while_a_g_waits(look: Look) -> None:
    rt, sched = look.rt, look.sched
    if look.queued and sched.pidle and rt.state.main_started and not sched.gcwaiting:
        assert somebody_looks(look)


def a_timer_wakes_somebody_if_a_p_is_idle(look: Look) -> None:
    """An M sleeps until it goes off at most, or is woken to see what has changed. That is so without the
    network only: an M that comes back from the poller with a G runs it, and does not see to it that another
    sleeps in its place.
    """
    sched = look.sched
    first = min((t.when for pp in look.rt.allp for t in pp.timers), default=None)
    if first is not None and sched.pidle and not sched.gcwaiting and not look.network:
        assert sched.poller is not None and (0 < sched.poll_until <= first or sched.netpoll_wake_sig) or (
            somebody_looks(look))


def somebody_looks(look: Look) -> bool:
    """Whether somebody spins, or is woken, or has just stopped spinning and is about to look once more."""
    rt = look.rt
    return bool(rt.sched.nmspinning) or any(mp.nextp is not None for mp in rt.allm) or any(
        about_to_look(rt, rt.allm[m]) for m in look.up)


def about_to_look(rt: Runtime, mp) -> bool:
    """Whether mp, which is awake, is in find_runnable without a P. Up to Go 1.22, which wakes one M for each
    G that the network brings and none to look for more, also with one.
    """
    idle = mp.p is None or rt.const.release < "1.23"
    return idle and not mp.curg and not mp.errand and rt.sched.poller != mp.id


ALWAYS = (every_p_is_in_one_place, an_idle_p_has_no_work, the_counts_are_right, every_m_sleeps_or_does_not,
          every_running_g_is_on_one_m, every_runnable_g_waits_in_one_place, every_sleeper_has_its_alarm,
          locked_gs_run_on_their_m_only, every_dead_g_is_in_one_list, no_p_is_idle_while_a_g_waits,
          a_timer_wakes_somebody_if_a_p_is_idle)


def play(machine: Machine) -> Runtime:
    """Run to the end, and look after every step."""
    going = True
    while going:
        going = machine.step()
        if going:
            look = Look(machine)
            for holds in ALWAYS:
                holds(look)
        assert machine.steps < 100_000, "it goes on for ever"
    return machine.rt


BOTH = pytest.mark.parametrize("by_clock", [False, True], ids=["any order", "by the clock"])
RELEASES = pytest.mark.parametrize("release", BY_RELEASE)


@pytest.mark.parametrize("batch", range(BATCHES))
@BOTH
@RELEASES
def test_whatever_goes_on_nothing_is_lost_or_done_twice(release, by_clock, batch):
    for seed in range(SIZE * batch, SIZE * batch + SIZE):
        run, procs = machine(seed, release, by_clock), 1 + seed % 6
        rt = play(run)
        assert run.ending == ("DEADLOCK" if program(seed).stuck else "END"), run.message
        assert violations(rt.trace, fresh(procs, TICK)) == []
        assert same(folded(rt.trace, procs, TICK, rt.const), rt)
        times = [event[1] for event in rt.trace]
        assert times == sorted(times)


@BOTH
@RELEASES
def test_the_same_seed_is_the_same_run(release, by_clock):
    for seed in range(8):
        one, other = machine(seed, release, by_clock), machine(seed, release, by_clock)
        assert one.run() == other.run()
        assert one.rt.trace == other.rt.trace and one.rt.now == other.rt.now


@RELEASES
def test_the_programs_do_everything(release):
    seen = Counter()
    for seed in range(SIZE * BATCHES):
        run = machine(seed, release, by_clock=seed % 4 > 0)
        run.run()
        seen.update(event[5] if event[0] == "exitsyscall" else event[0] for event in run.rt.trace)
    never = {"exitsyscall", "closechan", "gokeep", "goyield", "log", "question", "runqputslow"}
    assert {*FIELDS, "kept", "old", "idle", "none"} - {*seen} == never


# The same with wrong rules: each of them is found out.

def wakep_unasked(rt, mp):
    """Without looking whether somebody spins."""
    rt.sched.nmspinning = 1
    if pp := rt.pidleget_spinning(mp):
        rt.startm(mp, pp, spinning=True)
    else:
        rt.sched.nmspinning -= 1


def give_up_p(rt, mp):
    """Without the last look."""
    yield "globrunqget"
    pp = rt.allp[mp.p]
    if rt.sched.gcwaiting:
        return None
    if gp := rt.globrunqgetbatch(pp):
        return gp
    rt.pidleput(mp, rt.releasep(mp))
    if spun := mp.spinning:
        rt.stop_spinning(mp)
        yield "recheck"
    return (yield from rt.poll_or_stop(mp, pp, spun))


def lay_aside_always(rt, mp, pp):
    """Whatever waits elsewhere."""
    if rt.runqempty(pp) and not rt.sched.gcwaiting:
        return rt.lay_aside(mp, pp)
    RULES["handoffp"](rt, mp, pp)


def no_stop(rt, mp):
    """Not as one that has been stopped, but as one that has found nothing."""
    if mp.spinning:
        rt.stop_spinning(mp)
    rt.pidleput(mp, rt.releasep(mp))
    yield from rt.stopm(mp)


def stay_locked(rt, mp, gp):
    """The M ends, but still belongs to its G."""
    mp.errand = "mexit"


def take_half(rt, mp, pp, status):
    """Only the status changes, and the M that has pp keeps it."""
    pp.status = status
    pp.syscalltick += 1


WRONG = {
    "wakes nobody": {"wakep": lambda rt, mp: None},
    "wakes unasked": {"wakep": wakep_unasked},
    "passes spinning on to nobody": {"resetspinning": lambda rt, mp: rt.stop_spinning(mp)},
    "does not look again": {"give_up_p": give_up_p},
    "hands off to nobody": {"handoffp": lay_aside_always},
    "stops no P": {"gcstopm": no_stop},
    "a locked G's M stays locked to it": {"end_locked": stay_locked},
    "takes a P and leaves it": {"take": take_half},
    "runs the network's first only": {"injectglist": lambda rt, mp, gs: None},
    "wakes no M in the poller": {"wakeNetPoller": lambda rt, mp, when: None},
    "leaves a P's queue behind": {"destroy": lambda rt, mp, pp: None},
    "waits for nobody who stops the world": {"stopTheWorldGC": lambda rt, gp: rt.stopTheWorld(gp)},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_rule_is_found_out(wrong):
    runs = product(range(30), BY_RELEASE, (True, False))
    assert any(fails(machine(*run, rules=replaced(**WRONG[wrong]))) for run in runs)


def fails(run: Machine) -> bool:
    """Whether something is noticed."""
    try:
        play(run)
    except (AssertionError, Throw):
        return True
    return False
