"""What sysmon watches, as a picture: every token in one place, and the cells as the machine has them."""

import pytest

from models.golang.steps import watched
from models.golang.toolchain import VERSIONS
from models.runtime.sysmon import MS, SYSMON
from models.study.moments.watching import CALLER, Round, Seen, watched_run
from models.view import pages, recorded
from models.view.pages.sysmon import BEGIN, on_one_p
from models.view.player.caption import caption
from models.view.player.scene import State, state_at, states
from models.view.scenes.sysmon_cells import cells_of, text, timed
from models.view.scenes.sysmon_scene import ABOUT, sysmon_scene
from models.view.tables import watched_table

COSTS = recorded.costs()["costs"]
SHAPES = [(1, 1, 5), (1, 2, 1), (1, 3, 30), (2, 1, 5), (2, 2, 5), (3, 5, 5), (4, 7, 20)]


def scene(procs: int = 1, seed: int = 1, call: int = 5, notes: bool = True):
    return sysmon_scene(watched_run(procs=procs, seed=seed, call=call * MS, costs=COSTS), procs, BEGIN,
                        notes=notes)


def held(state: State) -> list[str]:
    return [token for tokens in state.at.values() for token in tokens]


@pytest.mark.parametrize("procs, seed, call", SHAPES)
def test_every_token_is_in_one_place_and_a_p_has_one_m_and_one_g(procs, seed, call):
    for state in states(scene(procs, seed, call)):
        assert len(held(state)) == len(set(held(state)))
        for p in range(procs):
            m, run, home = (state.at[f"P{p}.{part}"] for part in ("m", "run", "home"))
            assert len(m) <= 1 and len(run) <= len(m) and len(home) <= 1
            assert home or not m, "an M that is on a P has it"


@pytest.mark.parametrize("procs, seed, call", SHAPES)
def test_all_end_and_nobody_is_left_in_the_kernel(procs, seed, call):
    last = list(states(scene(procs, seed, call)))[-1]
    assert sorted(last.at["done"]) == ["g1", "g2", "g3", "g4"] and last.at["kernel"] == []


@pytest.mark.parametrize("procs, seed, call", SHAPES)
def test_each_step_has_its_sentence_and_a_citation(procs, seed, call):
    shown = scene(procs, seed, call)
    for at, step in enumerate(shown.steps, 1):
        assert caption(shown, at) and step.message in ABOUT and ABOUT[step.message].cite


@pytest.mark.parametrize("procs, seed", [(1, 1), (1, 4), (2, 2)])
def test_the_cells_are_what_the_last_round_left(procs, seed):
    run = watched_run(procs=procs, seed=seed, costs=COSTS)
    last = [event for event in run if isinstance(event, Round)][-1]
    end = list(states(sysmon_scene(run, procs, BEGIN, notes=True)))[-1].values
    assert {name: end[name] for name, _ in cells_of(last.ps)} == dict(cells_of(last.ps))
    assert end["sysmon.delay"].text == timed(last.pause) and end["sysmon.idle"].text == str(last.idle)


def test_a_round_in_which_sysmon_acts_is_shown_by_what_it_does():
    steps = scene().steps
    taken = next(step for step in steps if step.message == "sysmon.retake.new")
    assert ("sysmon.idle" in dict(taken.sets)) and dict(taken.sets)["sysmon.idle"].text == "0"
    assert [step.message for step in steps].count("sysmon.ask") == 2


def test_the_cells_change_with_the_step_of_their_round_alone():
    run = watched_run(costs=COSTS)
    changed = sum("sysmon.idle" in dict(step.sets) for step in scene().steps)
    assert changed == sum(isinstance(event, Round) for event in run)


@pytest.mark.parametrize("m, message", [(SYSMON, "sysmon.startm"), (0, "runq.startm.new")])
def test_it_is_told_who_starts_an_m(m, message):
    started = [("startm", 5, m, None if m == SYSMON else 0, 1, 1, 0, 1)]
    [step] = sysmon_scene(started, 2, BEGIN).steps
    assert step.message == message and dict(step.moves) == {"p1": "P1.home", "m1": "P1.m"}


def test_without_notes_there_are_no_tables():
    shown = scene(notes=False)
    assert not any(place.kind == "cell" for place in shown.places) and not shown.heads
    set_by_steps = [name for step in shown.steps for name, _ in step.sets]
    assert not any(name.startswith(("C0.", "N0.", "sysmon.")) for name in set_by_steps)
    assert [step.message for step in shown.steps] == [step.message for step in scene().steps]


def test_who_is_in_a_call_is_in_the_kernel_with_its_m_and_the_p_stays():
    shown = scene()
    at = max(i for i, step in enumerate(shown.steps, 1) if step.message == "sysmon.enter")
    state = state_at(shown, at)
    assert state.at["kernel"] == ["m0", f"g{CALLER}"]
    assert state.at["P0.home"] == ["p0"] and not state.at["P0.m"]


def test_the_story_of_the_page():
    told = [step.message for step in scene().steps
            if step.message.startswith("sysmon.") and "round" not in step.message]
    assert told == ["sysmon.enter", "sysmon.back.kept", "sysmon.enter", "sysmon.back.kept", "sysmon.enter",
                    "sysmon.retake.new", "sysmon.back.none", "sysmon.network", "sysmon.ask", "sysmon.stopped",
                    "sysmon.ask", "sysmon.stopped"]
    two = [step.message for step in pages.player("watched-two").scene.steps]
    assert "sysmon.back.idle" in two and "runq.acquirep.again" not in two


@pytest.mark.parametrize("name, asks", [("watched", 5), ("watched-two", 1), ("watched-real", 0)])
def test_a_player_asks_as_often_as_the_page_says(name, asks):
    made = pages.player(name)
    made = made.player() if name == "watched" else made
    assert sum(step.question is not None for step in made.scene.steps) == asks


@pytest.mark.parametrize("call, computes, seed", [(1, 1, 0), (100, 1, 1), (1, 100, 2), (40, 60, 3)])
def test_a_reader_may_choose_other_times(call, computes, seed):
    assert on_one_p(call, computes, seed).steps[-1].message == "runq.exit.main"


def test_the_recorded_run_is_the_models_story():
    def story(steps):
        left_out = ("sysmon.enter", "sysmon.back.kept", "sysmon.round")  # the reader tries to read, twice
        found = [step.message.replace(".new", "") for step in steps
                 if step.message.startswith("sysmon.") and not step.message.startswith(left_out)]
        return found[:found.index("sysmon.stopped") + 1]
    assert story(pages.player("watched-real").scene.steps) == story(scene().steps)
    for state in states(pages.player("watched-real").scene):
        assert len(held(state)) == len(set(held(state)))


@pytest.mark.parametrize("ns, shown", [(0, ""), (20_000, "20 µs"), (999_999, "999 µs"),
                                       (1_280_000, "1.28 ms")])
def test_times_are_in_micro_or_milliseconds(ns, shown):
    assert text("slice_when", ns) == shown and text("noted_slice", 7) == "7"


def test_each_p_has_its_cells():
    seen = Seen(3, 1, 2, 20_000, 0, 0)
    cells = {name: cell.text for name, cell in cells_of((seen, seen._replace(schedtick=9)))}
    assert cells["C0.schedtick"] == "3" and cells["C1.schedtick"] == "9" and cells["N0.noted_slice"] == "2"
    assert cells["N1.slice_when"] == "20 µs" and cells["N0.call_when"] == "" and len(cells) == 12


def test_the_table_has_each_moment_in_the_model_and_in_both_releases():
    html = watched_table.markup().html
    assert html.count("<tr>") == len(watched.MOMENTS) + 1
    for release in VERSIONS:
        assert f"<th scope=\"col\">{release}</th>" in html
    for column in (watched_table.modelled(), *map(watched_table.middle, VERSIONS)):
        assert 0 < column["taken"] < MS < 5 * MS <= column["back"] < column["asked"] < 20 * MS


