"""sync's and the runtime's operations, step by step: each of the steps that their source has."""

import pytest

from models.study import steps_chan as chan
from models.study import steps_cond as cond
from models.study import steps_mutex as mutex
from models.study import steps_once as once
from models.study import steps_rwmutex as rwmutex
from models.study import steps_sema as sema
from models.study import steps_waitgroup as waitgroup
from models.study.memory import BLANK
from models.study.steps_body import RULES
from models.study.steps_chan import PANIC, QUEUED, RECV, SEND, Chan
from models.study.steps_mutex import LOCKED, SHIFT, STARVING, WOKEN, grabbed, tried

A = len(BLANK)  # where the object of a test begins
WAITER = 1 << SHIFT
ASLEEP = object()


class Stage:
    """A memory with one object, and goroutines that take a step when they are told to."""

    def __init__(self, *words):
        self.memory = (*BLANK, *words)
        self.running = {}
        self.asks = {}
        self.returned = {}

    def enter(self, g, operation, *args):
        """A goroutine begins an operation; where it stands then: see `step`."""
        self.running[g] = operation(g, A, *args)
        self.returned.pop(g, None)
        return self._go_on(g, None)

    def step(self, g, n=1, way=0):
        """n steps, of several ways this one: what it asks for then, or ("returned", what)."""
        for _ in range(n):
            name, *args = self.asks[g]
            ways = list(RULES[name](self.memory, *args))
            if not ways:
                return ASLEEP
            if ways[way].shared is None:
                return ways[way].label
            self.memory = ways[way].shared
            said = self._go_on(g, ways[way].answer)
        return said

    def _go_on(self, g, answer):
        try:
            self.asks[g] = self.running[g].send(answer)
            return self.asks[g][0]
        except StopIteration as stop:
            self.asks[g] = None
            return "returned", stop.value

    def finish(self, g, operation=None, *args):
        """All steps of a goroutine, until it returns or sleeps."""
        said = self.enter(g, operation, *args) if operation else self.asks[g][0]
        while isinstance(said, str) and said != "FATAL":
            said = self.step(g)
        return said

    @property
    def words(self):
        return self.memory[A:]


def returned(what=None):
    return "returned", what


# The semaphore.

def test_who_sleeps_on_a_semaphore_is_woken_in_order():
    stage = Stage(sema.NEW)
    for g in "abc":
        assert stage.finish(g, sema.semacquire1) is ASLEEP
    assert stage.words == ((0, ("a", "b", "c")),)
    for g in "abc":
        assert stage.finish("r", lambda g, s: sema.semrelease1(s)) == returned()
        assert stage.words[0] == (1, tuple("abc"["abc".index(g) + 1:]))
        assert [stage.finish(other) is ASLEEP for other in "abc" if other > g] == [True] * (2 - "abc".index(g))
        assert stage.finish(g) == returned()
    assert stage.words == (sema.NEW,)


def test_who_comes_back_to_a_semaphore_may_be_first():
    stage = Stage((0, ("a", "b")))
    stage.finish("c", sema.semacquire1, True)
    stage.finish("d", sema.semacquire1, False)
    assert stage.words == ((0, ("c", "a", "b", "d")),)


def test_what_is_there_is_taken_without_sleep():
    stage = Stage((2, ()))
    assert stage.finish("a", sema.semacquire1) == returned() and stage.words == ((1, ()),)


def test_who_is_woken_may_find_that_another_was_faster():
    stage = Stage(sema.NEW)
    stage.finish("a", sema.semacquire1)
    stage.finish("r", lambda g, s: sema.semrelease1(s))
    assert stage.step("a") == "sema_take"
    assert stage.finish("b", sema.semacquire1) == returned()
    assert stage.finish("a") is ASLEEP and stage.words == ((0, ("a",)),)


def test_a_ticket_is_taken_by_nobody_else():
    stage = Stage(sema.NEW)
    stage.finish("a", sema.semacquire1)
    stage.finish("r", lambda g, s: sema.semrelease1(s, True))
    assert stage.words == (sema.NEW,)
    assert stage.finish("b", sema.semacquire1) is ASLEEP and stage.finish("a") == returned()


def test_a_handoff_to_nobody_is_a_release():
    stage = Stage(sema.NEW)
    stage.finish("r", lambda g, s: sema.semrelease1(s, True))
    assert stage.words == ((1, ()),)


# Mutex.

@pytest.mark.parametrize("old, flags, ways", [
    (0, "", [(LOCKED, "locked")]),
    (WAITER, "", [(WAITER + LOCKED, "locked")]),
    (WOKEN + WAITER, "aw", [(WAITER + LOCKED, "locked")]),
    (WOKEN + WAITER, "", [(WOKEN + WAITER + LOCKED, "locked")]),
    (LOCKED, "", [(LOCKED + WAITER, "queued")]),
    (LOCKED, "a", [(LOCKED, "inconsistent")]),
    (LOCKED + WAITER, "", [(LOCKED + 2 * WAITER, "queued"), (LOCKED + WOKEN + WAITER, "spun")]),
    (LOCKED + WOKEN + WAITER, "", [(LOCKED + WOKEN + 2 * WAITER, "queued")]),
    (LOCKED + WOKEN + WAITER, "a", [(LOCKED + 2 * WAITER, "queued")]),
    (LOCKED + WOKEN, "aw", [(LOCKED + WAITER, "queued"), (LOCKED + STARVING + WAITER, "starving")]),
    (LOCKED + WOKEN, "saw", [(LOCKED + STARVING + WAITER, "starving")]),
    (STARVING + WAITER, "", [(STARVING + 2 * WAITER, "queued")]),
    (LOCKED + STARVING + WAITER, "", [(LOCKED + STARVING + 2 * WAITER, "queued")]),
])
def test_what_a_locker_may_make_of_the_state(old, flags, ways):
    assert tried(old, "s" in flags, "a" in flags, "w" in flags) == ways


@pytest.mark.parametrize("old, ways", [
    (0, [(0, False)]), (WAITER, [(WOKEN, True)]), (3 * WAITER, [(2 * WAITER + WOKEN, True)]),
    (WAITER + LOCKED, [(WAITER + LOCKED, False)]), (WAITER + WOKEN, [(WAITER + WOKEN, False)]),
    (WAITER + STARVING, [(WAITER + STARVING, False)])])
def test_when_an_unlock_may_wake_somebody(old, ways):
    assert grabbed(old) == ways


def test_a_free_mutex_is_locked_and_unlocked_in_one_step_each():
    stage = Stage(*mutex.NEW)
    assert stage.enter("a", mutex.lock) == "update" and stage.step("a") == returned()
    assert stage.words == (LOCKED, sema.NEW)
    assert stage.enter("a", mutex.unlock) == "add" and stage.step("a") == returned()
    assert stage.words == mutex.NEW


def locked_with_waiters(*waiters):
    """A mutex that somebody holds, and others who have queued for it."""
    stage = Stage(*mutex.NEW)
    stage.finish("a", mutex.lock)
    for g in waiters:
        assert stage.finish(g, mutex.lock) is ASLEEP
    return stage


def test_unlock_wakes_one_who_then_locks():
    stage = locked_with_waiters("b", "c")
    assert stage.words == (LOCKED + 2 * WAITER, (0, ("b", "c")))
    assert stage.enter("a", mutex.unlock) == "add" and stage.step("a") == "update"
    assert stage.words[0] == 2 * WAITER
    assert stage.step("a") == "sema_release" and stage.words[0] == WOKEN + WAITER
    assert stage.step("a") == returned() and stage.words == (WOKEN + WAITER, (1, ("c",)))
    assert stage.finish("b") == returned() and stage.words == (LOCKED + WAITER, (0, ("c",)))


def test_one_who_comes_may_take_the_lock_from_one_who_was_woken_and_that_one_goes_to_the_front():
    stage = locked_with_waiters("b", "c")
    stage.finish("a", mutex.unlock)
    assert stage.finish("d", mutex.lock) == returned()
    assert stage.words[0] == LOCKED + WOKEN + WAITER
    assert stage.finish("b") is ASLEEP
    assert stage.words == (LOCKED + 2 * WAITER, (0, ("b", "c")))


def starving(*waiters):
    """As above, but the first was woken in vain after more than 1 ms, and has changed the mode."""
    stage = locked_with_waiters(*waiters)
    stage.finish("a", mutex.unlock)
    stage.finish("d", mutex.lock)
    assert stage.step(waiters[0], 3) == "update"
    assert stage.step(waiters[0], way=1) == "sema_queue" and stage.finish(waiters[0]) is ASLEEP
    return stage


def test_in_starvation_mode_the_mutex_is_handed_over():
    stage = starving("b", "c")
    assert stage.words == (LOCKED + STARVING + 2 * WAITER, (0, ("b", "c")))
    assert stage.finish("d", mutex.unlock) == returned()
    assert stage.words == (STARVING + 2 * WAITER, (0, ("c",)))
    assert stage.finish("e", mutex.lock) is ASLEEP  # though nobody has locked it
    assert stage.words == (STARVING + 3 * WAITER, (0, ("c", "e")))
    assert stage.finish("b") == returned()
    assert stage.words == (LOCKED + STARVING + 2 * WAITER, (0, ("c", "e")))


@pytest.mark.parametrize("way, mode", [(0, 0), (1, STARVING)])
def test_the_mode_ends_with_one_who_has_not_waited_long(way, mode):
    stage = starving("b", "c", "e")
    stage.finish("d", mutex.unlock)
    stage.finish("b")
    stage.finish("b", mutex.unlock)
    assert stage.step("c", 2) == "choose"
    assert stage.step("c", way=way) == "add" and stage.step("c") == returned()
    assert stage.words == (LOCKED + mode + WAITER, (0, ("e",)))


def test_the_mode_ends_with_the_last_who_waits():
    stage = starving("b")
    stage.finish("d", mutex.unlock)
    assert stage.finish("b") == returned() and stage.words == (LOCKED, sema.NEW)


def test_who_spins_keeps_unlock_from_waking_another():
    stage = locked_with_waiters("b")
    assert stage.enter("c", mutex.lock) == "update" and stage.step("c", way=1) == "update"
    assert stage.words[0] == LOCKED + WOKEN + WAITER
    assert stage.finish("a", mutex.unlock) == returned()
    assert stage.finish("b") is ASLEEP and stage.words == (WOKEN + WAITER, (0, ("b",)))
    assert stage.finish("c") == returned() and stage.words[0] == LOCKED + WAITER


@pytest.mark.parametrize("old", [STARVING, STARVING + LOCKED + WAITER, STARVING + WOKEN + WAITER])
def test_an_inconsistent_state_ends_the_process(old):
    stage = Stage(LOCKED, sema.NEW)
    stage.finish("b", mutex.lock)
    stage.memory = (*stage.memory[:A], old, (1, ()))
    stage.memory = ((("b", False),), *stage.memory[1:])
    assert stage.step("b", 2) == "load" and stage.step("b", 2) == "FATAL"
    stage = locked_with_waiters("b")
    stage.finish("a", mutex.unlock)
    stage.memory = (*stage.memory[:A], 0, (1, ()))
    assert stage.step("b", 3) == "update" and stage.step("b", 2) == "FATAL"


def test_unlock_of_an_unlocked_mutex_ends_the_process():
    assert Stage(*mutex.NEW).finish("a", mutex.unlock) == "FATAL"
    assert Stage(WAITER, sema.NEW).finish("a", mutex.unlock) == "FATAL"


@pytest.mark.parametrize("old, out, new", [
    (0, 1, LOCKED), (WAITER + WOKEN, 1, WAITER + WOKEN + LOCKED), (LOCKED, 0, LOCKED),
    (STARVING + WAITER, 0, STARVING + WAITER)])
def test_trylock_takes_what_is_free(old, out, new):
    stage = Stage(old, sema.NEW)
    assert stage.finish("a", mutex.trylock) == returned(out) and stage.words[0] == new


def test_trylock_gives_up_when_the_state_changes():
    stage = Stage(WAITER, sema.NEW)
    assert stage.enter("a", mutex.trylock) == "load" and stage.step("a") == "cas"
    stage.memory = (*BLANK, WAITER + WOKEN, sema.NEW)
    assert stage.step("a") == returned(0) and stage.words[0] == WAITER + WOKEN


# RWMutex.

def test_readers_share_and_only_count():
    stage = Stage(*rwmutex.NEW)
    for n in (1, 2):
        assert stage.enter(n, rwmutex.rlock) == "add" and stage.step(n) == returned()
        assert stage.words[rwmutex.READER_COUNT] == n
    for n in (1, 0):
        assert stage.enter(1, rwmutex.runlock) == "add" and stage.step(1) == returned()
        assert stage.words[rwmutex.READER_COUNT] == n


def test_a_writer_waits_for_the_readers_that_are_there_and_new_ones_for_it():
    stage = Stage(*rwmutex.NEW)
    for g in "ab":
        stage.finish(g, rwmutex.rlock)
    assert stage.finish("w", rwmutex.wlock) is ASLEEP
    for g in "cd":
        assert stage.finish(g, rwmutex.rlock) is ASLEEP
    assert stage.words == (LOCKED, sema.NEW, (0, ("w",)), (0, ("c", "d")), 4 - rwmutex.MAX_READERS, 2)
    assert stage.finish("a", rwmutex.runlock) == returned() and stage.finish("w") is ASLEEP
    assert stage.finish("b", rwmutex.runlock) == returned() and stage.finish("w") == returned()
    assert stage.words == (LOCKED, sema.NEW, (0, ()), (0, ("c", "d")), 2 - rwmutex.MAX_READERS, 0)
    assert stage.finish("v", rwmutex.wlock) is ASLEEP  # for the writers' mutex
    assert stage.finish("w", rwmutex.wunlock) == returned()
    assert [stage.finish(g) for g in "cd"] == [returned()] * 2
    assert stage.finish("v") is ASLEEP and stage.words[2] == (0, ("v",))  # now for the readers


def test_a_writer_whose_readers_leave_in_time_does_not_wait():
    stage = Stage(*rwmutex.NEW)
    stage.finish("a", rwmutex.rlock)
    assert stage.enter("w", rwmutex.wlock) == "update" and stage.step("w", 2) == "add"
    assert stage.finish("a", rwmutex.runlock) == returned()
    assert stage.words[rwmutex.READER_WAIT] == -1
    assert stage.step("w") == returned() and stage.words[rwmutex.READER_WAIT] == 0


def test_a_reader_counted_below_zero_is_only_the_one_that_comes_back_from_an_error():
    stage = Stage(*mutex.NEW, sema.NEW, sema.NEW, -1, 0)
    assert stage.finish("a", rwmutex.rlock) == returned() and stage.words[rwmutex.READER_COUNT] == 0


@pytest.mark.parametrize("readers", [0, -rwmutex.MAX_READERS])
def test_too_many_runlocks_end_the_process(readers):
    stage = Stage(*mutex.NEW, sema.NEW, sema.NEW, readers, 0)
    assert stage.finish("a", rwmutex.runlock) == "FATAL"


def test_too_many_wunlocks_end_the_process():
    assert Stage(*rwmutex.NEW).finish("a", rwmutex.wunlock) == "FATAL"


# WaitGroup.

def test_all_who_wait_are_released_at_zero():
    stage = Stage(*waitgroup.NEW)
    assert stage.finish("a", waitgroup.wait) == returned()
    stage.finish("a", waitgroup.add)
    stage.finish("a", waitgroup.add)
    for g in "bc":
        assert stage.finish(g, waitgroup.wait) is ASLEEP
    assert stage.finish("a", waitgroup.done) == returned() and stage.words == ((1, 2), (0, ("b", "c")))
    assert stage.enter("a", waitgroup.done) == "wg_add"
    assert [stage.step("a") for _ in range(5)] == [
        "load", "store", "sema_release", "sema_release", returned()]
    assert stage.words == ((0, 0), (2, ()))
    assert [stage.finish(g) for g in "bc"] == [returned()] * 2


def test_a_negative_counter_panics():
    stage = Stage(*waitgroup.NEW)
    assert stage.finish("a", waitgroup.done) == returned(PANIC) and stage.words[0] == (-1, 0)


def test_an_add_while_others_are_released_panics_on_both_sides():
    stage = Stage((1, 0), sema.NEW)
    stage.finish("b", waitgroup.wait)
    stage.enter("a", waitgroup.done)
    assert stage.step("a") == "load" and stage.words[0] == (0, 1)
    assert stage.finish("c", waitgroup.add) == returned(PANIC)
    assert stage.step("a") == returned(PANIC) and stage.words[0] == (1, 1)


def test_an_add_to_a_counter_that_is_not_zero_is_right_while_others_wait():
    stage = Stage((1, 2), sema.NEW)
    assert stage.finish("c", waitgroup.add) == returned() and stage.words[0] == (2, 2)


def test_who_wakes_and_finds_the_waitgroup_used_again_panics():
    stage = Stage((1, 0), sema.NEW)
    stage.finish("b", waitgroup.wait)
    stage.finish("a", waitgroup.done)
    stage.finish("a", waitgroup.add)
    assert stage.finish("b") == returned(PANIC)


# Cond.

def waiting(*gs):
    stage = Stage(*cond.NEW)
    for g in gs:
        stage.finish(g, mutex.lock)
        assert stage.finish(g, cond.condwait) is ASLEEP
    return stage


def test_tickets_are_called_in_order():
    stage = waiting("a", "b", "c")
    assert stage.words == (0, sema.NEW, 3, 0, (("a", 0), ("b", 1), ("c", 2)))
    assert stage.finish("s", cond.signal) == returned()
    assert [stage.finish(g) is ASLEEP for g in "abc"] == [False, True, True]
    assert stage.words[2:] == (3, 1, (("b", 1), ("c", 2))) and stage.words[0] == LOCKED
    stage.finish("a", mutex.unlock)
    assert stage.finish("s", cond.broadcast) == returned() and stage.words[2:] == (3, 3, ())
    assert stage.finish("b") == returned() and stage.finish("c") is ASLEEP  # for the mutex


def test_nobody_is_called_where_nobody_waits():
    stage = Stage(*cond.NEW)
    for does in (cond.signal, cond.broadcast):
        assert stage.enter("s", does) == "load" and stage.step("s", 2) == returned()
    assert stage.words == cond.NEW


@pytest.mark.parametrize("does", [cond.signal, cond.broadcast])
def test_who_has_a_ticket_and_does_not_sleep_yet_is_called_too(does):
    stage = Stage(*cond.NEW)
    stage.finish("a", mutex.lock)
    assert stage.enter("a", cond.condwait) == "add" and stage.step("a", 2) == "notify_wait"
    assert stage.finish("s", does) == returned() and stage.words[2:] == (1, 1, ())
    assert stage.finish("a") == returned() and stage.words[0] == LOCKED


def test_a_later_ticket_may_lie_down_first_and_is_not_called_for_it():
    stage = Stage(*cond.NEW)
    stage.finish("a", mutex.lock)
    assert stage.enter("a", cond.condwait) == "add" and stage.step("a", 2) == "notify_wait"
    stage.finish("b", mutex.lock)
    stage.finish("b", cond.condwait)
    assert stage.finish("a") is ASLEEP and stage.words[4] == (("b", 1), ("a", 0))
    stage.finish("s", cond.signal)
    assert stage.words[4] == (("b", 1),) and stage.finish("b") is ASLEEP


@pytest.mark.parametrize("does, step", [(cond.signal, "notify_one"), (cond.broadcast, "notify_all")])
def test_who_signals_may_miss_one_who_came_between_its_two_looks(does, step):
    stage = waiting("a")
    assert stage.enter("s", does) == "load" and stage.step("s") == "load"
    stage.finish("b", mutex.lock)
    stage.finish("b", cond.condwait)
    stage.finish("r", cond.signal)
    assert stage.step("s") == returned() and stage.words[2:] == (2, 1, (("b", 1),))


def test_a_signal_that_looked_before_another_finds_nobody_left():
    stage = waiting("a")
    assert stage.enter("s", cond.signal) == "load" and stage.step("s", 2) == "notify_one"
    stage.finish("r", cond.signal)
    assert stage.step("s") == returned() and stage.words[2:] == (1, 1, ())


# Once.

def runs(how):
    """A function that takes one step."""
    yield "choose", how
    return how


def test_once_is_done_under_its_mutex():
    stage = Stage(*once.NEW)
    assert stage.enter("a", once.do, runs, "how") == "load"
    assert stage.step("a", 2) == "load" and stage.words == (0, LOCKED, sema.NEW)
    assert [stage.step("a") for _ in range(4)] == ["choose", "store", "add", returned("how")]
    assert stage.words == (1, 0, sema.NEW)


def test_who_comes_while_it_is_done_waits_and_does_nothing():
    stage = Stage(*once.NEW)
    stage.enter("a", once.do, runs, "how")
    stage.step("a", 3)
    assert stage.finish("b", once.do, runs, "never") is ASLEEP
    stage.finish("a")
    assert stage.finish("b") == returned(None) and stage.words == (1, 0, sema.NEW)


def test_who_comes_when_it_is_done_only_looks():
    stage = Stage(1, LOCKED, sema.NEW)
    assert stage.enter("b", once.do, runs, "never") == "load" and stage.step("b") == returned(None)


# Channels.

@pytest.mark.parametrize("way, does, told", [(RECV, chan.recv, 1), (SEND, chan.send, 0)])
def test_who_waits_at_a_channel_is_served_in_order(way, does, told):
    stage = Stage(Chan(0))
    for g in "abc":
        assert stage.finish(g, does) is ASLEEP
    assert stage.words[0].queues[way] == (("a", 0), ("b", 0), ("c", 0))
    for g in "abc":
        other = chan.send if way == RECV else chan.recv
        assert stage.finish("x", other) == returned(1 - told)
        assert stage.finish(g) == returned(told)
    assert stage.words == (Chan(0),)


def test_a_buffer_takes_what_it_has_room_for():
    stage = Stage(Chan(2))
    assert [stage.finish("a", chan.send) for _ in range(2)] == [returned(0)] * 2
    assert stage.finish("b", chan.send) is ASLEEP and stage.words[0].qcount == 2
    assert stage.finish("r", chan.recv) == returned(1)
    assert stage.words == (Chan(2, 2),) and stage.finish("b") == returned(0)
    assert [stage.finish("r", chan.recv) for _ in range(2)] == [returned(1)] * 2
    assert stage.words == (Chan(2),)


def test_a_closed_channel_gives_what_it_holds_and_then_nothing():
    stage = Stage(Chan(2, 1))
    assert stage.finish("a", chan.close) == returned(0)
    assert [stage.finish("r", chan.recv) for _ in range(2)] == [returned(1), returned(0)]
    assert stage.finish("r", chan.tryrecv) == returned(1)
    for does in (chan.send, chan.trysend, chan.close):
        assert stage.finish("a", does) == returned(PANIC)


def test_close_wakes_all_who_wait():
    stage = Stage(Chan(0))
    for g in "ab":
        stage.finish(g, chan.recv)
    stage.finish("x", chan.close)
    assert [stage.finish(g) for g in "ab"] == [returned(0)] * 2
    stage = Stage(Chan(1, 1))
    for g in "ab":
        stage.finish(g, chan.send)
    stage.finish("x", chan.close)
    assert [stage.finish(g) for g in "ab"] == [returned(PANIC)] * 2
    assert stage.words == (Chan(1, 1, True),)


@pytest.mark.parametrize("stands, send, recv", [
    (Chan(0), 0, 0), (Chan(1), 1, 0), (Chan(1, 1), 0, 2),
    (Chan(0, queues=((("x", 0),), ())), 0, 2), (Chan(0, queues=((), (("x", 0),))), 1, 0)])
def test_what_does_not_wait_takes_what_is_ready(stands, send, recv):
    assert Stage(stands).finish("a", chan.trysend) == returned(send)
    assert Stage(stands).finish("a", chan.tryrecv) == returned(recv)


def test_a_send_that_does_not_wait_looks_before_it_locks():
    stage = Stage(Chan(1))
    assert stage.enter("a", chan.trysend) == "chan_open"
    assert [stage.step("a"), stage.step("a")] == ["chan_full", "selectgo"]
    stage = Stage(Chan(1, closed=True))
    stage.enter("a", chan.trysend)
    assert stage.step("a") == "selectgo"
    stage = Stage(Chan(1, 1))
    stage.enter("a", chan.trysend)
    assert stage.step("a", 2) == returned(0)


def test_nothing_ever_happens_at_a_nil_channel_but_close():
    for does in (chan.send, chan.recv):
        stage = Stage()
        stage.running["a"] = does("a", None)
        stage._go_on("a", None)
        assert stage.finish("a") is ASLEEP
    for does, out in ((chan.trysend, 0), (chan.tryrecv, 0), (chan.close, PANIC)):
        stage = Stage()
        stage.running["a"] = does("a", None)
        said = stage._go_on("a", None)
        assert (said if stage.asks["a"] is None else stage.finish("a")) == returned(out)


CASES = (RECV, A), (SEND, A + 1), (RECV, A)


def selects(does, cases):
    return lambda g, a: does(g, cases)


def test_a_select_takes_any_ready_case_or_waits_in_all_queues():
    stage = Stage(Chan(1, 1), Chan(1))
    stage.enter("a", selects(chan.select, CASES))
    assert [step.answer for step in RULES["selectgo"](stage.memory, CASES, "a")] == [
        (0, 1), (1, 1), (2, 1)]
    stage = Stage(Chan(0), Chan(0))
    assert stage.finish("a", selects(chan.select, CASES)) is ASLEEP
    assert stage.words == (Chan(0, queues=((), (("a", 0), ("a", 2)))), Chan(0, queues=((("a", 1),), ())))


@pytest.mark.parametrize("way, case", [(0, 0), (1, 2)])
def test_a_select_that_is_served_leaves_all_its_queues(way, case):
    stage = Stage(Chan(0), Chan(0))
    stage.finish("a", selects(chan.select, CASES))
    stage.finish("b", chan.recv)
    stage.enter("x", chan.send)
    assert stage.step("x", way=way) == returned(0)
    assert stage.words == (Chan(0, queues=((), (("b", 0),))), Chan(0))
    assert stage.finish("a") == returned(case)


def test_a_select_may_find_its_channel_closed():
    for cases, out in ((CASES[:1], 0), (((SEND, A),), PANIC)):
        stage = Stage(Chan(0))
        stage.finish("a", selects(chan.select, cases))
        stage.finish("x", chan.close)
        assert stage.finish("a") == returned(out)
        assert stage.finish("b", selects(chan.trysel, cases)) == returned(out)
    assert Stage(Chan(0)).finish("a", selects(chan.trysel, CASES[:1])) == returned(-1)


def test_a_select_never_serves_itself():
    stage = Stage(Chan(0))
    assert stage.finish("a", selects(chan.select, ((SEND, A), (RECV, A)))) is ASLEEP
    assert [step.answer for step in RULES["selectgo"](stage.memory, ((RECV, A),), "b")] == [(0, 1)]
    assert QUEUED not in [step.answer for step in RULES["closechan"](stage.memory, A)]
