"""The scenes of the page on go statements: a closure that is built and read, and a g that is filled."""

import pytest

from models.golang.asm import gocall
from models.golang.toolchain import VERSIONS
from models.study.beliefs.newborn import closure as question
from models.study.moments.newborn import filling
from models.view import pages, show
from models.view.player.caption import caption
from models.view.player.scene import State, states
from models.view.scenes.closure_scene import closure_scene
from models.view.scenes.newborn_scene import MESSAGES, newborn_scene
from models.words import word


def newborn(situation: str):
    return newborn_scene(filling(situation), ("gowrap1", 3, 4), {})


def cells(state: State) -> dict[str, str]:
    return {name: value.text for name, value in state.values.items()}


def messages(scene) -> list[str]:
    return [step.message.removeprefix("newborn.") for step in scene.steps]


def test_a_new_g_goes_through_all_stations():
    assert messages(newborn("waking")) == ["call", "g0", "newproc1", "none", "malg", "dead", "sched", "push",
                                           "names", "runnable", "queue", "idle", "startm", "back"]
    assert messages(newborn("made"))[-2:] == ["wakep", "back"]
    assert {key for key, _ in MESSAGES.values()} == {*messages(newborn("waking")), "wakep"} - {"idle"}


def test_a_dead_one_is_found_and_gets_another_number():
    assert messages(newborn("reused")) == ["call", "g0", "newproc1", "found", "sched", "push", "names-again",
                                           "runnable", "queue", "wakep", "back"]


@pytest.mark.parametrize("situation, ends", [("waking", {"g1": "run", "g2": "next", "p1": "held"}),
                                             ("reused", {"g1": "run", "g2": "next"})])
def test_the_tokens_end_in_their_places(situation, ends):
    last = list(states(newborn(situation)))[-1]
    assert {token: last.where(token) for token in ends} == ends


@pytest.mark.parametrize("situation, message", [("made", "malg"), ("reused", "found")])
def test_a_g_is_in_nobodys_queue_while_it_is_filled(situation, message):
    scene = newborn(situation)
    at = messages(scene).index(message)
    assert [state.where("g2") for state in states(scene)][at:at + 2] == [
        None if situation == "made" else "free", "hands"]


@pytest.mark.parametrize("name", ["closure", "newborn", "reborn"])
def test_only_what_is_on_the_board_is_set_and_marked(name):
    scene = pages.player(name).scene
    names = {place.name for place in scene.places}
    assert {one for step in scene.steps for one in [*dict(step.sets), *step.marks]} <= names


def test_the_stack_pointer_goes_to_g0_and_comes_back():
    found = [state.values["m.SP"].text for state in states(newborn("made"))]
    assert found == ["g1.stack"] * 2 + ["g0.stack"] * (len(found) - 3) + ["g1.stack"]


def test_what_is_not_there_is_zero_or_left_over_is_told_apart():
    made, reused = newborn("made"), newborn("reused")
    begin, filled = cells(made.start), [cells(state) for state in states(made)]
    assert {begin[name] for name in begin if name.startswith("g.")} == {"–"}
    born = filled[messages(made).index("malg") + 1]
    assert (born["g.stack"], born["g.stackguard0"], born["g.sched.pc"]) == ("2048", "lo + 928", "0")
    begin = cells(reused.start)
    assert (begin["g.sched.pc"], begin["g.startpc"], begin["g.goid"]) == ("…", "…", "2")
    prepared = [cells(state) for state in states(reused)][messages(reused).index("sched") + 1]
    assert (prepared["g.sched.ctxt"], prepared["g.startpc"]) == ("0", "…"), "sched is zeroed as a whole"


def test_pointers_lead_to_the_words_that_are_shown():
    scene = newborn("made")
    last = list(states(scene))[-1].values
    assert (last["g.sched.sp"].to, last["memory.hi-40"].text) == ("memory.hi-40", "goexit+1")
    assert (last["g.sched.ctxt"].to, last["memory.c+0"].text) == ("memory.c+0", "gowrap1")
    names = {place.name for place in scene.places}
    assert all(cell.to in names for state in states(scene) for cell in state.values.values() if cell.to)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_closure_ends_with_the_words_that_the_compiler_puts_into_it(version):
    scene = closure_scene("arguments", version, question(2))
    last = list(states(scene))[-1].values
    assert [last[f"c+{n}"].text for n in (0, 8, 16)] == ["gowrap1", "a", "b"]
    words = gocall.made(version, "arguments").words
    assert [word.name.rpartition(".")[2] for word in words] == ["gowrap1", "a", "b"]


def test_each_word_of_the_closure_is_written_by_an_instruction_of_its_own():
    scene = closure_scene("arguments", "1.27.3", question(2))
    writes = {step.sets[0][1].text: [name for name, _ in step.sets if name.startswith("c+")]
              for step in scene.steps}
    assert {text: names for text, names in writes.items() if names} == {
        "MOVQ DX, (AX)": ["c+0"], "MOVQ DX, 8(AX)": ["c+8"], "MOVQ DX, 16(AX)": ["c+16"]}


def test_the_callee_finds_its_arguments_where_they_are_shown():
    scene = closure_scene("arguments", "1.27.3", question(2))
    found = {state.values["code.instruction"].text: cells(state) for state in states(scene)}
    assert found["CALL newproc"]["r.AX"] == "c"
    assert (found["CALL two"]["r.AX"], found["CALL two"]["r.BX"]) == ("a", "b")
    begin = next(state for state, step in zip(list(map(cells, states(scene)))[1:], scene.steps)
                 if step.message == "closure.begin")
    assert (begin["r.DX"], begin["r.AX"], begin["code.function"]) == ("c", "–", "gowrap1")


@pytest.mark.parametrize("name, asks", [("closure", 1), ("newborn", 3), ("reborn", 2)])
def test_a_player_asks_as_often_as_the_page_needs_and_all_is_said(name, asks):
    scene = pages.player(name).scene
    assert sum(step.question is not None for step in scene.steps) == asks
    for step in scene.steps:
        assert word(step.message, **step.args)


def test_the_gdb_session_shows_its_commands_and_both_answers():
    text = show.session("born").text
    assert "tbreak runtime.runqput" in text and all(f"Go {version}: " in text for version in VERSIONS)


@pytest.mark.parametrize("situation, number", [("made", "2"), ("reused", "3")])
def test_the_sentence_names_the_goroutines_number(situation, number):
    scene = newborn(situation)
    at = next(i for i, step in enumerate(scene.steps, 1) if step.message.startswith("newborn.names"))
    assert f"`goid` {number}" in caption(scene, at)
