"""The graph in which the leak detector marks."""

import pytest

from models.study.beliefs.leak import ASKS, asked_of
from models.study.leaks.leakcases import CASES, board, marks
from models.view import pages
from models.view.player.scene import states
from models.view.player.still_tables import graph_svg
from models.view.scenes.leak_scene import SPOTS, edges, leak_scene
from models.words import word


def scene(name: str):
    of = board(CASES[name])
    steps = [*marks(of)]
    return leak_scene(of, steps, SPOTS[name], asked_of(steps, of, ASKS[name]))


@pytest.mark.parametrize("name", CASES)
def test_everything_stands_somewhere_and_nothing_twice(name):
    of = board(CASES[name])
    assert set(SPOTS[name]) == {*of.functions.values(), *of.things.values(), *of.roots.values()}
    assert len({*SPOTS[name].values()}) == len(SPOTS[name])
    shown = scene(name)
    assert sorted(token for held in shown.start.at.values() for token in held) == sorted(
        f"g{stack.goid}" for stack in of.stacks)


def test_a_stack_leads_to_what_it_needs_and_a_thing_to_who_waits_for_it():
    solid = {(edge.start, edge.end) for edge in edges(board(CASES["rounds"])) if not edge.rare}
    dashed = {(edge.start, edge.end) for edge in edges(board(CASES["rounds"])) if edge.rare}
    assert solid == {("server", "jobs.thing"), ("worker", "results.thing"), ("ping", "b.thing"), ("pong", "a.thing")}
    assert dashed == {("old.thing", "lost"), ("jobs.thing", "worker"), ("results.thing", "collector"),
                      ("a.thing", "ping"), ("b.thing", "pong")}
    solid = {(edge.start, edge.end) for edge in edges(board(CASES["reaches"])) if not edge.rare}
    assert solid == {("globals.thing", "news.thing"), ("timers.thing", "done.thing")}


@pytest.mark.parametrize("name", CASES)
def test_marking_goes_along_arrows_that_are_drawn(name):
    looks: dict = {}
    for step in scene(name).steps:
        if step.edge:
            assert step.edge in scene(name).edges and step.edge.end == step.sets[-1][0]
            assert step.edge.start.split(".")[0] in ("globals", "timers") or looks[step.edge.start] == "marked"
        assert step.edge or step.message in (
            "leakgraph.root", "leakgraph.leaked", "leakgraph.never", "leakgraph.kept")
        looks |= dict(step.sets)


@pytest.mark.parametrize("name, gone", [("rounds", ["lost", "ping", "pong"]), ("reaches", ["locker", "never"])])
def test_in_the_end_all_is_marked_but_who_leaked(name, gone):
    *_, before, last = [dict(state.values) for state in states(scene(name))]
    assert sorted(place for place, look in last.items() if look == "leaked") == gone
    assert set(last) == {place.name for place in scene(name).places}
    assert not {"old.thing", "a.thing", "b.thing", "mu.thing"} & set(before)


def test_who_waits_for_nothing_has_a_sentence_of_its_own():
    told = {step.args.get("name"): step.message for step in scene("reaches").steps}
    assert (told["never"], told["locker"]) == ("leakgraph.never", "leakgraph.leaked")
    assert all(word(step.message, **step.args) for name in CASES for step in scene(name).steps)


def test_on_paper_who_is_marked_and_who_leaked_look_different():
    shown = scene("rounds")
    last = list(states(shown))[-1]
    drawn = graph_svg(shown, last, None)[0]
    assert drawn.count('<rect') == 11 and drawn.count('stroke="#000" stroke-width=".7"') == 8
    assert drawn.count('stroke-width=".5" stroke-dasharray') == 3


@pytest.mark.parametrize("name", CASES)
def test_each_player_asks_three_times_and_prints_those_moments(name):
    player = pages.player(f"leak-{name}")
    asks = [i for i, step in enumerate(player.scene.steps) if step.question]
    assert len(asks) == 3 and set(asks) <= set(player.printed())
