"""The chapter's program, request by request."""

import pytest

from models.program.spawn import MAX_GOROUTINES, check_n, spawn, worker
from models.runtime.goroutine import go, log, work
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait
from tests.runtime.build import error


def asked(body, answers):
    """What a body asks when it is answered so (0 where nothing is said)."""
    requests, answer = [], None
    while True:
        try:
            requests.append(body.send(answer))
        except StopIteration:
            return requests
        answer = answers.get(len(requests), 0)


def test_main_starts_n_workers_waits_and_says_so():
    assert asked(spawn(2, 500), {1: 7}) == [
        waitgroup(), wg_add(7, 2), go(worker, 7, 0, 500), go(worker, 7, 1, 500), wg_wait(7),
        log("main")]


def test_main_starts_nobody_for_0():
    assert asked(spawn(0), {}) == [waitgroup(), wg_add(0, 0), wg_wait(0), log("main")]


def test_a_worker_says_its_turn_works_and_is_done():
    assert asked(worker(7, 3, 500), {}) == [log(3), work(500), wg_done(7)]


def test_a_worker_takes_no_time_unless_told():
    assert asked(spawn(1), {})[2] == go(worker, 0, 0, 0)


def test_the_limits_are_taken():
    assert check_n(0) is check_n(MAX_GOROUTINES) is None


@pytest.mark.parametrize("n", [-1, MAX_GOROUTINES + 1, 1.0, "3", None])
def test_another_number_is_refused(n):
    with error(ValueError, f"{n!r} goroutines cannot be started; "
               "take a whole number from 0 to 100000"):
        check_n(n)
