"""Words and variables that goroutines share."""

import pytest

from models.runtime.atomic import (
    Variable,
    Word,
    aadd,
    aload,
    astore,
    atomic_word,
    cas,
    compare_and_swap,
    read,
    variable,
    write,
)
from models.runtime.goroutine import go, gosched, log

from .build import runtime
from .syncing import output


def test_requests_are_plain_tuples():
    assert atomic_word() == ("atomic_new",)
    assert aload(3) == ("atomic_Load", 3)
    assert astore(3, 7) == ("atomic_Store", 3, 7)
    assert cas(3, 0, 1) == ("atomic_CompareAndSwap", 3, 0, 1)
    assert aadd(3, -1) == ("atomic_Add", 3, -1)
    assert variable() == ("var_new", 0)
    assert variable("x") == ("var_new", "x")
    assert read(3) == ("var_read", 3)
    assert write(3, "y") == ("var_write", 3, "y")


def test_a_field_is_swapped_only_if_it_is_as_expected():
    word = Word(5)
    assert compare_and_swap(word, "value", 4, 6) is False
    assert word.value == 5
    assert compare_and_swap(word, "value", 5, 6) is True
    assert word.value == 6


def test_a_word_is_new_and_0():
    rt = runtime()
    assert [rt.atomic_new(None), rt.atomic_new(None)] == [1, 2]
    assert rt.heap[1:] == [Word(0), Word(0)]


def test_each_word_is_stored_and_loaded_for_itself():
    rt = runtime()
    a, b = rt.atomic_new(None), rt.atomic_new(None)
    rt.atomic_Store(None, b, 7)
    assert (rt.atomic_Load(None, a), rt.atomic_Load(None, b)) == (0, 7)


def test_adding_answers_what_is_there_then():
    rt = runtime()
    a = rt.atomic_new(None)
    assert [rt.atomic_Add(None, a, 3), rt.atomic_Add(None, a, -5)] == [3, -2]
    assert rt.heap[a].value == -2


@pytest.mark.parametrize("value, swapped, after", [(0, True, 4), (1, False, 1)])
def test_swapping_answers_whether_it_did(value, swapped, after):
    rt = runtime()
    a = rt.atomic_new(None)
    rt.heap[a].value = value
    assert rt.atomic_CompareAndSwap(None, a, 0, 4) is swapped
    assert rt.heap[a].value == after


def test_a_variable_holds_what_was_written_last():
    rt = runtime()
    v, other = rt.var_new(None), rt.var_new(None, "old")
    assert rt.heap[1:] == [Variable(0), Variable("old")]
    rt.var_write(None, other, "new")
    assert (rt.var_read(None, v), rt.var_read(None, other)) == (0, "new")


def test_a_sum_of_reads_and_writes_loses_what_another_adds_between():
    def adds(v):
        value = yield read(v)
        yield gosched()
        yield write(v, value + 1)

    def counts(a):
        yield aadd(a, 1)

    def main():
        v, a = (yield variable()), (yield atomic_word())
        for _ in range(3):
            yield go(adds, v)
            yield go(counts, a)
        for _ in range(9):
            yield gosched()
        yield log((yield read(v)))
        yield log((yield aload(a)))
        yield log((yield cas(a, 3, 8)))
        yield astore(a, (yield aload(a)) + 1)
        yield log((yield aload(a)))

    assert output(main) == "1 3 True 9 END"


def test_with_one_p_a_rule_asks_for_nothing_between_two_atomic_steps():
    assert runtime().between == ()
