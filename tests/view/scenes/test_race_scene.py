"""The race detector as tables."""

import pytest

from models.study.asking import asked
from models.study.beliefs.race import ASKS
from models.study.race.racecases import CASES, steps
from models.view import pages, show
from models.view.player.caption import caption
from models.view.player.scene import states
from models.view.scenes.race_scene import race_scene
from models.words import word


def scene(name: str):
    moments = steps(CASES[name])
    return race_scene(CASES[name], moments, asked(moments, ASKS[name]))


def shown(name: str) -> list[dict[str, str]]:
    """What every cell says, before the first step and after each."""
    return [{place: cell.text for place, cell in state.values.items()} for state in states(scene(name))]


def test_the_tables_show_the_clocks_what_was_left_and_the_cells():
    start, *_, last = shown("hidden")
    assert start == {"clock0.0": "1", "clock0.1": "0", "clock1.0": "0", "clock1.1": "0", "left.0": "0", "left.1": "0",
                     "shadow.0": "–", "shadow.1": "–", "shadow.2": "–", "shadow.3": "–"}
    assert last == {"clock0.0": "5", "clock0.1": "0", "clock1.0": "4", "clock1.1": "4", "left.0": "4", "left.1": "3",
                    "shadow.0": "main 2 W", "shadow.1": "worker 4 W", "shadow.2": "–", "shadow.3": "–"}


def test_a_race_is_compared_first_and_told_then_and_the_cells_are_cleared():
    told = scene("late").steps
    assert [step.message for step in told[-2:]] == ["raceclock.write.race", "raceclock.told"]
    assert told[-2].marks == ("shadow.0", "clock0.1") and told[-2].sets == ()
    before, last = shown("late")[-2:]
    assert before["shadow.0"] == "worker 4 W" and last["shadow.0"] == "–"


def test_what_is_ordered_says_by_which_number():
    last = scene("hidden").steps[-1]
    assert last.message == "raceclock.write.ordered" and last.marks == ("shadow.0", "clock1.0")
    assert (last.args["epoch"], last.args["known"], last.args["other"]) == (2, 4, "main")


def test_a_lock_at_which_nobody_was_has_a_sentence_of_its_own():
    messages = [step.message for step in scene("hidden").steps]
    assert messages[2:5] == ["raceclock.lock.first", "raceclock.unlock", "raceclock.lock"]
    assert scene("late").steps[1].message == "raceclock.lock.first"
    assert "raceclock.aload.first" in [step.message for step in scene("atomic").steps]


def test_the_fifth_read_takes_a_cell_and_the_lost_race_is_named():
    steps_of = scene("crowd").steps
    fifth = next(step for step in steps_of if step.message == "raceclock.read.evicts")
    assert fifth.args["who"] == "r4" and fifth.question
    assert steps_of[-1].message == "raceclock.write.lost" and steps_of[-1].args["other"] == "first"
    assert shown("crowd")[-2]["shadow.0"] == "r4 1 R" and steps_of[-1].marks == ("clock0.1",)


@pytest.mark.parametrize("name, asks", [("hidden", 2), ("late", 1), ("atomic", 1), ("crowd", 2)])
def test_each_player_asks_and_prints_those_moments(name, asks):
    player = pages.player(f"race-{name}")
    found = [i for i, step in enumerate(player.scene.steps) if step.question]
    assert len(found) == asks and {*found} <= {*player.printed()}
    assert all(caption(player.scene, at) for at in range(len(player.scene.steps) + 1))


def test_every_operation_cites_what_it_models():
    for name in CASES:
        assert all(step.about.cite for step in scene(name).steps if step.message != "raceclock.told")


def test_the_picture_has_one_arrow_and_one_way_that_is_none():
    shown = show.ordered()
    assert shown.html.count('class="none"') == 1 and shown.html.count("<rect") == 6
    assert shown.text == word("raceclock.idea.desc")
