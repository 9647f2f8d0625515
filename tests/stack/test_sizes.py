"""Go's numbers for stacks, and what a page may put in their place."""

import re
from dataclasses import FrozenInstanceError, replace

import pytest

from models.stack.sizes import (
    BY_RELEASE, GO_1_22, GO_1_27, STACK_FORCE_MOVE, STACK_FORK, STACK_PREEMPT, Sizes, before_main, is_small,
    order_of, round2, stacklog2)


def test_the_defaults_are_gos():
    assert GO_1_27 == Sizes(
        fixed_stack=2048, stack_nosplit=800, stack_small=128, stack_big=4096, cache_size=32768, orders=4,
        page_size=8192, maxstacksize=1_000_000_000, maxstackceiling=2_000_000_000, adaptivestackstart=True,
        gcshrinkstackoff=False, release="1.27.3")
    assert GO_1_27.stack_guard == 928
    assert BY_RELEASE == {"1.27.3": GO_1_27, "1.22.10": replace(GO_1_27, release="1.22.10")}


def test_sizes_stay_what_they_are():
    with pytest.raises(FrozenInstanceError):
        GO_1_27.orders = 5


def test_the_special_guards_are_above_every_stack():
    assert [hex(guard) for guard in (STACK_PREEMPT, STACK_FORK, STACK_FORCE_MOVE)] == [
        "0xfffffffffffffade", "0xfffffffffffffb2e", "0xfffffffffffffeed"]


def test_before_main_the_limit_is_a_mebibyte():
    assert before_main(GO_1_22) == replace(GO_1_22, maxstacksize=1048576, maxstackceiling=1048576)


@pytest.mark.parametrize("wrong", [{"fixed_stack": 2000}, {"fixed_stack": 0}, {"cache_size": 3},
                                   {"page_size": 4}, {"page_size": -8192}])
def test_sizes_are_powers_of_two(wrong):
    (name, value), = wrong.items()
    with pytest.raises(ValueError, match=f"^{name} is {value}; it must be a power of two, 8 or more$"):
        Sizes(**wrong)


def test_a_cache_holds_whole_pages():
    with pytest.raises(ValueError, match="^cache_size is 4096; it must be a multiple of page_size, 8192$"):
        Sizes(cache_size=4096)


def test_the_guard_stands_inside_the_smallest_stack():
    says = "stack_nosplit and stack_small add up to 1024; that must be less than fixed_stack, 1024"
    with pytest.raises(ValueError, match=re.escape(says)):
        Sizes(fixed_stack=1024, stack_nosplit=896)
    assert Sizes(fixed_stack=1024).stack_guard == 928


@pytest.mark.parametrize(("x", "power"), [(-5, 1), (0, 1), (1, 1), (2, 2), (3, 4), (2048, 2048), (2049, 4096),
                                          (1_000_000_000, 1 << 30)])
def test_round2(x, power):
    assert round2(x) == power


@pytest.mark.parametrize(("pages", "older", "newer"), [(0, 0, 0), (1, 0, 1), (4, 2, 3), (7, 2, 3), (8, 3, 4)])
def test_the_list_of_large_stacks(pages, older, newer):
    assert stacklog2(GO_1_22, pages) == older
    assert stacklog2(GO_1_27, pages) == newer


def test_there_are_no_stacks_of_less_than_no_pages():
    with pytest.raises(ValueError, match="n is -1; a number of pages is 0 or more"):
        stacklog2(GO_1_27, -1)


def test_small_stacks_come_in_four_sizes():
    assert [(n, order_of(GO_1_27, n)) for n in (2048, 4096, 8192, 16384)] == [
        (2048, 0), (4096, 1), (8192, 2), (16384, 3)]
    assert [n for n in (2048, 16384, 32768, 65536) if is_small(GO_1_27, n)] == [2048, 16384]
    assert [n for n in (4096, 8192) if is_small(replace(GO_1_27, orders=2), n)] == [4096]
    assert not is_small(replace(GO_1_27, orders=9), 32768)
