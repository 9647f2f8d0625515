"""The races of one run: what is lost with four cells, and what chance has to do with it."""

from models.program.hiding import CROWD
from models.study.race.races import races
from tests.study.race.cases import made


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
