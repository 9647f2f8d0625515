"""The detector step by step: the numbers in the clocks, worked out by hand, and the same races as without watching."""

import pytest

from models.study.race.racecases import CASES, steps
from models.study.race.racemoments import moments
from models.study.race.races import races


def found(name: str) -> dict:
    """The moments of a case by who did what."""
    return {(moment.g, moment.operation[0]): moment for moment in steps(CASES[name])}


@pytest.mark.parametrize("name", CASES)
def test_what_is_watched_races_as_what_is_not(name):
    program = CASES[name].program
    plain = races(program, cells=lambda kind, options: options[0])
    watched = steps(CASES[name])
    assert sum(len(moment.races) for moment in watched) == len(plain.races)
    assert sum(moment.told is not None for moment in watched) == len(plain.told)
    assert [moment.access for moment in watched if moment.access] == [a for thing, a, _ in plain.touches if thing[0] == "v"]


def test_each_operation_is_one_moment_and_the_last_one_is_an_access():
    assert [(moment.g, moment.operation[0]) for moment in steps(CASES["hidden"])] == [
        (0, "go"), (0, "write"), (0, "lock"), (0, "unlock"), (1, "lock"), (1, "unlock"), (1, "write")]
    assert all(steps(case)[-1].access for case in CASES.values())


def test_a_lock_hands_on_what_was_known_when_it_was_unlocked_and_no_more():
    at = found("hidden")
    assert at[0, "go"].clocks == {0: {0: 2}, 1: {0: 1, 1: 1}} and at[0, "go"].new == 1
    assert at[0, "unlock"].clocks[0] == {0: 5} and at[0, "unlock"].things[at[0, "unlock"].thing] == {0: 4}
    assert at[1, "lock"].clocks[1] == {0: 4, 1: 2}
    assert not at[1, "write"].races


def test_who_goes_first_learns_nothing_and_main_learns_nothing_of_it():
    at = found("late")
    assert at[1, "lock"].clocks[1] == {0: 1, 1: 2}
    assert at[0, "write"].clocks[0] == {0: 2}
    assert at[0, "write"].told == at[1, "write"].access and at[0, "write"].races == (at[1, "write"].access,)


def test_a_flag_that_is_asked_early_says_nothing():
    at = found("atomic")
    assert at[0, "aload"].clocks == at[0, "go"].clocks
    assert at[0, "read"].told == at[1, "write"].access


def test_of_five_reads_four_are_kept():
    *_, before, last = steps(CASES["crowd"])
    [cells] = before.cells.values()
    assert sorted(cell.g for cell in cells) == [2, 3, 4, 5]
    assert [access.g for access in last.races] == [1] and last.told is None
    kept = moments(CASES["crowd"].program, cells=lambda kind, options: options[1])[-1]
    assert kept.told is not None and kept.told.g == 1
