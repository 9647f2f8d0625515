"""What the runtime's own tests demand of channels and select, demanded of the model.

Go's tests find races by doing a thing 10,000 times on several Ps; here a few seeds choose which M acts at
each step, so that every order of steps can come up, and numbers are smaller. Instead of a time.Sleep, which
lets others run to where they wait, there are a few Gosched.

Left out of chan_test.go:
- TestShrinkStackDuringBlockedSend, TestNoShrinkStackWhileParking: the garbage collector shrinks a stack. What
  they rest on is in test_chan_properties.py: a G that waits on a channel says so (active_stack_chans), and
  one on its way there, too (parking_on_chan), until it counts as waiting.
- TestSelectStackAdjust: the same, and pointers into the stack. That close wakes both selects stands below.
- in TestChan the part with recv2: the model has one receive, with ok.
- the benchmarks: they test nothing.
Left out of proc_test.go, where channels are the means and not the matter: all but TestYieldProgress. The
others are about stopping the world, threads, timers, preemption, the run queues.
Left out of crash_test.go: all but TestSimpleDeadlock; panics and other deadlocks have tests of their own.
Left out of race/testdata: what the race detector says.
"""

from collections import Counter
from random import Random

import pytest

from models.runtime.chan import cap_chan, close_chan, len_chan, make_chan, recv, send, tryrecv, trysend
from models.runtime.goroutine import go, gosched, log
from models.runtime.machine import Machine, logged
from models.runtime.runtime import Runtime
from models.runtime.select import select_
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

SIZES = (0, 1, 2, 3, 20)
SEEDS = range(5)


def output(main, *args, procs: int = 1, seed: int = 0, ending: str = "END") -> list:
    """What the program logs; it must end so."""
    random = Random(seed)
    rt = Runtime(procs, choose=lambda kind, options: random.choice(options))
    machine = Machine(rt, main, *args)
    assert machine.run(max_steps=300_000) == ending, (machine.ending, machine.message)
    return logged(rt.trace)


def pause(times: int = 3):
    """Let the others run to where they wait."""
    for _ in range(times):
        yield gosched()


# chan_test.go TestChan, part by part.

def receives(c, i=0):
    value = yield recv(c)
    yield log((i, value))


def sends(c, *values):
    for value in values:
        yield send(c, value)
    yield log("sent")


@pytest.mark.parametrize("size", SIZES)
def test_receiving_from_an_empty_channel_waits(size):
    """TestChan: receive from empty chan blocks, a non-blocking receive does not; then both receivers are
    served."""
    def main():
        c = yield make_chan(size)
        yield go(receives, c, 1)
        yield go(receives, c, 2)
        yield from pause()
        yield log("still waiting")
        yield log((yield tryrecv(c)))
        yield send(c, "a")
        yield send(c, "b")
        yield from pause()

    first, tried, *both = output(main)
    assert (first, tried) == ("still waiting", None)
    assert sorted(both) == [(1, ("b", True)), (2, ("a", True))]  # g3 is in runnext, so it is there first


@pytest.mark.parametrize("size", SIZES)
def test_sending_on_a_full_channel_waits(size):
    """TestChan: send to full chan blocks, a non-blocking send does not; a receive lets the sender go on."""
    def main():
        c = yield make_chan(size)
        for i in range(size):
            yield send(c, i)
        yield go(sends, c, "late")
        yield from pause()
        yield log("still waiting")
        yield log((yield trysend(c, "tried")))
        yield log((yield recv(c)))
        yield from pause()

    assert output(main) == ["still waiting", False, (0 if size else "late", True), "sent"]


@pytest.mark.parametrize("size", SIZES)
def test_a_closed_channel_gives_what_is_left_in_order_and_then_zero(size):
    """TestChan: we receive 0 from closed chan, after what was in it."""
    def main():
        c = yield make_chan(size, 0)
        for i in range(size):
            yield send(c, i)
        yield close_chan(c)
        for _ in range(size + 2):
            yield log((yield recv(c)))

    assert output(main) == [*((i, True) for i in range(size)), (0, False), (0, False)]


@pytest.mark.parametrize("size", SIZES)
def test_close_ends_the_wait_of_a_receiver(size):
    """TestChan: close unblocks receive."""
    def main():
        c = yield make_chan(size, 0)
        yield go(receives, c)
        yield from pause()
        yield close_chan(c)
        yield from pause()

    assert output(main) == [(0, (0, False))]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("procs, seed", [(1, 0), (2, 0), (3, 1)])
def test_values_arrive_in_the_order_in_which_they_were_sent(size, procs, seed):
    """TestChan: 100 integers are received non-corrupted in FIFO order."""
    def main():
        c = yield make_chan(size)
        yield go(sends, c, *range(100))
        for _ in range(100):
            value, _ = yield recv(c)
            yield log(value)

    assert [value for value in output(main, procs=procs, seed=seed) if value != "sent"] == [*range(100)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("procs, seed", [(1, 0), (2, 2)])
def test_of_several_senders_and_receivers_each_value_is_received_once(size, procs, seed):
    """TestChan: 4 goroutines send the same integers, 4 receive; each comes 4 times."""
    def collects(c, done, n):
        got = Counter()
        for _ in range(n):
            got[(yield recv(c))[0]] += 1
        yield send(done, got)

    def main():
        c, done = (yield make_chan(size)), (yield make_chan())
        for _ in range(4):
            yield go(sends, c, *range(20))
        for _ in range(4):
            yield go(collects, c, done, 20)
        for _ in range(4):
            yield log((yield recv(done))[0])

    counters = [value for value in output(main, procs=procs, seed=seed) if value != "sent"]
    assert sum(counters, Counter()) == Counter({value: 4 for value in range(20)})


@pytest.mark.parametrize("size", SIZES)
def test_len_and_cap(size):
    """TestChan: test len/cap."""
    def main():
        c = yield make_chan(size)
        yield log(((yield len_chan(c)), (yield cap_chan(c))))
        for i in range(size):
            yield send(c, i)
        yield log(((yield len_chan(c)), (yield cap_chan(c))))

    assert output(main) == [(0, size), (size, size)]


# Races that must have no effect.

@pytest.mark.parametrize("procs", [1, 2, 3])
def test_a_channel_that_is_never_empty_is_always_ready(procs):
    """TestNonblockRecvRace: full, then closed and emptied: a non-blocking receive never takes the default."""
    def tries(c, done):
        yield send(done, (yield tryrecv(c)) is not None)

    def main():
        c, done = (yield make_chan(1)), (yield make_chan(1))
        yield send(c, 1)
        yield go(tries, c, done)
        yield close_chan(c)
        yield recv(c)
        yield log((yield recv(done)))

    for seed in range(20):
        assert output(main, procs=procs, seed=seed) == [(True, True)]


@pytest.mark.parametrize("closes", [False, True])
@pytest.mark.parametrize("procs", [1, 2, 3])
def test_a_select_looks_at_its_channels_at_one_moment(procs, closes):
    """TestNonblockSelectRace, TestNonblockSelectRace2: one of two channels is ready at any time, so the
    default is never taken."""
    def tries(c1, c2, done):
        i, _, _ = yield select_([("recv", c1), ("recv", c2)], default=True)
        yield send(done, i)

    def main():
        c1, c2, done = (yield make_chan(1)), (yield make_chan(int(not closes))), (yield make_chan(1))
        yield send(c1, 1)
        yield go(tries, c1, c2, done)
        yield close_chan(c2) if closes else send(c2, 1)
        yield tryrecv(c1)
        yield log((yield recv(done))[0])

    taken = {output(main, procs=procs, seed=seed)[0] for seed in range(150)}
    assert -1 not in taken and 1 in taken
    assert 0 in taken or procs == 1  # on one P c1 is always emptied before


# select.

@pytest.mark.parametrize("size", [0, 10])
@pytest.mark.parametrize("procs", [1, 2])
def test_a_select_never_receives_from_itself(size, procs):
    """TestSelfSelect: send and receive on the same channel in one select: no deadlock, and, without a buffer,
    no goroutine gets its own value."""
    def both(wg, c, p):
        for i in range(40):
            cases = [("send", c, p), ("recv", c)]
            turned = p and i % 2
            k, value, _ = yield select_(cases[::-1] if turned else cases)
            yield log((p, value if k == (0 if turned else 1) else None))
        yield wg_done(wg)

    def main():
        wg, c = (yield waitgroup()), (yield make_chan(size))
        yield wg_add(wg, 2)
        for p in (0, 1):
            yield go(both, wg, c, p)
        yield wg_wait(wg)

    for seed in SEEDS:
        got = output(main, procs=procs, seed=seed)
        assert len(got) == 80
        assert size or not {(0, 0), (1, 1)} & set(got)
        assert size or {(0, 1), (1, 0)} <= set(got)  # both have received from the other


@pytest.mark.parametrize("procs", [1, 2, 4])
def test_a_crowd_of_senders_receivers_and_selects_comes_through(procs):
    """TestSelectStress: on 4 channels 4 senders, 4 receivers, one select that sends N on each, one that
    receives N from each, setting a channel to nil when it is through with it. Nobody waits for ever."""
    n = 8

    def sender(wg, c):
        for _ in range(n):
            yield send(c, 0)
        yield wg_done(wg)

    def receiver(wg, c):
        for _ in range(n):
            yield recv(c)
        yield wg_done(wg)

    def selects(wg, chans, case):
        counts, order = Counter(), list(chans)
        for _ in range(len(chans) * n):
            i, _, _ = yield select_([case(c) for c in order])
            counts[i] += 1
            if counts[i] == n:
                order[i] = 0
        yield log(sorted(counts.values()))
        yield wg_done(wg)

    def main():
        wg, chans = (yield waitgroup()), []
        for size in (0, 0, 2, 3):
            chans.append((yield make_chan(size)))
        yield wg_add(wg, 10)
        for c in chans:
            yield go(sender, wg, c)
            yield go(receiver, wg, c)
        yield go(selects, wg, chans[::-1], lambda c: ("send", c, 0))
        yield go(selects, wg, chans, lambda c: ("recv", c))
        yield wg_wait(wg)

    for seed in SEEDS:
        assert output(main, procs=procs, seed=seed) == [[n] * 4] * 2


def test_a_select_takes_each_ready_case_as_often():
    """TestSelectFairness: of four receives two are always ready; within ten standard deviations each comes
    half of the time."""
    trials = 1000

    def worker(c, out, done):
        while True:
            _, b, _ = yield select_([("recv", c[2]), ("recv", c[3]), ("recv", c[0]), ("recv", c[1])])
            if (yield select_([("send", out, b), ("recv", done)]))[0] == 1:
                break

    def main():
        c, out, done = [], (yield make_chan()), (yield make_chan())
        for size in (trials + 1, trials + 1, 0, 0):
            c.append((yield make_chan(size)))
        for _ in range(trials + 1):
            yield send(c[0], 1)
            yield send(c[1], 2)
        yield go(worker, c, out, done)
        for _ in range(trials):
            yield log((yield recv(out))[0])
        yield close_chan(done)

    counts = Counter(output(main))
    assert counts.keys() == {1, 2} and counts.total() == trials
    assert abs(counts[1] - trials / 2) <= 10 * (trials / 4) ** 0.5


@pytest.mark.parametrize("size", [0, 100])
def test_a_select_of_two_sends_on_one_channel_sends_either(size):
    """TestPseudoRandomSend: of 100 values more than a tenth are zeros and more than a tenth ones."""
    def reads(c, done):
        got = []
        for _ in range(100):
            yield gosched()
            got.append((yield recv(c))[0])
        yield send(done, got)

    def main():
        c, done = (yield make_chan(size)), (yield make_chan())
        yield go(reads, c, done)
        for _ in range(100):
            yield select_([("send", c, 1), ("send", c, 0)])
        yield log((yield recv(done))[0])

    for seed in SEEDS:
        [got] = output(main, seed=seed)
        assert len(got) == 100 and 10 < sum(got) < 90


def test_a_full_channel_takes_none_of_two_sends():
    """TestChanSendInterface: what is sent is the very thing, whatever it is; on a full channel a select of
    two sends takes the default."""
    thing, other = object(), object()

    def main():
        c = yield make_chan(1)
        yield send(c, thing)
        yield log((yield trysend(c, thing)))
        yield log((yield select_([("send", c, thing), ("send", c, other)], default=True))[0])
        yield log((yield recv(c))[0] is thing)

    assert output(main) == [False, -1, True]


@pytest.mark.parametrize("procs", [1, 2])
def test_many_consumers_of_one_channel_lose_nothing(procs):
    """TestMultiConsumer: 23 workers pass on what they get, some after a Gosched; the numbers and their sum
    are kept."""
    primes, n = (2, 3, 7, 11, 13, 17, 19, 23, 27, 31), 200

    def worker(wg, q, r, w):
        while (got := (yield recv(q)))[1]:
            if primes[w % len(primes)] == got[0]:
                yield gosched()
            yield send(r, got[0])
        yield wg_done(wg)

    def feeds(wg, q, r):
        for i in range(n):
            yield send(q, primes[i % len(primes)])
        yield close_chan(q)
        yield wg_wait(wg)
        yield close_chan(r)

    def main():
        wg, q, r = (yield waitgroup()), (yield make_chan(69)), (yield make_chan(69))
        for w in range(23):
            yield wg_add(wg, 1)
            yield go(worker, wg, q, r, w)
        yield go(feeds, wg, q, r)
        while (got := (yield recv(r)))[1]:
            yield log(got[0])

    got = output(main, procs=procs)
    assert Counter(got) == Counter(primes[i % len(primes)] for i in range(n))


def test_a_g_may_wait_on_one_channel_twice():
    """TestSelectDuplicateChannel: A waits twice on c and once on d, B behind it on c; A is woken by d and
    leaves c twice; then B, and nobody else, is woken by c."""
    def a(c, d, e):
        yield log(("A", (yield select_([("recv", c), ("recv", c), ("recv", d)]))))
        yield send(e, 9)

    def b(c):
        yield log(("B", (yield recv(c))))

    def main():
        c, d, e = (yield make_chan()), (yield make_chan()), (yield make_chan())
        yield go(a, c, d, e)
        yield from pause()
        yield go(b, c)
        yield from pause()
        yield send(d, 7)
        yield log((yield recv(e)))
        yield send(c, 8)
        yield from pause()

    for seed in SEEDS:
        assert output(main, seed=seed) == [("A", (2, 7, True)), (9, True), ("B", (8, True))]


def test_close_wakes_every_select_that_waits():
    """TestSelectStackAdjust, without its stacks: two selects of which one has c and d twice are woken by
    close(d), by a case of d."""
    def waits(c, d, ready, again):
        yield send(ready, True)
        cases = [("recv", c), ("recv", c if again else 0), ("recv", d), ("recv", d if again else 0)]
        yield log((again, *(yield select_(cases))))
        yield send(ready, True)

    def main():
        c, d, ready = (yield make_chan()), (yield make_chan()), (yield make_chan())
        for again in (False, True):
            yield go(waits, c, d, ready, again)
        for _ in range(2):
            yield recv(ready)
        yield from pause()
        yield close_chan(d)
        for _ in range(2):
            yield recv(ready)

    ways = {tuple(sorted(output(main, seed=seed))) for seed in range(20)}
    assert ways == {((False, 2, None, False), (True, 2, None, False)),
                    ((False, 2, None, False), (True, 3, None, False))}


# From other files.

@pytest.mark.parametrize("in_select", [False, True])
def test_a_value_sent_with_or_without_select_is_what_is_received(in_select):
    """chanbarrier_test.go TestChanSendSelectBarrier, TestChanSendBarrier: the receiver finds in what it gets
    what the sender has put there."""
    def asked(c, dummy, answer):
        if in_select:
            yield select_([("send", c, answer), ("recv", dummy)])
        else:
            yield send(c, answer)

    def main():
        c, dummy = (yield make_chan()), (yield make_chan())
        for i in range(10):
            answer = {"err": i}
            yield go(asked, c, dummy, answer)
            got, _ = yield recv(c)
            yield gosched()
            yield log(got is answer)

    assert output(main) == [True] * 10


def test_a_goroutine_that_polls_and_yields_hears_of_a_message():
    """proc_test.go TestYieldProgress: a goroutine that polls by select and calls Gosched hears of a send
    after ten Gosched of main, and is heard."""
    def polls(c, heard):
        while (yield select_([("recv", c)], default=True))[0] < 0:
            yield gosched()
        yield send(heard, True)

    def main():
        c, heard = (yield make_chan()), (yield make_chan())
        yield go(polls, c, heard)
        yield from pause(10)
        yield send(c, True)
        yield log((yield recv(heard)))

    assert output(main) == [(True, True)]


def test_nobody_is_woken_from_a_select_without_cases():
    """crash_test.go TestSimpleDeadlock."""
    def main():
        yield select_([])
        yield log("not reached")

    assert output(main, ending="DEADLOCK") == []
