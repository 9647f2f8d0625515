"""Changing stacks on the page: the players' steps and cells, the routines, the tables."""

import pytest

from models.amd64.accesses import SWITCHES
from models.amd64.picture import at
from models.amd64.program import code, run
from models.golang.toolchain import REFERENCE, VERSIONS
from models.stack.growth import newsize
from models.stack.sizes import GO_1_27
from models.study.beliefs.switch import ASKS
from models.view import pages, show, standing
from models.view.code.routine import KEYS, rows
from models.view.pages import switching
from models.view.player.figure_spec import Figure
from models.view.player.scene import about_of, state_at, states
from models.view.scenes.switch_cells import Tables, cells, term
from models.view.scenes.switch_scene import ASSEMBLY, CITES, Span, groups, switch_scene
from models.view.tables import moments, roles

NAMES = ("park", "systemstack", "first", "growth")
RUN = run(REFERENCE)
SCENES = {name: (one.player() if isinstance(one, Figure) else one).scene
          for name in NAMES for one in [pages.player(f"switch-{name}")]}


def step_of(name: str, text: str) -> int:
    """The number of the last step that executes this line."""
    return max(i for i, step in enumerate(SCENES[name].steps, 1) if text in str(step.args.get("code")))


def shown(name: str, number: int, *places: str) -> list[str]:
    values = state_at(SCENES[name], number).values
    return [values[place].text for place in places]


def test_main_is_left_and_comes_back_with_the_same_three_words():
    at_g0 = step_of("park", "call R12")
    assert shown("park", at_g0, "main.sched.sp", "main.sched.pc", "main.sched.bp", "R14") == [
        "main.hi-552", "gopark+n", "main.hi-536", "g0"]
    back = step_of("park", "jump BX")
    assert shown("park", back, "SP", "PC", "BP", "R14", "main.sched.sp") == [
        "main.hi-552", "gopark+n", "main.hi-536", "main", "0"]


def test_pointers_lead_to_the_cells_they_name():
    values = state_at(SCENES["park"], step_of("park", "call mcall")).values
    assert (values["SP"].to, values["BP"].to) == ("main.hi-560", "main.hi-536")
    assert values["main.hi-536"].text == "hi-416" and values["main.hi-536"].to == "main.hi-416"
    assert values["PC"].to == values["R14"].to == ""


def test_what_lies_below_the_used_part_of_a_stack_is_old():
    values = state_at(SCENES["park"], step_of("park", "[BX+m.g0]")).values
    assert values["g0.hi-64"].look == "old" and values["g0.hi-56"].look == ""
    assert values["main.hi-568"].look == "", "the thread is still there"
    gone = state_at(SCENES["park"], step_of("park", "SP = [R14+g.sched.sp]")).values
    assert (gone["main.hi-568"].look, gone["main.hi-568"].to, gone["main.hi-552"].look) == ("old", "", "")


def test_the_last_step_shows_what_the_machine_holds():
    for name, scene in SCENES.items():
        *_, last = states(scene)
        first = next(state for state in states(scene))
        assert last.values.keys() == first.values.keys() == {place.name for place in scene.places}
        assert last.values["PC"].text in ("chanrecv+n", "newproc+n", "schedule", "main.deep+n"), name


def test_a_new_stack_holds_one_word_and_the_function_returns_to_it():
    assert shown("first", 0, "worker.sched.sp", "worker.hi-40", "worker.sched.ctxt") == [
        "worker.hi-40", "goexit+1", "main.worker·f"]
    leave = next(i for i, step in enumerate(SCENES["first"].steps, 1) if step.message == "switching.leave")
    assert shown("first", leave, "PC", "SP") == ["goexit+1", "worker.hi-32"]


def test_a_moved_stack_keeps_its_distances():
    number = next(i for i, step in enumerate(SCENES["growth"].steps, 1)
                  if step.message.startswith("switching.rule"))
    places = ("worker.sched.sp", "worker.sched.pc", "worker.sched.bp", "worker.hi-80", "worker.hi-40")
    assert shown("growth", number - 1, *places) == shown("growth", number, *places)
    assert shown("growth", number - 1, "size") == ["2048"] and shown("growth", number, "size") == ["4096"]
    assert SCENES["growth"].steps[0].message == "switching.no-room"


def grows(words: int) -> bool:
    return any(step.message == "switching.no-room" for step in switching.growth(words).steps)


def test_deep_gets_a_larger_stack_only_where_its_frame_needs_one():
    """As the check says: SP is 80 bytes below the high end, and 128 bytes may lie below the guard."""
    room = 2048 - 80 - GO_1_27.stack_guard + GO_1_27.stack_small
    assert [grows(words) for words in (1, 15, 16, (room - 8) // 8 - 1, (room - 8) // 8, switching.MOST_WORDS)] == [
        False, False, False, False, True, True]
    *_, last = states(switching.growth(1))
    assert last.values["size"].text == "2048" and not [s for s in switching.growth(1).steps if s.question]


@pytest.mark.parametrize("words", [145, 188, switching.MOST_WORDS])
def test_twice_the_stack_is_what_real_go_would_choose(words):
    *_, last = states(switching.growth(words))
    assert last.values["size"].text == str(newsize(GO_1_27, 2048, 80, words * 8 + 8)) == "4096"
    assert [step.question is not None for step in switching.growth(words).steps].count(True) == 2
    assert newsize(GO_1_27, 2048, 80, (switching.MOST_WORDS + 1) * 8 + 8) == 8192


@pytest.mark.parametrize("name", NAMES)
def test_a_player_asks_all_its_questions_where_their_cell_changes(name):
    asked = {step.question.ask: step for step in SCENES[name].steps if step.question}
    assert len(asked) == len(ASKS[name])
    for step in asked.values():
        assert len(step.question.choices) == 3 and sum(choice.right for choice in step.question.choices) == 1


def test_the_questions_have_these_answers():
    right = [choice.label for scene in SCENES.values() for step in scene.steps if step.question
             for choice in step.question.choices if choice.right]
    assert right == ["`gopark+n`", "`g0.hi-56`", "`&main.sched`", "`systemstack_switch+8`", "`g0`",
                     "`main.worker`", "`goexit+1`", "`main.deep+n`", "`worker.hi-80`"]


def test_every_switch_can_be_jumped_to():
    kinds = {name: [step for step in scene.steps if about_of(scene, step).kind == "stacks"]
             for name, scene in SCENES.items()}
    assert [len(kinds[name]) for name in NAMES] == [2, 2, 2, 2]
    assert all(step.args["code"].startswith("SP = [") for steps in kinds.values() for step in steps)


def test_instructions_that_belong_together_are_one_step():
    found = [[step.text for step in RUN.steps[first - 1:last]] for first, last in groups(RUN, Span(234, 246))]
    assert found[0] == ["SP = [R14+g.sched.sp]"] and ["push AX"] in found
    assert [texts for texts in found if len(texts) > 1] == [
        ["compare SP, [R14+g.stackguard0]", "if at most jump .grow", "push BP", "BP = SP", "SP = SP-80"]]
    assert sum(map(len, found)) == 13
    of_mcall = [[step.text for step in RUN.steps[first - 1:last]]
                for first, last in groups(RUN, Span(228, 231))]
    assert of_mcall == [["SI = [BX+m.g0]"], ["compare SI, R14", "if not equal jump .good"], ["AX = R14"]]


def test_every_function_that_is_shown_leads_to_gos_source_or_is_the_programs_own():
    functions = {step.args["function"] for scene in SCENES.values() for step in scene.steps
                 if "function" in step.args}
    assert {name for name in functions if name not in CITES} == {"main.worker", "main.deep"}
    assert {"mcall", "gogo<>", "morestack", "goexit"} <= ASSEMBLY and "park_m" not in ASSEMBLY


def test_numbers_are_told_as_a_reader_says_them():
    state = at(RUN, len(RUN.steps))
    main = next(g for g, name in state.names.gs.items() if name == "main")
    assert term(state, main + 56, REFERENCE) == "&main.sched" and term(state, main, REFERENCE) == "main"
    assert term(state, 0, REFERENCE) == "0" and term(state, RUN.start.entries["mcall"], REFERENCE) == "mcall"


def test_a_register_that_nothing_has_set_is_empty():
    assert cells(at(RUN, 0), Tables("g0", ("R12",), {}), RUN)["R12"].text == ""


def test_one_span_has_no_step_in_between():
    scene = switch_scene(RUN, (Span(216, 220),), Tables("main", ("SP",), {"main": ()}), ("park", {}), {})
    assert [step.message for step in scene.steps] == ["switching.line"] * 5


# The routines.

@pytest.mark.parametrize("name", KEYS)
def test_a_routine_has_every_line_of_both_releases_once(name):
    for part in SWITCHES[name]:
        for version, other in zip(VERSIONS, VERSIONS[::-1]):
            found = [row.text for row in rows(part) if row.key and row.only != other]
            assert found == [line.instruction.text for line in code(version)[part].lines]


def test_a_line_of_one_release_and_one_that_is_never_reached_say_so():
    by_text = {row.text: row for row in rows("gogo<>")} | {row.text: row for row in rows("mcall")}
    lines = ("AX = [BX+buf.ret]", "BP = 0", "jump BX")
    assert [by_text[line].only for line in lines] == ["1.22.10", "1.27.3", ""]
    assert by_text["jump badmcall"].quiet and not by_text["call R12"].quiet and by_text[".good:"].key == ""


def test_a_long_routine_is_folded_and_an_unknown_one_refused():
    assert "<details>" in show.routine("systemstack").html and "<details>" not in show.routine("gogo").html
    assert "asm_amd64.s:425 in Go 1.27.3" in show.routine("mcall").html
    with pytest.raises(ValueError, match="no routine 'jump' to show; there are gogo, mcall, systemstack, m"):
        show.routine("jump")


# The tables and the figure.

def test_the_table_of_roles_names_what_only_one_release_does():
    text = roles.markup().text
    assert "mcall: saves pc, sp, bp; takes sp of g0's gobuf; names g0 in R14, tls.g" in text
    assert "bp (Go 1.27.3 only)" in text and "ret (Go 1.22.10 only)" in text


def test_all_values_of_all_moments_are_the_same():
    markup = moments.markup()
    assert markup.html.count('class="same"') == 40 and 'class="differs"' not in markup.html
    assert "593 values" in markup.text
    assert "reentersyscall+n · worker.hi-368 · worker · 31/31 · 31/31" in markup.text


def test_a_value_that_differs_or_is_missing_is_counted():
    assert moments.mark({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}) == ("differs", 1, 2)
    assert moments.mark({"a": 1}, {"a": 1, "d": 2}) == ("differs", 1, 2)
    assert moments.mark({"a": 1}, {"a": 1}) == ("same", 1, 1)


def test_the_session_shows_its_commands_and_both_answers():
    text = show.session("park").text
    assert "tbreak runtime.park_m" in text and all(f"Go {version}: " in text for version in VERSIONS)


def test_the_figure_shows_the_runs_way():
    text = standing.figure("switches").text
    assert "changes stacks 11 times" in text


def test_a_question_stands_at_the_last_time_that_its_line_is_shown():
    number, _ = switching.place(RUN, (Span(92, 105), Span(261, 274)), ASKS["first"][0])
    assert RUN.steps[number - 1].at[0] == "gogo<>" and number > 261
