"""Orders that real Go prints with one P, on 1.27.3 and 1.22.10, over and over the same."""

import pytest

from models.program.spawn import spawn
from models.runtime.goroutine import go, gosched, log
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait
from models.runtime.machine import Machine, logged
from models.runtime.runtime import Runtime

PHASE = 15  # the schedtick at which main begins; seen on 1.27.3


def output(main, *args, schedtick=PHASE):
    """What the program prints, in one line."""
    rt = Runtime(1, schedtick=schedtick)
    assert Machine(rt, main, *args).run() == "END"
    return " ".join(map(str, logged(rt.trace)))


def spans(text):
    """'3 5-7' -> [3, 5, 6, 7]."""
    ends = [part.split("-") for part in text.split()]
    return [i for end in ends for i in range(int(end[0]), int(end[-1]) + 1)]


SPAWNED = {
    10: "9 0-8",
    257: "256 0-255",
    258: "257 128-173 0 174-233 1 234-255 2-127 256",
    300: "299 128-173 0 174-233 1 234-255 257-294 2 295-298 3-127 256",
    600: "599 386-431 0 432-491 1 492-513 515-552 2 553-598 3-16 130 17-76 131 77-127 256 128-129 "
         "132-137 260 138-197 261 198-255 385 257 262 258-259 263-384 514",
    1000: "999 773-818 0 819-878 1 879-900 902-939 2 940-998 3 130 4-63 131 64-123 132 124-127 256 "
          "128-129 133-185 261 186-245 262 246-255 385 257-260 263-307 391 308-367 392 368-384 514 "
          "386-390 393-429 521 430-489 522 490-513 643 515-520 523-551 651 552-611 652 612-642 772 "
          "644-650 653-771 901",
}


@pytest.mark.parametrize("n", SPAWNED)
def test_n_goroutines_run_in_go_s_order(n):
    order = spans(SPAWNED[n])
    assert sorted(order) == list(range(n))
    assert output(spawn, n) == " ".join(map(str, [*order, "main"]))


def test_another_tick_at_the_start_shifts_the_picks_from_the_global_queue():
    shifted = output(spawn, 258, schedtick=14).split()
    assert shifted[:49] == [str(i) for i in [257, *range(128, 175), 0]]


def twice_around(*names, rounds):
    def worker(wg, name):
        for i in range(rounds):
            yield log(f"{name}{i}")
            yield gosched()
        yield wg_done(wg)

    def main():
        wg = yield waitgroup()
        yield wg_add(wg, len(names))
        for name in names:
            yield go(worker, wg, name)
        yield wg_wait(wg)
        yield log("main")
    return main


def test_gosched_goes_round():
    assert output(twice_around("a", "b", "c", rounds=3)) == "c0 a0 b0 c1 a1 b1 c2 a2 b2 main"


def test_main_s_gosched_lets_all_others_run_once():
    def main():
        for i in range(4):
            yield go(says, f"g{i}")
        yield log("m0")
        yield gosched()
        yield log("m1")

    assert output(main) == "m0 g3 g0 g1 g2 m1"


def says(name):
    yield log(name)


def test_a_nested_spawn_runs_after_its_parent_the_last_child_first():
    def parent(wg):
        yield log("p")
        for name in ("c1", "c2"):
            yield go(child, wg, name)
        yield log("p-end")
        yield wg_done(wg)

    def child(wg, name):
        yield log(name)
        yield wg_done(wg)

    def main():
        wg = yield waitgroup()
        yield wg_add(wg, 3)
        yield go(parent, wg)
        yield wg_wait(wg)
        yield log("main")

    assert output(main) == "p p-end c2 c1 main"


def test_five_waiters_on_a_waitgroup_are_released_in_their_order_but_the_last_first():
    def waiter(wg, name):
        yield wg_wait(wg)
        yield log(name)

    def main():
        wg = yield waitgroup()
        yield wg_add(wg, 1)
        for i in range(5):
            yield go(waiter, wg, i)
        yield gosched()
        yield log("done")
        yield wg_done(wg)
        yield log("after")
        yield gosched()

    assert output(main) == "done after 3 4 0 1 2"
