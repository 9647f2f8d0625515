"""The places of the program with several troubles, and the table of what each tool says."""

import pytest

from models.study.moments.looks import FUNCTIONS, looks
from models.view import pages, recorded
from models.view.player.scene import states
from models.view.scenes.look_scene import EDGES, SPOTS, TOOLS, look_scene
from models.words import word

STEPS = looks(recorded.costs()["costs"])
SCENE = look_scene(STEPS, {})


def test_every_goroutine_stands_where_the_steps_say():
    where = {1: "running"}
    for step, state in zip(STEPS, list(_copies())[1:]):
        where[step.g] = step.at
        assert {int(token[1:]): place for place, tokens in state.items() for token in tokens} == where


def _copies():
    """Where every token is, after each step."""
    for state in states(SCENE):
        yield {place: list(tokens) for place, tokens in state.at.items() if tokens}


def test_the_table_says_what_was_counted_after_each_step():
    for step, drawn in zip(STEPS, SCENE.steps):
        assert {name.removeprefix("tool."): cell.text for name, cell in drawn.sets} == {
            name: str(getattr(step.seen, field)) for name, field in TOOLS.items()}
    last = {name.removeprefix("tool."): cell.text for name, cell in SCENE.steps[-1].sets}
    assert last == {"goroutine": "3", "leak": "1", "block": "4", "mutex": "3", "schedtrace": "2", "trace": last["trace"]}


def test_places_do_not_lie_on_each_other_and_every_wait_and_end_has_an_arrow():
    assert len({*SPOTS.values()}) == len(SPOTS) and {edge.start for edge in EDGES} | {edge.end for edge in EDGES} == {*SPOTS}
    where = {1: "running"}
    for step, drawn in zip(STEPS, SCENE.steps):
        assert (drawn.edge is None) is (step.kind == "new"), FUNCTIONS[step.g]
        assert drawn.edge is None or drawn.edge.end == step.at
        assert step.kind != "wake" or drawn.edge.start == where[step.g]
        where[step.g] = step.at


@pytest.mark.parametrize("step", SCENE.steps)
def test_every_step_has_its_sentence_and_leads_to_the_source(step):
    assert word(step.message, **step.args) and step.about.cite


def test_the_player_asks_five_times_and_prints_those_moments():
    player = pages.player("look")
    asks = [i for i, step in enumerate(player.scene.steps) if step.question]
    assert len(asks) == 5 and player.printed() == tuple(sorted({0, *asks, len(player.scene.steps)}))
