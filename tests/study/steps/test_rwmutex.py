"""RWMutex's operations: each of the steps that their source has."""

import pytest

from models.study.steps import mutex, rwmutex, sema
from models.study.steps.mutex import LOCKED

from ..staged import ASLEEP, Stage, returned


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
