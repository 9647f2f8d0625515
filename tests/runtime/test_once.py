"""sync.Once: once, whatever becomes of it."""

from models.runtime.goroutine import call, go, gosched, log
from models.runtime.mutex import LOCKED, Mutex
from models.runtime.once import Once, once, once_do
from models.runtime.panic import goexit, panic
from models.runtime.sema import Sema
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

from .build import runtime
from .syncing import PAUSE, Doing, does, output, ran, rescued


def says(value):
    yield log(value)


def test_requests_are_plain_tuples():
    assert once() == ("once_new",)
    assert once_do(3, says, 1, 2) == ("once_Do", 3, says, (1, 2))


def test_a_once_comes_with_a_mutex():
    rt = runtime()
    assert rt.once_new(None) == 2
    assert rt.heap[1:] == [Mutex(Sema(68)), Once(1, False)]


def test_it_is_the_g_that_asks_that_makes_the_mutex():
    rt = runtime()
    rt.mutex_new = lambda gp: rt.new(gp)
    assert rt.heap[rt.heap[rt.once_new("g")].m] == "g"


def test_what_is_done_is_not_done_again_and_needs_no_mutex():
    rt = runtime()
    o = rt.once_new(None)
    rt.heap[o].done, rt.heap[1].state = True, LOCKED
    does(rt, 1, rt.once_Do, o, says, ("x",))
    assert rt.trace == []


def test_who_finds_it_done_under_the_mutex_calls_nothing():
    rt = runtime()
    o = rt.once_new(None)
    rt.between = (PAUSE,)
    rt.frames[1] = [None]
    doing = Doing(rt, 1, rt.once_Do, o, says, ("x",))
    assert (doing.step(), rt.heap[1].state) == ("pause", LOCKED)
    rt.heap[o].done = True
    assert doing.step() == "returned"
    assert [d.request for d in doing.gp.defer] == [("mutex_Unlock", 1)]


def test_both_the_mark_and_the_unlocking_are_deferred():
    rt = runtime()
    o = rt.once_new(None)
    rt.frames[1] = [None]
    rule = rt.once_Do(rt.allgs[1], o, says, ("x", "y"))
    assert next(rule) == ("ask_call", says, ("x", "y"))
    assert [d.request for d in rt.allgs[1].defer] == [("mutex_Unlock", 1), ("once_done", 2)]
    assert (rt.heap[o].done, rt.heap[1].state) == (False, LOCKED)
    rt.once_done(rt.allgs[1], o)
    assert rt.heap[o].done is True


def test_it_calls_once():
    def main():
        o = yield once()
        yield once_do(o, says, "first")
        yield once_do(o, says, "second")
        yield log("end")

    line, machine = ran(main)
    assert line == "first end END"
    assert machine.rt.heap[1:] == [Mutex(Sema(68)), Once(1, True)]


# Orders that real Go prints with one P, on 1.27.3 and 1.22.10, in 20 of 20 runs.


def test_those_who_come_meanwhile_wait_until_it_is_done():
    def init(i):
        yield gosched()
        yield log(f"init by {i}")

    def does_once(o, wg, i):
        yield once_do(o, init, i)
        yield log(i)
        yield wg_done(wg)

    def main():
        o, wg = (yield once()), (yield waitgroup())
        yield wg_add(wg, 3)
        for i in range(3):
            yield go(does_once, o, wg, i)
        yield wg_wait(wg)

    assert output(main) == "init by 2 2 0 1 END"


def test_a_function_that_panics_was_done():
    def fails():
        yield log("f")
        yield panic("boom")

    def main():
        o = yield once()
        yield call(rescued, once_do(o, fails))
        yield once_do(o, says, "again")
        yield log("end")

    line, machine = ran(main)
    assert line == "f boom end END"
    assert machine.rt.heap[1:] == [Mutex(Sema(68)), Once(1, True)]


def test_a_function_that_ends_its_goroutine_was_done():
    def ends():
        yield log("f")
        yield goexit()

    def tries(o):
        yield once_do(o, ends)
        yield log("not here")

    def main():
        o = yield once()
        yield go(tries, o)
        yield gosched()
        yield once_do(o, says, "again")
        yield log("end")

    line, machine = ran(main)
    assert line == "f end END"
    assert machine.rt.heap[1:] == [Mutex(Sema(68)), Once(1, True)]


def test_doing_it_within_itself_is_a_deadlock():
    def main():
        o = yield once()

        def again():
            yield once_do(o, says, "never")

        yield once_do(o, again)

    assert output(main) == "DEADLOCK"
