"""GOMAXPROCS by itself: the look at the host, the goroutine that changes the number, what switches it off."""

from dataclasses import replace

import pytest

from models.runtime.chan import recv
from models.runtime.constants import GO_1_22, GO_1_27
from models.runtime.exit import exit_program
from models.runtime.goroutine import go, gosched, log, work
from models.runtime.host import Host, cgroup_v2
from models.runtime.machine import Machine, logged
from models.runtime.maxprocs import SECOND, set_default_gomaxprocs, updater
from models.runtime.panic import goexit
from models.runtime.park import PARK
from models.runtime.procresize import gomaxprocs
from models.runtime.runtime import REQUESTS, Runtime, replaced
from models.runtime.state import M, UpdateMaxProcsG
from models.runtime.status import G_RUNNABLE, G_WAITING
from models.runtime.sysmon import SYSMON
from models.runtime.timer import sleep

from .build import SMALL, drain, error, kinds, running, runtime, throws

MS = 1_000_000
WAKEUP = {"wakeup": (50_000,)}
IDLE = "GOMAXPROCS updater (idle)"


def on(host, **settings):
    """A machine on a host, with G 1, which M 0 runs."""
    rt = runtime(gs=1, host=host, **settings)
    running(rt, 1)
    return rt


def waiting(host, **settings):
    """One on which G 1 is the goroutine for updates, and waits."""
    rt = on(host, **settings)
    rt.sched.updateMaxProcsG = UpdateMaxProcsG(lastgomaxprocs=-SECOND)
    frame = rt.updateMaxProcsGoroutine(rt.allgs[1])
    assert next(frame) == PARK
    rt.park_m(rt.allm[0], rt.allgs[1])
    rt.trace.clear()
    return rt, frame


def watch(rt):
    """What sysmon sees and does now, and whether it woke the goroutine."""
    rt.sysmonUpdateGOMAXPROCS(M(SYSMON))
    return list(rt.sched.runq)


# The start.


def test_the_goroutine_for_updates_is_made_once_even_if_main_s_g_is_used_again():
    def main():
        yield go(starts)
        yield goexit()

    def starts():
        yield gosched()
        for _ in range(3):
            yield go(log_once)
        yield gosched()
        yield exit_program()

    def log_once():
        yield log("ran")

    rt = Runtime(host=Host(1))
    Machine(rt, main).run()
    made = [event[4] for event in rt.trace if event[0] == "newproc"]
    assert 1 in made and logged(rt.trace) == ["ran"] * 3
    assert sum(gp.fn is updater for gp in rt.allgs[1:]) == 1


def test_the_host_decides_how_many_ps_there_are():
    assert [len(Runtime(7, host=Host(3, GOMAXPROCS=text)).allp) for text in ("", "5", "x")] == [3, 5, 3]
    assert [Runtime(host=Host(3, GOMAXPROCS=text)).sched.customGOMAXPROCS for text in ("", "5", "x")] == [
        False, True, False]


def test_without_a_host_nothing_is_there():
    rt = Runtime(7)
    assert (rt.host, len(rt.allp)) == (None, 7)
    assert (rt.sched.customGOMAXPROCS, rt.sched.updateMaxProcsG) == (False, None)


def test_more_ps_than_the_model_takes_are_refused():
    with error(ValueError, "procs is 1025; the model takes 1 to 1024 Ps"):
        Runtime(host=Host(3, GOMAXPROCS="1025"))


def test_the_goroutine_for_updates_is_made_by_main_as_it_begins():
    rt = on(Host(1))
    rt.defaultGOMAXPROCSUpdateEnable(rt.allgs[1])
    assert rt.trace == [("newproc", 0, 0, 0, 2, 1), ("runnext", 0, 0, 0, 2, 0)]
    assert (rt.allgs[2].fn, rt.allgs[2].args) == (updater, ())
    assert rt.sched.updateMaxProcsG == UpdateMaxProcsG(0, False, 0, -SECOND)


@pytest.mark.parametrize(("host", "const"), [
    (None, SMALL), (Host(2), replace(SMALL, release="1.22.10")), (Host(2, GODEBUG="updatemaxprocs=0"), SMALL),
    (Host(2, go="1.24"), SMALL)])
def test_without_a_host_and_where_it_may_not_it_is_not_made(host, const):
    rt = on(host, const=const)
    rt.defaultGOMAXPROCSUpdateEnable(rt.allgs[1])
    assert (rt.trace, len(rt.allgs), rt.sched.updateMaxProcsG) == ([], 2, None)


@pytest.mark.parametrize("host", [
    Host(1, GOMAXPROCS="1"), Host(1, GODEBUG="containermaxprocs=0"), Host(1, GODEBUG="updatemaxprocs=-1")])
def test_it_is_made_though_there_may_be_nothing_for_it_to_do(host):
    rt = on(host)
    rt.defaultGOMAXPROCSUpdateEnable(rt.allgs[1])
    assert kinds(rt) == ["newproc", "runnext"]


def test_only_main_s_first_frame_makes_it():
    rt = runtime(gs=2, host=Host(1))
    running(rt, 2)
    rt.first_frame(rt.allgs[2])
    assert rt.trace == []
    rt.allgs[2].status, rt.allgs[2].m = G_RUNNABLE, None
    running(rt, 1)
    rt.first_frame(rt.allgs[1])
    assert kinds(rt) == ["newproc", "runnext"]


def test_what_a_goroutine_may_ask_for():
    assert {"SetDefaultGOMAXPROCS", "updateMaxProcsGoroutine"} <= REQUESTS
    assert "defaultGOMAXPROCSUpdateEnable" not in REQUESTS
    assert set_default_gomaxprocs() == ("SetDefaultGOMAXPROCS",)
    assert list(updater()) == [("updateMaxProcsGoroutine",)]


def test_all_this_is_since_go_1_25():
    made, back = {}, {}
    for release in ("1.24.9", "1.25", "1.25.1"):
        rt = on(Host(2))
        rt.const = replace(SMALL, release=release)
        rt.defaultGOMAXPROCSUpdateEnable(rt.allgs[1])
        made[release] = len(rt.allgs) == 3
        rule = rt.SetDefaultGOMAXPROCS(rt.allgs[1])
        if release < "1.25":
            with error(ValueError, "Go 1.24.9 has no runtime.SetDefaultGOMAXPROCS"):
                next(rule)
        back[release] = next(rule, "nothing to do") == "nothing to do"
    assert made == {"1.24.9": False, "1.25": True, "1.25.1": True}
    assert back["1.25"] and back["1.25.1"]


# The goroutine.


def test_it_waits_and_says_so():
    rt, _ = waiting(Host(4))
    assert rt.sched.updateMaxProcsG == UpdateMaxProcsG(1, True, 0, -SECOND)
    assert (rt.allgs[1].status, rt.allgs[1].waitreason) == (G_WAITING, IDLE)
    assert rt.allm[0].waitunlockf is None and rt.allm[0].waitlock is None


def wake(rt, frame):
    """The goroutine runs again, and until it waits or ends."""
    rt.sched.runq.clear()
    rt.allgs[1].status = G_RUNNABLE
    running(rt, 1)
    rt.trace.clear()
    return next(frame, "ended")


def test_when_it_is_woken_it_stops_the_world_and_sets_the_number_and_waits_again():
    rt, frame = waiting(Host(4))
    update = rt.sched.updateMaxProcsG
    update.idle, update.procs = False, 2
    assert wake(rt, frame) == PARK
    assert [event for event in rt.trace if event[0] in ("stoptheworld", "procresize", "starttheworld")] == [
        ("stoptheworld", 0, 0, 0), ("procresize", 0, 0, 0, 4, 2), ("starttheworld", 0, 0, 0)]
    assert (len(rt.allp), update.idle, rt.sched.customGOMAXPROCS, rt.sched.newprocs) == (2, True, False, 0)


def test_it_leaves_the_number_and_ends_if_the_program_has_said_one_meanwhile():
    rt, frame = waiting(Host(4))
    update = rt.sched.updateMaxProcsG
    update.idle, update.procs, rt.sched.customGOMAXPROCS = False, 2, True
    assert wake(rt, frame) == "ended"
    assert ("procresize", 0, 0, 0, 4, 4) in rt.trace and kinds(rt)[-1] != "gopark"
    assert "starttheworld" in kinds(rt)
    assert (len(rt.allp), update.idle, rt.sched.customGOMAXPROCS) == (4, False, True)


def test_it_must_not_begin_twice():
    rt = on(Host(4))
    rt.sched.updateMaxProcsG = UpdateMaxProcsG(idle=True)
    with throws("updateMaxProcsGoroutine: phase error"):
        next(rt.updateMaxProcsGoroutine(rt.allgs[1]))


# sysmon.


def test_sysmon_looks_at_once_and_then_once_a_second():
    seen = []
    rules = replaced(sysmonUpdateGOMAXPROCS=lambda rt, mp: seen.append((rt.now, mp.id)))
    rt, _ = waiting(Host(4), rules=rules)
    for rt.now in (20_000, 40_000, SECOND, SECOND + 19_999, SECOND + 20_000, SECOND + 20_001, 5 * SECOND,
                   6 * SECOND - 1):
        rt.update_if_due(M(SYSMON))
    assert seen == [(20_000, SYSMON), (SECOND + 20_000, SYSMON), (5 * SECOND, SYSMON)]
    assert rt.sched.updateMaxProcsG.lastgomaxprocs == 5 * SECOND
    assert SECOND == 1_000_000_000


def test_sysmon_does_not_look_where_there_is_no_goroutine_to_wake():
    rt = on(Host(4, later=((5, {"cpus": 2}),), GODEBUG="updatemaxprocs=0"))
    rt.now = 5
    assert rt.update_if_due(M(SYSMON)) is None
    assert rt.trace == []


def test_sysmon_wakes_the_goroutine_if_the_number_should_be_another():
    rt, _ = waiting(Host(4, later=((5, {"cpus": 2}), (9, {"cpus": 8}))))
    update = rt.sched.updateMaxProcsG
    rt.now = 4
    assert watch(rt) == [] and update.idle and rt.trace == []
    rt.now = 5
    assert watch(rt) == [1]
    assert (update.idle, update.procs, rt.allgs[1].status) == (False, 2, G_RUNNABLE)
    assert kinds(rt)[0] == "injectglist" and rt.trace[0][2] == SYSMON and "startm" in kinds(rt)


def test_sysmon_does_not_while_the_last_change_is_still_to_be_made():
    rt, _ = waiting(Host(4, later=((5, {"cpus": 2}), (9, {"cpus": 8}))))
    rt.now = 5
    watch(rt)
    rt.trace.clear()
    rt.now = 9
    assert watch(rt) == [1]
    assert (rt.trace, rt.sched.updateMaxProcsG.procs) == ([], 2)


def test_sysmon_leaves_a_program_alone_that_has_said_its_number():
    rt, _ = waiting(Host(4, later=((5, {"cpus": 2}),)))
    rt.now, rt.sched.customGOMAXPROCS, rt.host = 5, True, None  # and it does not look at the host
    assert watch(rt) == [] and rt.sched.updateMaxProcsG.idle


# The program's word.


def ask(rt, rule, *args):
    """What the running G 1 gets for an answer."""
    return drain(getattr(rt, rule)(rt.allgs[1], *args))[1]


@pytest.mark.parametrize(("n", "custom"), [(0, False), (-1, False), (4, True), (3, True)])
def test_a_number_is_the_program_s_word_even_if_it_is_the_same(n, custom):
    rt = on(Host(4))
    assert ask(rt, "GOMAXPROCS", n) == 4
    assert rt.sched.customGOMAXPROCS is custom
    assert ("stoptheworld" in kinds(rt)) == (n == 3)


def test_a_number_that_the_model_does_not_take_is_nobody_s_word():
    rt = on(Host(4))
    with error(ValueError, "GOMAXPROCS(1025); the model takes up to 1024 Ps"):
        ask(rt, "GOMAXPROCS", 1025)
    assert rt.sched.customGOMAXPROCS is False


@pytest.mark.parametrize(("custom", "now", "stops"), [
    (False, 4, False), (True, 4, True), (False, 2, True), (True, 2, True)])
def test_going_back_to_the_default_stops_the_world_if_anything_is_to_change(custom, now, stops):
    rt = on(Host(4, GOMAXPROCS="4" * custom))
    rt.host = Host(now)
    assert ask(rt, "SetDefaultGOMAXPROCS") is None
    assert [event[-2:] for event in rt.trace if event[0] == "procresize"] == [(4, now)] * stops
    assert ("starttheworld" in kinds(rt)) is stops and bool(rt.trace) is stops
    assert (len(rt.allp), rt.sched.customGOMAXPROCS, rt.sched.newprocs) == (now, False, 0)


def test_the_default_is_that_of_the_moment_and_the_release():
    host = Host(8, cgroup_v2("300000 100000"), later=((5, {"cpus": 2}),))
    rt = on(host)
    assert rt.defaultGOMAXPROCS() == 3
    rt.now = 5
    assert rt.defaultGOMAXPROCS() == 2
    assert on(host, const=replace(SMALL, release="1.22.10")).defaultGOMAXPROCS() == 8


def test_there_is_no_default_without_a_host():
    with error(ValueError, "there is no default number of Ps without a host: Runtime(host=Host(...))"):
        ask(runtime(gs=1), "SetDefaultGOMAXPROCS")


def test_go_1_22_has_no_way_back():
    with error(ValueError, "Go 1.22.10 has no runtime.SetDefaultGOMAXPROCS"):
        ask(on(Host(2), const=replace(SMALL, release="1.22.10")), "SetDefaultGOMAXPROCS")


def test_no_program_has_no_p():
    rt = on(Host(2))
    for n in (0, -2**31):
        with throws("procresize: invalid arg"):
            rt.procresize(rt.allm[0], n)
    assert rt.trace == [] and len(rt.allp) == 2


# Whole programs.


def looks(times, every=100 * MS):
    """A program that says how many Ps there are, so many times."""
    for _ in range(times):
        yield log((yield gomaxprocs()))
        yield sleep(every)


def changes(values):
    """The values without repetitions."""
    return [value for i, value in enumerate(values) if i == 0 or values[i - 1] != value]


def run(host, main, *args, const=GO_1_27):
    rt = Runtime(host=host, durations=WAKEUP, const=const)
    assert Machine(rt, main, *args).run() == "END"
    return rt


LIMITED = Host(8, cgroup_v2("max 100000"), later=(
    (SECOND, {"files": cgroup_v2("250000 100000")}), (2 * SECOND, {"cpus": 2}), (3 * SECOND, {"cpus": 16}),
    (4 * SECOND, {"files": cgroup_v2("max 100000")})))


def test_a_program_follows_its_host():
    rt = run(LIMITED, looks, 60)
    assert changes(logged(rt.trace)) == [8, 3, 2, 3, 16]
    times = [event[1] for event in rt.trace if event[0] == "procresize"]
    for i, at in enumerate(times, 1):
        assert i * SECOND < at <= (i + 1) * SECOND + 200 * MS


@pytest.mark.parametrize(("host", "const", "number"), [
    (replace(LIMITED, GOMAXPROCS="5"), GO_1_27, 5),
    (replace(LIMITED, GODEBUG="updatemaxprocs=0"), GO_1_27, 8), (replace(LIMITED, go="1.24"), GO_1_27, 8),
    (LIMITED, GO_1_22, 8)])
def test_it_does_not_where_that_is_switched_off(host, const, number):
    assert changes(logged(run(host, looks, 60, const=const).trace)) == [number]


def test_it_does_not_after_a_number_of_its_own_until_it_asks_for_the_default():
    def main():
        yield gomaxprocs(8)
        yield from looks(25)
        yield set_default_gomaxprocs()
        yield from looks(35)

    assert changes(logged(run(LIMITED, main).trace)) == [8, 2, 3, 16]


def test_a_program_that_sleeps_follows_when_it_wakes():
    rt = run(Host(4, later=((SECOND, {"cpus": 2}),)), looks, 3, 20 * SECOND)
    assert (logged(rt.trace)[0], logged(rt.trace)[-1]) == (4, 2)
    assert [event[1] // SECOND for event in rt.trace if event[0] == "procresize"] == [20]


def test_a_program_that_computes_on_all_ps_follows():
    def main():
        for _ in range(6):
            yield go(computes)
        yield work(3 * SECOND)
        yield log((yield gomaxprocs()))

    def computes():
        yield work(5 * SECOND)

    assert logged(run(Host(4, later=((SECOND, {"cpus": 2}),)), main).trace) == [2]


def test_one_p_may_become_several():
    assert changes(logged(run(Host(1, later=((SECOND, {"cpus": 3}),)), looks, 30).trace)) == [1, 3]


def test_the_goroutine_that_has_ended_is_not_replaced():
    """As real Go has it: a call of GOMAXPROCS while an update is on its way ends updates for good."""
    def main(until):
        for _ in range(200):
            yield work(5 * MS)
            yield gosched()
        yield work(until - SECOND)
        yield gomaxprocs(4)
        yield from looks(5)
        yield set_default_gomaxprocs()
        yield from looks(30)

    host = Host(2, later=((MS, {"cpus": 3}), (2 * SECOND, {"cpus": 5})))
    woken = next(event[1] for event in run(host, main, 2 * SECOND).trace if event[0] == "injectglist")
    ends = {}
    for late, numbers in ((40_000, [4, 3]), (40 * MS, [4, 3, 5])):
        rt = run(host, main, woken + late)
        assert changes(logged(rt.trace)) == numbers
        ends[late] = [event[4] for event in rt.trace if event[0] == "goexit"]
        assert rt.sched.updateMaxProcsG.idle is (late == 40 * MS)
    assert ends == {40_000: [2, 1], 40 * MS: [1]}


def test_its_waiting_is_no_part_of_a_deadlock():
    def blocks():
        yield recv(0)

    def leaves():
        yield goexit()

    for main, says, lines in ((blocks, "all goroutines are asleep - deadlock!", 1),
                              (leaves, "no goroutines (main called runtime.Goexit) - deadlock!", 0)):
        rt = Runtime(host=Host(1))
        machine = Machine(rt, main)
        assert machine.run() == "DEADLOCK" and machine.message == f"fatal error: {says}"
        assert rt.allgs[2].waitreason == IDLE
        assert rt.deadlock_report()[0] == machine.message and len(rt.deadlock_report()) == 1 + lines


def test_where_every_order_is_played_nobody_looks():
    rt = Runtime(host=Host(2, later=((1, {"cpus": 1}),)))
    assert Machine(rt, looks, 30).run() == "END"
    assert rt.now > 2 * SECOND and rt.defaultGOMAXPROCS() == 1
    assert changes(logged(rt.trace)) == [2] and "injectglist" not in kinds(rt)
