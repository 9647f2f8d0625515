"""Stacks between goroutines, a P's list, the pool and the heap: as the model holds them, and as real Go did."""

import re

import pytest

from models.golang import evidence
from models.golang.toolchain import VERSIONS
from models.stack.sizes import order_of
from models.study.moments.stackpools import SIZE, STORY, Run, moments


def told(requests) -> list[tuple]:
    return [(one.kind, one.who, " ".join(one.stacks)) for one in moments(requests)]


def held(run: Run) -> tuple:
    """What the model itself holds, named as the moments name it."""
    order = order_of(run.rt.sizes, run.size)
    return ({who: run.name(stack.lo) for who, stack in run.stacks.items()},
            tuple(map(run.name, run.rt.caches[0][order].stacks)),
            {run.pieces[base]: tuple(map(run.name, run.rt.spans[base].free)) for base in run.pieces})


@pytest.mark.parametrize("size", [2048, 4096, 8192, 16384])
def test_what_is_told_is_what_the_model_holds(size):
    run = Run(size)
    for request in (*STORY, *(f"+{who}" for who in range(1, 41)), *(f"-{who}" for who in range(1, 41)), *STORY):
        run.ask(request)
        last = run.found[-1]
        assert (last.users, last.kept, last.pool) == held(run)
    assert {one.kind for one in run.found} >= {"cut", "refill", "take", "free", "release", "clear", "gone"}


def test_an_empty_list_is_filled_with_two_and_the_last_is_taken():
    assert told(("+1", "+2", "+3")) == [
        ("start", 0, ""), ("cut", 1, "A0 A1 A2 A3"), ("refill", 1, "A3 A2"), ("take", 1, "A2"), ("take", 2, "A3"),
        ("refill", 3, "A1 A0"), ("take", 3, "A0")]


def test_a_full_list_gives_up_its_newer_half():
    story = moments()
    full = next(i for i, one in enumerate(story) if one.kind == "release")
    assert story[full - 1].kept == ("B3", "A2", "A3", "A0") and story[full].stacks == ("A0", "A3")
    assert story[full + 1].kept == ("B3", "A2", "A1") and story[-1].pool == {}


def test_an_unknown_request_or_goroutine_is_refused():
    with pytest.raises(ValueError, match="'7' is no request: write \\+7 or -7 for goroutine 7, or gc"):
        moments(("7",))
    with pytest.raises(ValueError, match="'-1': goroutine 1 has no stack"):
        moments(("-1",))
    with pytest.raises(ValueError, match="'\\+1': goroutine 1 has a stack already"):
        moments(("+1", "+1"))


@pytest.mark.parametrize("version", VERSIONS)
def test_real_go_took_and_gave_back_the_same_stacks(version):
    """The stacks of that size in the recorded run, up to its first collection."""
    steps = evidence.load("stackpools")["releases"][version]["steps"]
    clear = next(i for i, step in enumerate(steps) if step.startswith("clear"))
    own = [step for step in steps[:clear] if step.split()[1] == str(SIZE)]
    span = own[0].split()[2].split(".")[0]
    real = [re.sub(rf" {span}\.", " A", step).replace(f" +{span}", " cut") for step in own]
    assert modelled(real) == real and sum("refill" in step for step in real) == 2
    assert f"-{span}" in steps[clear].split(), "all came back, and the piece went to the heap"
    assert [one.kind for one in moments((*requests(real), "gc"))][-2:] == ["clear", "gone"]


def requests(steps: list[str]) -> list[str]:
    """The steps of a recording as what was asked for: each alloc is for a goroutine of its own."""
    users, found = {}, []
    for i, (kind, _, stack, *_) in enumerate(map(str.split, steps), 1):
        if kind == "alloc":
            users[stack] = i
        found.append(f"+{i}" if kind == "alloc" else f"-{users[stack]}")
    return found


def modelled(steps: list[str]) -> list[str]:
    """What the moments tell of the same requests, in the recording's words."""
    found, came = [], []
    for one in moments(requests(steps))[1:]:
        if one.kind in ("take", "free"):
            kind = "alloc" if one.kind == "take" else "free"
            found.append(" ".join([kind, str(SIZE), *one.stacks, *sorted(came, reverse=True)]))
            came.clear()
        else:
            came.append(one.kind)
    return found
