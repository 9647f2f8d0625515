"""Several Ms: by a clock, by a chooser, on fewer CPUs; and how a program ends."""

import pytest

from models.runtime.events import read
from models.runtime.fatal import Fatal, Panicked
from models.runtime.goroutine import call, go, gosched, log, work
from models.runtime.machine import Machine, logged
from models.runtime.runtime import Runtime, replaced
from models.runtime.status import G_DEAD, Throw
from models.runtime.sysmon import SYSMON
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait
from models.study.choosers import seeded

from .build import error, throws

NOBODY = "no M can go on, and checkdead has not seen it"
TIMES = {"none": (0,)}  # a table by which no step takes time


def says(*values):
    for value in values:
        yield log(value)


def times(rt):
    """When what was logged."""
    return {event[5]: event[1] for event in rt.trace if event[0] == "log"}


def events(rt, *kinds):
    return [event for event in rt.trace if event[0] in kinds]


# One M.


def test_main_waits_in_runnext_of_p0_with_its_arguments():
    rt = Runtime(2)
    machine = Machine(rt, says, "a", "b")
    assert (rt.allp[0].runnext, rt.allgs[1].args) == (1, ("a", "b"))
    assert (machine.ending, machine.message, machine.steps, machine.cpus) == ("", "", 0, 0)
    assert machine.run() == "END"
    assert machine.message == ""
    assert logged(rt.trace) == ["a", "b"]


@pytest.mark.parametrize("procs, durations, steps", [
    (1, None, 2), (1, TIMES, 2), (1, {"execute": (5,)}, 3), (2, TIMES, 2), (2, None, 3)])
def test_main_s_return_ends_the_program_and_all_others(procs, durations, steps):
    """Where time passes by the clock, that a G is to run is a step of its own only if it takes time."""
    def main():
        yield go(says, "never")

    rt = Runtime(procs, durations=durations)
    machine = Machine(rt, main)
    assert [machine.step() for _ in range(steps)] == [True] * (steps - 1) + [False]
    assert (machine.ending, machine.steps) == ("END", steps)
    assert machine.step() is False
    assert machine.steps == steps
    assert logged(rt.trace) == []


def test_when_nobody_can_go_on_it_is_a_deadlock():
    def main():
        wg = yield waitgroup()
        yield wg_add(wg, 1)
        yield wg_wait(wg)

    rt = Runtime(3)
    machine = Machine(rt, main)
    assert machine.run() == "DEADLOCK"
    assert machine.step() is False
    assert rt.sched.midle == [0] and sorted(rt.sched.pidle) == [0, 1, 2]
    assert machine.message == "fatal error: all goroutines are asleep - deadlock!"


@pytest.mark.parametrize("procs", [1, 2])
@pytest.mark.parametrize("error_, ending, message", [
    (Fatal("all is lost"), "FATAL", "fatal error: all is lost"),
    (Fatal("all is lost", "panic: boom\n\t"), "FATAL", "panic: boom\n\tfatal error: all is lost"),
    (Panicked("panic: boom"), "PANIC", "panic: boom")])
def test_a_program_that_cannot_go_on_ends_with_go_s_words(procs, error_, ending, message):
    def main():
        yield log("before")
        yield go(says, "never")
        yield call(fails)

    def fails():
        yield log("here")
        raise error_

    rt = Runtime(procs)
    machine = Machine(rt, main)
    assert (machine.run(), machine.message, logged(rt.trace)) == (ending, message, ["before", "here"])
    assert machine.step() is False
    assert machine.ending == ending


@pytest.mark.parametrize("procs", [1, 2])
def test_what_the_runtime_itself_does_wrong_is_no_ending(procs):
    def ask_log(rt, gp, value):
        raise Throw("no log")

    machine = Machine(Runtime(procs, rules=replaced(ask_log=ask_log)), says, "a")
    with throws("no log"):
        machine.run()
    assert machine.ending == ""


@pytest.mark.parametrize("procs", [1, 2])
def test_main_is_dead_when_it_has_returned(procs):
    rt = Runtime(procs)
    Machine(rt, says, "a").run()
    assert (rt.allgs[1].status, rt.exited, rt.trace[-1][0]) == (G_DEAD, True, "goexit")


def test_a_program_without_end_ends_at_the_limit():
    def main():
        while True:
            yield gosched()

    machine = Machine(Runtime(), main)
    assert machine.run(max_steps=40) == "LIMIT"
    assert machine.steps == 40


def test_a_limit_that_is_not_reached_changes_nothing():
    assert Machine(Runtime(), says).run(max_steps=3) == "END"


def forever():
    while True:
        yield gosched()


@pytest.mark.parametrize("procs", [1, 2])
def test_as_many_steps_are_taken_as_one_says(procs):
    machine = Machine(Runtime(procs), forever)
    counts = []
    for until in (0, 0, 5, 3, 5, 0, 20):
        assert machine.step(until) is True
        counts.append(machine.steps)
    assert counts == [1, 2, 5, 5, 5, 6, 20]
    assert (machine.run(max_steps=25), machine.steps) == ("LIMIT", 25)
    assert machine.step() is False


@pytest.mark.parametrize("procs", [1, 2])
def test_a_limit_that_is_over_already_is_one(procs):
    machine = Machine(Runtime(procs), forever)
    machine.step(30)
    assert (machine.run(max_steps=10), machine.steps) == ("LIMIT", 30)


@pytest.mark.parametrize("durations", [None, {"execute": (90, 110), "newm": (900,), "steal": (20,)}])
@pytest.mark.parametrize("procs", [1, 3])
def test_steps_one_by_one_a_few_at_a_time_or_all_at_once_are_the_same_run(procs, durations):
    runs = []
    for stride in (1, 7, 10**6):
        rt = Runtime(procs, choose=seeded(4), durations=durations)
        machine = Machine(rt, parallel(*range(0, 9000, 300)))
        while machine.step(machine.steps + stride):
            pass
        runs.append((rt.trace, rt.now, machine.steps, machine.ending))
    assert runs[0] == runs[1] == runs[2]
    assert runs[0][3] == "END" and len(logged(runs[0][0])) == 61


def test_what_is_logged_is_read_in_order():
    assert logged([("log", 0, 0, 0, 1, "a"), ("stopm", 0, 1, None), ("log", 3, 0, 0, 2, 5)]) == [
        "a", 5]


# The clock.


def test_each_step_takes_its_time():
    def main():
        yield log("a")
        yield go(says)
        yield log("b")
        yield work(1000)
        yield log("c")

    rt = Runtime(durations={"execute": (100,), "step": (7,), "newproc": (10,)})
    Machine(rt, main).run()
    assert times(rt) == {"a": 100, "b": 100 + 7 + 10 + 7, "c": 100 + 7 + 10 + 7 + 7 + 1000}
    assert rt.now == 100 + 7 + 10 + 7 + 7 + 1000 + 7


def test_a_go_statement_takes_its_time_whatever_else_takes_none():
    def main():
        for _ in range(3):
            yield go(says)
        yield log("all")

    rt = Runtime(durations={"newproc": (100,)})
    Machine(rt, main).run()
    assert [event[1] for event in rt.trace if event[0] == "newproc"] == [0, 100, 200]
    assert times(rt) == {"all": 300}


def test_where_a_step_may_take_several_times_the_chooser_says_which():
    asked = []

    def choose(kind, options):
        asked.append((kind, options))
        return options[len(asked) % len(options)]

    def main():
        yield log("a")
        yield log("b")
        yield log("c")

    rt = Runtime(choose=choose, durations={"step": (7, 20), "execute": (5,)})
    Machine(rt, main).run()
    assert times(rt) == {"a": 5, "b": 25, "c": 32}
    assert asked == [("duration of step", (7, 20))] * 3


@pytest.mark.parametrize("durations", [None, TIMES])
def test_work_takes_its_time_on_one_p_with_a_table_or_without(durations):
    def main():
        yield work(1000)
        yield log("a")
        yield work(0)
        yield go(says, "b")
        yield work(500)
        yield gosched()

    rt = Runtime(schedtick=1, durations=durations)
    Machine(rt, main).run()
    assert times(rt) == {"a": 1000, "b": 1500}
    assert rt.now == 1500


def test_without_durations_no_time_passes_on_several_ps():
    def main():
        yield work(1000)
        yield log("a")

    rt = Runtime(2)
    Machine(rt, main).run()
    assert times(rt) == {"a": 0}


def parallel(*durations):
    """Main starts a worker for each duration, and waits."""
    def worker(wg, ns):
        yield log((ns, "begins"))
        yield work(ns)
        yield log((ns, "ends"))
        yield wg_done(wg)

    def main():
        wg = yield waitgroup()
        yield wg_add(wg, len(durations))
        for ns in durations:
            yield go(worker, wg, ns)
        yield wg_wait(wg)
        yield log("main")

    return main


def test_a_new_thread_begins_after_its_start_however_long_its_maker_is_busy_with_that():
    rt = Runtime(2, durations={"execute": (100,), "clone": (1000,), "newm": (5000,)})
    Machine(rt, parallel(20_000)).run()
    start, begin = events(rt, "startm", "acquirep")[:2]
    assert start[:2] == ("startm", 100)
    assert begin == ("acquirep", 100 + 5000, 1, 1)


def test_a_sleeping_thread_begins_after_its_wake_up():
    def main():
        yield go(says)
        yield work(1_000_000)  # the thread goes to sleep meanwhile
        yield go(says)
        yield work(1_000_000)

    rt = Runtime(2, durations={"futex": (30,), "wakeup": (400,), "newm": (5000,)})
    Machine(rt, main).run()
    starts = [(e[1], e[-1]) for e in events(rt, "startm")]
    acquired = [e[1] for e in events(rt, "acquirep")]
    assert starts == [(0, 1), (1_000_000, 0)]
    assert acquired == [5000, 1_000_000 + 400]


def test_two_ps_do_two_things_at_a_time():
    rt = Runtime(2, durations={"clone": (10,)})
    Machine(rt, parallel(5000, 9000)).run()
    assert times(rt) == {(9000, "begins"): 10, (5000, "begins"): 0, (5000, "ends"): 5000,
                         (9000, "ends"): 9010, "main": 9010}


def acts(begins, pauses, durations=TIMES, procs=4):
    """Ms that begin then take the same steps, and sleep: who acts when."""
    rt = Runtime(procs, durations=durations)
    machine = Machine(rt, says)
    machine.clock.clear()
    acted = []

    def thread(m):
        for pause in pauses:
            acted.append((m, rt.now))
            yield pause
        while True:
            yield "notesleep"

    for m, at in begins:
        machine.ms[m] = thread(m)
        machine.begin(m, at)
    with throws(NOBODY):
        machine.run()
    return acted


def test_of_two_that_are_due_the_one_that_came_first_acts():
    assert acts([(2, 50), (1, 50), (3, 20)], ["notesleep"]) == [(3, 20), (2, 50), (1, 50)]


def test_who_needs_no_time_acts_on():
    assert acts([(2, 50), (1, 50)], ["step", "step"]) == [(2, 50), (2, 50), (1, 50), (1, 50)]


def test_who_needs_time_lets_the_others_go_first_who_are_due_by_then():
    steps, table = ["tick", "tick"], {"tick": (10,)}
    assert acts([(2, 50), (1, 50), (3, 60)], steps, table) == [
        (2, 50), (1, 50), (3, 60), (2, 60), (1, 60), (3, 70)]


# A chooser.


def test_without_durations_the_chooser_is_asked_among_those_awake():
    asked = []

    def choose(kind, options):
        if kind == "m":
            asked.append([*options])
        return options[-1]

    rt = Runtime(2, choose=choose)
    machine = Machine(rt, parallel(1))
    while len(rt.allm) == 1:
        machine.step()
    assert asked == []
    machine.step()
    assert asked == [[0, 1]]
    assert rt.trace[-1][2] == 1
    assert (machine.awake, machine.clock) == ([0, 1], [])


def test_who_sleeps_is_not_asked_about_until_somebody_wakes_it():
    asked = []

    def main():
        yield go(says, "a")      # wakes M1, which M0 lets act first, and which goes to sleep again
        yield log("alone")
        yield go(says, "b")      # wakes M1 once more
        yield log("end")

    def choose(kind, options):
        if kind == "m":
            asked.append([*options])
        return options[-1]

    rt = Runtime(2, choose=choose)
    machine = Machine(rt, main)
    assert machine.run() == "END"
    assert logged(rt.trace) == ["a", "alone", "b", "end"]
    assert set(map(tuple, asked)) == {(0, 1)}
    assert machine.awake == [0]
    assert rt.sched.midle == [1]


def test_who_is_woken_before_it_has_fallen_asleep_is_awake_once():
    """So with a locked G that another M finds before the G's own M has come to its sleep."""
    rt = Runtime(2)
    machine = Machine(rt, says)
    rt.notewakeup(rt.allm[0])
    machine.wake()
    assert (machine.awake, rt.woken, rt.noted) == ([0], [], {})


def test_those_awake_are_offered_in_the_order_of_their_ids():
    asked = []

    def choose(kind, options):
        asked.append([*options])
        return options[0]

    machine = Machine(Runtime(4, choose=choose), says)
    machine.ms = {m: iter(["step"]) for m in (2, 0, 3, 1)}
    machine.awake.clear()
    for m in (2, 0, 3, 1):
        machine.begin(m, 0)
    machine.step()
    assert asked == [[0, 1, 2, 3]]


def test_any_interleaving_can_be_chosen():
    def choose_m(wanted):
        return lambda kind, options: wanted if wanted in options else options[0]

    last = []
    for wanted in (0, 1):
        rt = Runtime(2, choose=choose_m(wanted))
        Machine(rt, parallel(1, 2)).run()
        last.append([e[2] for e in events(rt, "log")][:-1])
    assert last[0] == [0] * 4
    assert 1 in last[1]


# Fewer CPUs than Ps.


def test_with_one_cpu_two_ps_do_one_thing_at_a_time():
    rt = Runtime(2, durations={"clone": (10,)})
    Machine(rt, parallel(5000, 9000), cpus=1).run()
    assert times(rt)["main"] == 10 + 9000 + 5000


def test_with_two_cpus_two_ps_do_two_things_at_a_time():
    rt = Runtime(2, durations={"clone": (10,)})
    Machine(rt, parallel(5000, 9000), cpus=2).run()
    assert times(rt)["main"] == 10 + 9000


def by_turns(turn, cpus, begins=(0, 0, 0), steps=4):
    """Ms that begin then, each take steps of 10 ns, and sleep: who acts when."""
    rt = Runtime(1, durations={"tick": (10,)} | ({"os slice": turn} if turn else {}))
    machine = Machine(rt, says, cpus=cpus)
    machine.clock.clear()
    acted, done = [], 0

    def thread(m):
        for _ in range(steps):
            acted.append((m, rt.now))
            yield "tick"
        while True:
            yield "notesleep"

    for m, at in enumerate(begins):
        machine.ms[m] = thread(m)
        machine.begin(m, at)
    machine.clock = [alarm for alarm in machine.clock if alarm[2] != SYSMON]
    with throws(NOBODY):
        while machine.step():
            done += 1
            assert machine.steps == done
            assert len(machine.on_cpu) <= (cpus or len(begins))
    assert not machine.on_cpu and not machine.off_cpu
    return acted


@pytest.mark.parametrize("turn", [(), (0,)])
def test_without_an_os_slice_a_thread_keeps_its_cpu_until_it_sleeps(turn):
    assert by_turns(turn, cpus=1, begins=(0, 0), steps=3) == [
        (0, 0), (0, 10), (0, 20), (1, 30), (1, 40), (1, 50)]


def test_with_an_os_slice_threads_take_turns():
    assert by_turns((20,), cpus=1, steps=3) == [
        (0, 0), (0, 10), (1, 20), (1, 30), (2, 40), (2, 50), (0, 60), (1, 70), (2, 80)]


def test_the_longest_os_slice_of_the_table_is_meant():
    assert by_turns((10, 20), cpus=1, begins=(0, 0), steps=3) == [
        (0, 0), (0, 10), (1, 20), (1, 30), (0, 40), (1, 50)]


def test_who_wakes_while_others_take_turns_waits_in_line():
    assert by_turns((20,), cpus=1, begins=(0, 0, 25), steps=3) == [
        (0, 0), (0, 10), (1, 20), (1, 30), (0, 40), (2, 50), (2, 60), (1, 70), (2, 80)]


def test_two_cpus_are_shared_by_three_threads():
    assert by_turns((20,), cpus=2, steps=3) == [
        (0, 0), (1, 0), (0, 10), (1, 10), (2, 20), (0, 20), (2, 30), (1, 30), (2, 40)]


def test_with_enough_cpus_nobody_waits():
    assert by_turns((20,), cpus=3, steps=2) == by_turns((20,), cpus=0, steps=2) == [
        (0, 0), (1, 0), (2, 0), (0, 10), (1, 10), (2, 10)]


def test_cpus_are_not_negative():
    with error(ValueError, "cpus is -1; it is 1 or more, or 0 for no limit"):
        Machine(Runtime(), says, cpus=-1)


# Who is away, asleep, woken, interrupted.


def sets(durations=TIMES, procs=2, cpus=0, **scripts):
    """A machine whose Ms do as their scripts say, each a generator of pauses that is given the runtime;
    M0 and sysmon do nothing. And when each M has come to the end of a step.
    """
    rt = Runtime(procs, durations=durations)
    machine, acted = Machine(rt, says, cpus=cpus), []
    machine.clock.clear()
    machine.awake.clear()

    def thread(m, script):
        for pause in script(rt):
            yield pause
            acted.append((m, rt.now))
        while True:
            yield "notesleep"

    for name, script in scripts.items():
        m = int(name[1:])
        machine.ms[m] = thread(m, script)
        machine.begin(m, 0)
    return rt, machine, acted


def plays(machine):
    with throws(NOBODY):
        machine.run()


def step(ns, pause="step"):
    def script(rt):
        rt.spent += ns
        yield pause
    return script


def test_where_time_passes_sysmon_begins_its_rounds_at_once():
    machine = Machine(Runtime(2, durations=TIMES), says)
    assert machine.clock == [(0, 1, 0), (20_000, 2, SYSMON)]
    assert set(machine.ms) == {0, SYSMON}
    machine = Machine(Runtime(2), says)
    assert (machine.clock, set(machine.ms), machine.awake) == ([], {0}, [0])


@pytest.mark.parametrize("pause, second", [
    ("netpoll", 0), ("stopnote", 0), ("syscall", 0), ("sysmon", 0), ("step", 90), ("work", 90),
    ("usleep", 90)])
def test_whoever_is_not_on_its_cpu_leaves_it_to_others(pause, second):
    rt, machine, acted = sets(cpus=1, m1=step(90, pause), m2=step(20))
    plays(machine)
    assert acted == sorted([(1, 90), (2, second + 20)] , key=lambda a: a[1])
    assert machine.on_cpu == {}


def test_one_that_needs_no_time_for_it_keeps_its_cpu():
    rt, machine, acted = sets(cpus=1, m1=step(0, "syscall"), m2=step(20))
    plays(machine)
    assert acted == [(1, 0), (2, 20)]


def test_sysmon_does_not_wait_for_a_cpu_nor_take_one_away():
    """M1 has the only CPU, and M2 waits for it."""
    rt, machine, acted = sets(cpus=1, m1=step(90), m2=step(20))
    machine.ms[SYSMON] = iter(["sysmon"] * 5)
    machine.begin(SYSMON, 30)
    assert machine.has_cpu(SYSMON) is True
    assert machine.on_cpu == {}
    machine.on_cpu[1] = 0
    assert machine.has_cpu(SYSMON) is True
    assert (machine.on_cpu, machine.has_cpu(2), machine.has_cpu(1)) == ({1: 0}, False, True)
    machine.leave_cpu(SYSMON)
    assert machine.on_cpu == {1: 0}


@pytest.mark.parametrize("pause, awake, alarms", [
    ("netpoll", [0], [(70, 1, 1)]), ("stopnote", [0], [(70, 1, 1)]), ("notesleep", [0], []),
    ("syscall", [0, 1], []), ("step", [0, 1], []), ("sysmon", [0, 1], [])])
def test_by_choice_those_asleep_wake_by_their_alarm_and_for_others_no_time_passes(pause, awake, alarms):
    rt = Runtime(2, choose=lambda kind, options: options[-1])
    machine = Machine(rt, says)

    def thread():
        rt.spent += 70
        yield pause

    machine.ms[1] = thread()
    machine.begin(1, 0)
    machine.step()
    assert (machine.awake, machine.clock, rt.now) == (awake, alarms, 0)


def test_by_choice_what_is_to_come_later_is_an_alarm():
    rt = Runtime(2)
    machine = Machine(rt, says)
    rt.now = 50
    for m, at in ((1, 50), (2, 51), (3, 49)):
        machine.ms[m] = iter(())
        machine.begin(m, at)
    assert (machine.awake, machine.clock) == ([0, 1, 3], [(51, 1, 2)])


def interrupts(rt, m):
    rt.cut_short.append(m)
    rt.woken.append(m)


@pytest.mark.parametrize("at, back", [(30, 30), (95, 90)])
def test_whoever_is_interrupted_acts_at_once(at, back):
    """No wake-up, and no note: it is awake."""
    def other(rt):
        rt.spent += at
        yield "step"
        interrupts(rt, 1)
        yield "step"

    rt, machine, acted = sets(durations={"wakeup": (40,)}, m1=step(90, "work"), m2=other)
    plays(machine)
    assert [a for a in acted if a[0] == 1] == [(1, back)]
    assert (rt.woken, rt.cut_short, rt.noted) == ([], [], {})


def test_others_woken_in_the_same_step_take_their_time():
    def other(rt):
        rt.spent += 30
        yield "step"
        interrupts(rt, 1)
        rt.wake(3)
        yield "step"

    rt, machine, acted = sets(
        durations={"wakeup": (40,)}, m1=step(90, "work"), m2=other, m3=step(900, "netpoll"))
    plays(machine)
    assert [a for a in acted if a[0] != 2] == [(1, 30), (3, 70)]


def test_an_interruption_that_comes_too_late_is_none():
    rt, machine, acted = sets(m1=step(90, "work"))
    interrupts(rt, 2)
    machine.wake()
    assert machine.clock == [(0, 3, 1)]
    plays(machine)
    assert acted == [(1, 90)]


def test_only_its_own_alarm_is_broken():
    rt, machine, acted = sets(m1=step(90, "netpoll"), m2=step(80, "netpoll"), m3=step(70, "netpoll"))
    machine.step(3)
    assert sorted(alarm[::2] for alarm in machine.clock) == [(70, 3), (80, 2), (90, 1)]
    machine.break_sleep(2, 10)
    assert sorted(alarm[::2] for alarm in machine.clock) == [(10, 2), (70, 3), (90, 1)]
    machine.break_sleep(1, 95)
    machine.break_sleep(4, 5)
    assert sorted(alarm[::2] for alarm in machine.clock) == [(10, 2), (70, 3), (90, 1)]
    plays(machine)
    assert acted == [(2, 10), (3, 70), (1, 90)]


def test_one_woken_while_it_waits_for_a_cpu_waits_on():
    def long(rt):
        for _ in range(2):
            rt.spent += 90
            yield "step"

    rt, machine, acted = sets(cpus=1, m1=long, m2=step(20))
    machine.step(2)
    assert list(machine.off_cpu) == [2]
    rt.wake(2)
    machine.wake()
    assert ([alarm[2] for alarm in machine.clock], rt.noted, rt.woken) == ([1], {}, [])


# A whole run, on the way.


@pytest.mark.parametrize("seed", range(3))
def test_every_event_of_a_run_can_be_read(seed):
    rt = Runtime(4, choose=seeded(seed))
    Machine(rt, parallel(*range(20))).run()
    for event in rt.trace:
        assert read(event) == event
