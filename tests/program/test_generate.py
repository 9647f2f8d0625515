"""Random programs: valid, the same for the same seed, and of a kind that comes to an end."""

from hashlib import sha256

import pytest

from models.program import generate as generator
from models.program.format import OPERATIONS, Program, arguments, chooses, to_json
from models.program.generate import (
    KINDS, MANY, MAX_MANY, MAX_RUN, SMALL_GOROUTINES, SMALL_RUN, generate, small)
from models.program.parse import parse
from tests.runtime.build import error

SEEDS = range(100)
LIMIT = {kind: MAX_RUN for kind in KINDS} | {"many": MAX_MANY}


def named(kind: str) -> set[str]:
    """The operations in a hundred programs of a kind."""
    return {op[0] for seed in SEEDS for body in generate(kind, seed).bodies for op in body}


def cost(program: Program, k: int = 0) -> int:
    """How many operations a run of a body takes at most, with all that it starts and calls."""
    return sum(1 + sum(cost(program, to) for kind, to in arguments(op) if kind == "body")
               for op in program.bodies[k])


@pytest.mark.parametrize("kind", KINDS)
def test_all_are_valid_and_none_can_run_for_ever(kind):
    for seed in SEEDS:
        program = generate(kind, seed)
        assert parse(to_json(program)) == program
        assert all(to > k for k, body in enumerate(program.bodies) for op in body
                   for its, to in arguments(op) if its == "body")
        assert cost(program) <= LIMIT[kind]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "many"])
def test_what_a_run_takes_is_kept_under_the_limit(kind, monkeypatch):
    monkeypatch.setattr(generator, "MAX_RUN", 12)
    assert 9 <= max(cost(generate(kind, seed)) for seed in SEEDS) <= 12


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_of_a_kind_are_alike(kind):
    assert len({generate(kind, seed) for seed in SEEDS}) == len(SEEDS)


def test_a_seed_is_the_same_program_for_ever():
    text = "".join(to_json(generate(kind, seed)) for kind in KINDS for seed in range(10))
    assert sha256(text.encode()).hexdigest()[:16] == "7a506a1e1f14de33"


def test_every_operation_is_used_and_each_kind_has_its_own():
    assert named("mixed") == set(OPERATIONS)
    assert named("go") == {"go", "gosched", "log"}
    assert named("channels") == {"go", "gosched", "send", "recv", "close", "trysend", "tryrecv",
                                 "select", "trysel"}
    assert {"lock", "unlock", "trylock", "rlock", "runlock", "wlock", "wunlock"} < named("locks")
    assert {"add", "done", "wait", "condwait", "signal", "broadcast", "once", "cas"} < named("sync")
    assert {"defer", "call", "panic", "recover", "goexit"} < named("panics")


def test_some_programs_leave_something_to_chance_and_some_do_not():
    chance = [chooses(generate("channels", seed)) for seed in SEEDS]
    assert 20 <= sum(chance) <= 50


def test_many_means_300_to_2000_goroutines_from_main():
    starts = [sum(op[0] == "go" for op in generate("many", seed).bodies[0]) for seed in SEEDS]
    assert max(starts) > 1500
    assert min(starts) >= MANY[0] and sorted(starts)[-1] <= MANY[1] + 20


def test_an_unknown_kind_is_told_the_right_ones():
    with error(ValueError, "there is no kind 'mix' of random programs: "
               "take one of go, channels, locks, sync, panics, mixed, many"):
        generate("mix", 1)


# Small ones.

SMALL_KINDS = [kind for kind in KINDS if kind != "many"]


def goroutines(program: Program, k: int = 0) -> int:
    """How many goroutines a run of body k is made of, itself one."""
    return 1 + sum(goroutines(program, to) - (op[0] != "go") for op in program.bodies[k]
                   for kind, to in arguments(op) if kind == "body")


@pytest.mark.parametrize("kind", SMALL_KINDS)
def test_small_programs_are_valid_and_small(kind):
    programs = [small(kind, seed) for seed in SEEDS]
    for program in programs:
        assert parse(to_json(program)) == program
    assert 12 <= max(map(cost, programs)) <= SMALL_RUN == 14
    assert max(map(goroutines, programs)) == SMALL_GOROUTINES == 5
    assert len({*programs}) == len(programs)


@pytest.mark.parametrize("kind", SMALL_KINDS)
def test_in_about_half_of_them_main_waits_for_what_it_started(kind):
    bodies = [small(kind, seed).bodies for seed in SEEDS]
    waits = [main for main, *others in bodies if main[-1] == ("wait", 0) and main[0] == ("add", 0)
             and any(("done", 0) in other for other in others)]
    assert 30 <= len(waits) <= 70
    for main in waits:
        started = sum(op[0] == "go" for op in main)
        assert main[:started] == (("add", 0),) * started


def test_small_programs_stay_the_same():
    text = "".join(to_json(small(kind, seed)) for kind in SMALL_KINDS for seed in range(10))
    assert sha256(text.encode()).hexdigest()[:16] == "d4af2248d76b7b75"


@pytest.mark.parametrize("kind", ["many", "mix"])
def test_a_kind_that_has_no_small_programs_is_told_the_right_ones(kind):
    with error(ValueError, f"there is no kind '{kind}' of small random programs: "
               "take one of go, channels, locks, sync, panics, mixed"):
        small(kind, 1)
