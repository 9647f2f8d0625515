"""A semaRoot told step by step: it stays a treap, and its lines stay lines."""

from math import log2

import pytest

from models.runtime.runtime import Runtime
from models.study.asking import asked
from models.study.beliefs.treap import ASKS
from models.study.measure.treapdepth import mean_steps
from models.study.moments.treaps import NAMES, ORDERS, STEP, address, named, tickets, told

SEEDS = range(40)


def in_order(tree: dict) -> list[str]:
    """The names from left to right."""
    def side(path: str) -> list[str]:
        return [*side(path + "l"), tree[path][0], *side(path + "r")] if path in tree else []
    return side("")


def test_all_semaphores_have_one_root_and_a_name():
    rt = Runtime(1)
    assert len({id(rt.rootFor(address(name))) for name in NAMES}) == 1
    assert [named(address(name)) for name in NAMES] == list(NAMES) and address("b") - address("a") == STEP == 2008


@pytest.mark.parametrize("seed", SEEDS)
def test_addresses_stand_from_left_to_right_at_every_step(seed):
    for one in told(seed=seed):
        assert in_order(one.tree) == sorted(name for name, _ in one.tree.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_no_ticket_is_greater_than_one_below_it_when_nothing_is_being_turned(seed):
    luck, found = tickets(seed), told(seed=seed)
    ends = [one for one, then in zip(found, [*found[1:], None]) if then is None or then.kind not in ("up", "down", "cut")]
    for one in ends:
        assert all(luck[one.tree[path[:-1]][0]] < luck[name] for path, (name, _) in one.tree.items() if path)


@pytest.mark.parametrize("seed", SEEDS)
def test_nwait_counts_all_who_wait_in_every_line(seed):
    for one in told(seed=seed):
        if one.kind not in ("last", "down"):
            assert one.nwait == sum(len(gs) for _, gs in one.tree.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_who_is_woken_is_the_first_of_its_line_whatever_the_tickets(seed):
    assert [one.g for one in told(seed=seed) if one.kind in ("next", "cut")] == [3, 2, 4, 5]


def test_the_kinds_of_steps_of_one_seed():
    assert [one.kind for one in told(seed=2)] == [
        "leaf", "leaf", "join", "leaf", "up", "join", "join", "next", "next", "last", "down", "cut", "last", "down", "cut"]
    assert [one.path for one in told(seed=2)][3:5] == ["l", ""]


def test_nobody_is_woken_where_nobody_waits():
    with pytest.raises(ValueError, match="nobody waits for b"):
        told([("wait", "a"), ("wake", "b")])


def test_the_player_may_ask_three_questions_at_the_pages_seed():
    found = told(seed=2)
    events = asked(found, ASKS)
    assert [event[4] for event in events.values()] == [ask.name for ask in ASKS]
    counted = next((found[i], event[5]) for i, event in events.items() if event[4] == "treap-nwait")
    assert counted[1]["all"] == counted[0].nwait == 5 and (counted[1]["mine"], counted[1]["nodes"]) == (2, 3)
    woken = next((found[i], event[5]) for i, event in events.items() if event[4] == "treap-wake")
    assert woken[0].g == woken[1]["first"] == 3 and {woken[1]["top"], woken[1]["lowest"]} == {5, 2}


@pytest.mark.parametrize("seed", SEEDS)
def test_choices_of_a_question_differ(seed):
    for event in asked(told(ORDERS, seed), ASKS).values():
        numbers = [event[5][key] for key in ("all", "mine", "nodes", "first", "top", "lowest") if key in event[5]]
        assert len({*numbers}) == len(numbers)


def test_the_way_grows_with_the_logarithm():
    assert mean_steps(1, 0) == 1.0
    assert all(log2(n) - 1 < mean_steps(n, seed) < 3 * log2(n) for n in (10, 100, 1000) for seed in (1, 2))
    with pytest.raises(ValueError, match="0 addresses; there must be 1 or more"):
        mean_steps(0, 1)
