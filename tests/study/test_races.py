"""The races of one run: what is lost with four cells, and what chance has to do with it."""

from models.study.races import races
from tests.study.race.cases import made

# Five goroutines read, the last one first, and main then writes: only goroutine 1's read is not ordered before
# that. It has the second cell, and with the fifth read one of the four has to go.
CROWD = made([["go", 1], ["go", 2], ["go", 3], ["go", 4], ["go", 5], *[["gosched"]] * 6, *[["recv", 0]] * 4,
              ["write", 0]],
             [["read", 0]], *[[["read", 0], ["send", 0]]] * 4, chans=[4])


def test_with_four_cells_chance_may_lose_a_race():
    kept, lost = races(CROWD, cells=lambda kind, options: 3), races(CROWD, cells=lambda kind, options: 1)
    for found in (kept, lost):
        assert [(race.thing, race.before.g) for race in found.races] == [("v0", 1)]
    assert (kept.races[0].fate, kept.lost, len(kept.told)) == ("told", [], 1)
    assert (lost.races[0].fate, lost.lost, lost.told) == ("evicted", ["v0"], [])


def test_the_seed_decides_which_cell_goes_and_not_how_the_program_runs():
    found = [races(CROWD, seed=seed) for seed in range(20)]
    assert {len(one.told) for one in found} == {0, 1} and len({one.outcome.line for one in found}) == 1
    assert [len(one.told) for one in found] == [len(races(CROWD, seed=seed).told) for seed in range(20)]


def test_every_access_is_there_with_those_that_race_with_it():
    found = races(made([["go", 1], ["write", 0], ["gosched"], ["read", 0]], [["write", 0]]))
    assert [(thing, access.g, access.write, [before.g for before in befores])
            for thing, access, befores in found.touches] == [
                ("v0", 0, True, []), ("v0", 1, True, [0]), ("v0", 0, False, [1])]


def test_channels_and_variables_are_called_by_their_numbers_in_the_program():
    program = made([["go", 1], ["write", 2], ["gosched"], ["close", 1]], [["send", 1], ["write", 2]],
                   chans=[-1, 1], vars=3)
    assert [race.thing for race in races(program).told] == ["v2", "ch1"]
