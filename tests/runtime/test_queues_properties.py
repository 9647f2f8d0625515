"""Whatever several Ps do to their queues: no G is lost, none is there twice, each order is kept."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models.runtime.constants import Constants

from .build import body, drain, ring, runtime, take

SETTINGS = settings(derandomize=True, deadline=None, max_examples=60, database=None)

P = st.integers(0, 2)
OPERATIONS = st.lists(st.one_of(
    st.tuples(st.just("put"), P, st.integers(1, 6), st.booleans()),
    st.tuples(st.just("get"), P, st.integers(1, 4)),
    st.tuples(st.just("steal"), P, P, st.booleans()),
    st.tuples(st.just("share"), P),
    st.tuples(st.just("tick"), P),
    st.tuples(st.just("gosched"), P),
), max_size=60)


class Play:
    """A machine whose Ps all run, and who has been taken from it so far."""

    def __init__(self, size: int, head: int):
        self.rt = runtime(3, gs=0, const=Constants(runq_size=size))
        for p in (1, 2):
            take(self.rt, p)
        for pp in self.rt.allp:
            pp.runqhead = pp.runqtail = head
        self.taken: list[int] = []

    def put(self, p, n, next):
        for _ in range(n):
            self.rt.runqput(self.rt.allp[p], self.rt.newproc1(self.rt.allp[0], body), next)

    def get(self, p, n):
        for _ in range(n):
            self.note(self.rt.runqget(self.rt.allp[p])[0])

    def steal(self, p, victim, steal_runnext):
        pp = self.rt.allp[p]
        if p != victim and self.rt.runqempty(pp):
            before, v = ring(pp), self.rt.allp[victim]
            queued, runnext = ring(v), v.runnext
            gp = drain(self.rt.runqsteal(pp, v, steal_runnext))[1]
            self.note(gp)
            half = -(-len(queued) // 2)
            alone = [runnext] if steal_runnext and runnext and not queued else []
            assert before == []
            assert [*ring(pp), *([gp.id] if gp else [])] == queued[:half] + alone
            assert ring(v) == queued[half:]

    def share(self, p):
        if self.rt.runqempty(self.rt.allp[p]):
            self.note(self.rt.globrunqgetbatch(self.rt.allp[p]))

    def tick(self, p):
        self.note(self.rt.globrunqget(self.rt.allp[p]))

    def gosched(self, p):
        self.rt.globrunqput(self.rt.allm[p], self.rt.newproc1(self.rt.allp[0], body))

    def note(self, gp):
        if gp:
            self.taken.append(gp.id)

    def everywhere(self) -> list[int]:
        """Every G there is, wherever it is."""
        waiting = [g for pp in self.rt.allp for g in [*ring(pp), pp.runnext] if g]
        return sorted([*waiting, *self.rt.sched.runq, *self.taken])


@SETTINGS
@given(st.sampled_from([2, 4, 8, 256]), st.integers(0, 300), OPERATIONS)
def test_no_g_is_lost_and_none_is_there_twice(size, head, operations):
    play = Play(size, head)
    for name, *args in operations:
        getattr(play, name)(*args)
        assert play.everywhere() == list(range(1, len(play.rt.allgs)))
        for pp in play.rt.allp:
            assert 0 <= pp.runqtail - pp.runqhead <= size
            assert len(pp.runq) == size


@SETTINGS
@given(st.sampled_from([4, 256]), st.integers(0, 300), st.lists(st.integers(1, 200), max_size=8))
def test_a_ring_and_the_global_queue_are_each_first_in_first_out(size, head, bursts):
    play = Play(size, head)
    for burst in bursts:
        play.put(0, burst, False)
        play.get(0, burst // 3)
    ids = {"ring": ring(play.rt.allp[0]), "taken": play.taken}
    assert all(gs == sorted(gs) for gs in ids.values())
    overflows = [event[5] for event in play.rt.trace if event[0] == "runqputslow"]
    assert list(play.rt.sched.runq) == [g for gs in overflows for g in gs]
    for gs in overflows:
        assert len(gs) == size // 2 + 1 and list(gs) == sorted(gs)


@SETTINGS
@given(st.integers(0, 300), st.lists(st.tuples(st.integers(1, 300), st.booleans()), max_size=6))
def test_an_index_is_put_once_and_taken_once(head, bursts):
    play = Play(256, head)
    for burst, next in bursts:
        play.put(0, burst, next)
        play.steal(1, 0, True)
        play.get(1, burst)
        play.get(0, burst // 2)
    put = [event[5] for event in play.rt.trace if event[0] == "runqput"]
    taken = [event[5] for event in play.rt.trace if event[0] == "runqget" and event[3] == 0]
    for event in play.rt.trace:
        if event[0] == "runqgrab":
            taken += range(event[5], event[5] + len(event[6]))
        if event[0] == "runqputslow":
            taken += range(event[4], event[4] + len(event[5]) - 1)
    pp = play.rt.allp[0]
    assert put == list(range(head, pp.runqtail))
    assert sorted(taken) == list(range(head, pp.runqhead))
