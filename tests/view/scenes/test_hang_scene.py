"""The places of the server that hangs, and the search among them."""

import pytest

from models.study.asking import asked
from models.study.beliefs.hang import LIFE, SEARCH
from models.study.moments.hangsteps import end, life, search
from models.view import pages
from models.view.player.scene import states
from models.view.scenes.hang_scene import FOUND, SPOTS, life_scene, search_scene
from models.words import word

TOLD = life()
STEPS = search(end(TOLD))
HANG = life_scene(TOLD, asked(TOLD.steps, LIFE))
SEARCHED = search_scene(TOLD, STEPS, asked(STEPS, SEARCH))


def where(state) -> dict[int, str]:
    return {int(token[1:]): place for place, tokens in state.at.items() for token in tokens}


def test_every_goroutine_stands_where_the_run_says():
    first, *_, last = [where(state) for state in states(HANG)]
    assert (first, last) == (TOLD.start, end(TOLD))
    assert where(SEARCHED.start) == {g: place for g, place in last.items() if place != "ended"}


def test_places_do_not_lie_on_each_other():
    assert len({*SPOTS.values()}) == len(SPOTS) == len(HANG.places)
    assert len({*FOUND.values()}) == len(FOUND) == len(SEARCHED.places)


def test_a_step_goes_along_an_arrow_that_is_drawn():
    for before, step in zip(states(HANG), HANG.steps):
        (token, place), = step.moves
        assert step.edge in HANG.edges and (step.edge.start, step.edge.end) == (before.where(token), place)


def test_the_search_marks_whom_it_follows_and_who_is_gone():
    looks: dict = {}
    for step in SEARCHED.steps:
        looks |= dict(step.sets)
    assert looks == {"orders": "marked", "done": "marked", "ledger": "marked", "absent": "leaked"}
    assert [step.marks for step in SEARCHED.steps] == [
        ("network",), ("orders", "ledger"), ("done", "ledger"), ("ledger", "absent"), ("absent",)]
    assert [step.message for step in SEARCHED.steps] == [
        "search.clear", "search.follow", "search.follow", "search.absent", "search.gone"]


def test_who_has_ended_is_not_in_the_picture_until_it_is_asked_for():
    assert [where(state).get(3) for state in states(SEARCHED)] == [None, None, None, None, "absent", "absent"]


@pytest.mark.parametrize("scene", [HANG, SEARCHED], ids=["hang", "search"])
def test_every_step_has_its_sentence(scene):
    assert word(scene.opening[0]) and all(word(step.message, **step.args) for step in scene.steps)


def test_who_answers_and_reads_again_is_told_so():
    assert [step.args["g"] for step in HANG.steps if step.message == "hang.read"] == [4]


@pytest.mark.parametrize("name", ["hang", "search"])
def test_each_player_asks_three_times_and_prints_those_moments(name):
    player = pages.player(name)
    asks = [i for i, step in enumerate(player.scene.steps) if step.question]
    assert len(asks) == 3 and player.printed() == tuple(sorted({0, *asks, len(player.scene.steps)}))
