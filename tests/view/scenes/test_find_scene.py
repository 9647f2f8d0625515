"""A search for work as a picture: every token in one place, each step with its sentence, the list as it was looked at."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.golang import cite
from models.study.moments.finding import Stand
from models.view import pages
from models.view.pages.run_queues import search, searched
from models.view.player.caption import caption
from models.view.player.figure_spec import Refused
from models.view.player.scene import Scene, states
from models.view.scenes.find_cells import CHECKS, NO, UNMODELLED, YES, lanes
from models.view.scenes.find_scene import ABOUT

NOTHING = Stand(1, 0, 0, 0, 0, 0, 0)
STANDS = st.builds(Stand, st.integers(0, 200), *[st.integers(0, 8)] * 4, *[st.integers(0, 1)] * 2)


def scene(stand: Stand = Stand(), seed: int = 1) -> Scene:
    return search(seed, **stand._asdict())


def messages(stand: Stand) -> list[str]:
    return [step.message for step in scene(stand).steps]


@settings(max_examples=25)
@given(STANDS, st.integers(0, 99))
def test_every_token_is_in_one_place_and_all_that_there_was_has_ended(stand, seed):
    shown = scene(stand, seed)
    for state in states(shown):
        held = [token for tokens in state.at.values() for token in tokens]
        assert len(held) == len(set(held))
    assert len(state.at["done"]) == sum(stand[1:]) and len(state.at["waiting"]) == 1
    assert state.at["idlep"] == ["p1"] and state.at["mfree"] == ["m1"] and state.values["m1"] == "sleep"
    assert all(not state.at[name] for name in ("global", "P0.ring", "P0.next", "P1.ring", "P1.next", "P1.run"))


@settings(max_examples=25)
@given(STANDS, st.integers(0, 99))
def test_each_step_has_a_sentence_a_citation_and_marks_what_is_looked_at(stand, seed):
    shown = scene(stand, seed)
    for at, step in enumerate(shown.steps, 1):
        assert caption(shown, at) and ABOUT[step.message].cite in cite.lock()
        assert step.marks or step.message in ("runq.run.ring", "runq.run.next")


def test_the_search_of_the_page_finds_a_g_behind_each_door_in_the_order_of_the_doors():
    told = messages(Stand())
    doors = ["runq.run.ring", "runq.global", "runq.global.batch.one", "find.network", "runq.steal", "find.timers",
             "runq.steal.next"]
    assert sorted(doors, key=told.index) == doors
    assert told.index("find.late") < told.index("find.drop") < told.index("find.back") < told.index("find.sleep")
    assert told.count("find.pause") == 1 and told[told.index("find.pause") + 1] == "runq.steal.next"


@pytest.mark.parametrize("stand, has, lacks", [
    (NOTHING._replace(tick=61, glob=1), "find.begin.tick", "find.begin.empty"),
    (NOTHING._replace(tick=61), "find.begin.empty", "find.begin.tick"),
    (NOTHING._replace(network=3), "find.network.more", "find.network"),
    (NOTHING._replace(network=1), "find.network", "find.network.more"),
    (NOTHING._replace(late=1), "find.try.left", "find.timers"),
    (NOTHING._replace(late=1), "find.spin.on", "runq.steal"),
    (NOTHING, "find.recheck", "find.back"),
    (NOTHING, "find.try.none", "find.try.last"),
    (NOTHING._replace(timer=1), "find.try.last", "find.pause"),
])
def test_what_is_said_depends_on_what_there_is(stand, has, lacks):
    assert has in messages(stand) and lacks not in messages(stand)


def test_the_list_begins_blank_fills_up_and_is_blank_again_for_the_next_search():
    names = [f"find.{check}" for checks in CHECKS.values() for check in checks]
    assert [place.name for place in lanes()] == names
    filled = []
    for state, step in zip(list(states_kept(scene())), [None, *scene().steps]):
        filled.append([name for name in names if state[name].text])
        if step and step.message.startswith("find.begin"):
            assert filled[-1] == ["find.stop", "find.due", "find.tick"]
    assert filled[0] == [] and filled[-1] == [name for name in names if name[5:] not in UNMODELLED]
    assert all(state[f"find.{name}"].look == "old" for name in UNMODELLED)


def test_the_list_is_read_from_top_to_bottom():
    """A try that is made again goes back to its own line; only a new search goes back to the top."""
    names = [f"find.{check}" for checks in CHECKS.values() for check in checks]
    lowest = 0
    for step in scene().steps:
        looked = [names.index(name) for name, _ in step.sets if name in names]
        if step.message.startswith("find.begin"):
            lowest = 0
        elif looked:
            assert min(looked) >= lowest, step.message
            lowest = min(looked)


def states_kept(shown: Scene) -> list[dict]:
    return [dict(state.values) for state in states(shown)]


def test_the_cells_say_what_was_found():
    cells = [(step.message, {name: cell.text for name, cell in step.sets if name.startswith("find.")})
             for step in scene().steps]
    said = {message: texts for message, texts in cells}
    assert said["runq.global"]["find.tick"] == "G8" and said["find.network"]["find.network"] == "G10"
    assert said["find.timers"]["find.timers"] == "G12" and said["runq.steal.next"]["find.next"] == "G13"
    assert said["find.drop"]["find.drop"] == YES and said["find.recheck"]["find.recheck"] == NO
    assert said["find.back"]["find.recheck"] == "P0" and said["find.sleep"]["find.sleep"] == "netpoll"
    steals = [texts for message, texts in cells if message == "runq.steal"]
    assert [texts["find.try"] for texts in steals] == ["G5, G6", "G7"]
    tries = [texts["find.try"] for message, texts in cells if message.startswith("find.try")]
    assert tries == [f"{i} / 4" for _ in range(4) for i in (1, 2, 3, 4)]


def test_m1_spins_from_where_it_may_to_where_it_finds_something_or_gives_up():
    for before, step in zip(states_kept(scene()), scene().steps):
        if step.message.startswith(("find.try", "find.pause", "find.again", "runq.steal", "find.timers", "find.drop")):
            assert before["m1"] == "spin"
        elif step.message.startswith(("find.begin", "runq.run", "find.network")) and before["find.recheck"].text != "P0":
            assert before.get("m1", "") == ""


def test_a_runnext_that_is_left_alone_is_named_only_where_there_is_one():
    shown = scene()
    for state, step in zip(states(shown), shown.steps):
        if step.message.startswith("find.try") and step.args["i"] < 4:
            assert step.message == ("find.try.left" if state.at["P0.next"] else "find.try")
        if step.message == "find.recheck":
            assert not state.values["m1"], "it has stopped spinning before it looks again"


def test_the_order_of_the_round_is_the_one_that_was_drawn():
    tried = [step for step in scene().steps if step.message.startswith("find.try")]
    assert len({step.args["order"] for step in tried}) > 3
    assert all(dict(step.sets)["find.order"].text == step.args["order"].replace(",", "") for step in tried)


@pytest.mark.parametrize("given, says", [({"tick": -1}, "0 to 9999"), ({"late": 2}, "0 to 1"), ({"own": 9}, "0 to 8")])
def test_a_number_out_of_range_is_refused(given, says):
    with pytest.raises(Refused, match=says):
        pages.player("find").player(**given)


def test_on_paper_are_a_steal_the_late_g_and_the_end():
    shown = scene()
    assert [shown.steps[at - 1].message for at in searched(shown)] == ["runq.steal", "find.late", "find.sleep"]
    assert searched(scene(NOTHING))[-1] == len(scene(NOTHING).steps)
