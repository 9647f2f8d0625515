"""The scenes of the page on stacks: a stack that moves, the check of each call, the loop at the edge."""

import pytest

from models.study.beliefs.stack import at_checks, at_pools, at_the_edge, how_large, number_that_was_an_address
from models.study.measure import hotsplit
from models.study.moments import stackchecks, stackmoves, stackpools
from models.view.player.scene import Cell, Scene, State, states
from models.view.scenes.check_scene import check_scene
from models.view.scenes.pool_scene import pool_scene
from models.view.scenes.split_scene import split_scene
from models.view.scenes.stack_scene import move_scene
from models.view.tables import stack_tables
from models.words import word


def messages(scene: Scene) -> list[str]:
    return [step.message.split(".", 1)[1] for step in scene.steps]


def after(scene: Scene, message: str) -> State:
    """How it stands when this has been said for the first time."""
    at = messages(scene).index(message) + 1
    return next(state for i, state in enumerate(states(scene)) if i == at)


def values(scene: Scene, message: str) -> dict[str, Cell]:
    return after(scene, message).values


GROW = move_scene(stackmoves.growing(), {}, "grow")
SHRINK = move_scene(stackmoves.shrinking(), {}, "shrink")


@pytest.mark.parametrize("scene", [GROW, SHRINK, check_scene(stackchecks.checks(504), 504, {}),
                                   split_scene(hotsplit.moments(), {}),
                                   pool_scene(stackpools.moments(), {})])
def test_every_step_has_its_sentence_and_every_cell_a_place(scene):
    places = {place.name for place in scene.places}
    assert set(scene.start.values) <= places and word(scene.opening[0], **scene.opening[1])
    for step in scene.steps:
        assert word(step.message, **step.args) and step.message in scene.about
        assert {name for name, _ in step.sets} | set(step.marks) <= places
        assert {cell.to for _, cell in step.sets} - {""} <= places


def test_a_stack_grows_step_by_step():
    assert messages(GROW) == ["call", "morestack", "newstack", "copystack", "memmove", "elsewhere", "switch",
                              "bp", "adjust", "adjust", "stays", "free"]
    assert messages(SHRINK) == ["shrinkstack", "copystack", "lock", "sudog", "part", "unlock", "memmove",
                                "elsewhere", "defer", "switch", "bp", "free"]


def test_copied_pointers_lead_into_the_old_stack_until_they_are_re_aimed():
    copied, done = values(GROW, "memmove"), values(GROW, "free")
    assert [copied[f"new.{n}"].to for n in (64, 72, 88)] == ["old.56", "old.56", "old.48"]
    assert [done[f"new.{n}"].to for n in (64, 72, 88)] == ["new.56", "new.56", "new.48"]
    assert [copied[f"new.{n}"].text for n in (56, 64)] == ["42", done["old.64"].text]


def test_a_number_has_no_arrow_and_keeps_its_digits():
    done = values(GROW, "free")
    assert done["new.96"].to == "" and done["new.96"].text == done["old.96"].text == done["old.72"].text
    assert values(GROW, "memmove")["new.96"].to == ""


def test_what_leads_elsewhere_shows_only_that():
    assert values(GROW, "memmove")["new.104"] == Cell("d0…", "", "")


def test_rows_say_what_a_word_is():
    codes = {place.name: place.code for place in GROW.places}
    assert [codes[f"new.{n}"].split()[1] for n in (40, 48, 56, 64, 72, 80, 96, 112)] == [
        "run()", "bp", "x", "p", "q", "f()", "n", "big()"]
    assert [values(GROW, "memmove")[f"new.{n}"].text for n in (40, 80, 112)] == ["goexit", "run", "f"]
    assert codes["old.56"] == f"{values(GROW, 'call')['old.64'].text} x"


def test_the_fields_are_empty_while_the_goroutine_runs():
    start, kept, done = GROW.start.values, values(GROW, "morestack"), values(GROW, "free")
    assert [start[f"field.sched.{name}"].text for name in ("sp", "bp")] == ["0", "0"]
    assert [kept[f"field.sched.{name}"].to for name in ("sp", "bp")] == ["old.112", "old.88"]
    assert [done[f"field.sched.{name}"].to for name in ("sp", "bp")] == ["new.112", "new.88"]
    assert values(GROW, "elsewhere")["field.sched.sp"].to == "old.112", "only the switch changes it"
    assert values(GROW, "switch")["field.sched.sp"].to == "new.112"


def test_the_word_that_a_call_leaves_is_not_there_before():
    assert GROW.start.values["old.112"].text == "" and values(GROW, "call")["old.112"].text == "f"


def test_what_a_channel_may_write_to_is_copied_first():
    part, whole = values(SHRINK, "part"), values(SHRINK, "memmove")
    shown = [name for name, cell in part.items() if name.startswith("new.") and cell.text not in ("…", "")]
    assert shown == ["new.88"] and all(cell.text != "…" for cell in whole.values())
    assert part["field.sudog.elem"].to == "new.88"


def test_a_question_comes_before_its_step():
    asked = {"newstack": how_large(2048, 112, 9000), "stays": number_that_was_an_address("n")}
    scene = move_scene(stackmoves.growing(), asked, "grow")
    assert [name for name, step in zip(messages(scene), scene.steps) if step.question] == ["newstack", "stays"]


# The check of each call.

CHECKS = stackchecks.checks(120)


def check() -> Scene:
    return check_scene(CHECKS, 120, at_checks(CHECKS, 120))


def test_calls_are_told_one_after_another():
    assert messages(check()) == ["fits"] * 9 + ["full", "grow", "again", "ask", "asked", "stop", "resume"]
    assert [i for i, step in enumerate(check().steps) if step.question] == [1, 13]


def test_a_call_without_room_stands_below_the_guard():
    full = values(check(), "full")
    assert (full["call.10"].text, full["under"].text, full["guard"].text) == ("", "832", "928")
    assert values(check(), "again")["under"].text == "" and values(check(), "again")["call.10"].text == "2880"


def test_a_larger_stack_moves_every_row():
    before, grown = values(check(), "full"), values(check(), "grow")
    assert [int(grown[f"call.{n}"].text) - int(before[f"call.{n}"].text) for n in range(1, 10)] == [2048] * 9


def test_a_guard_above_every_address_is_shown_by_its_end():
    asked = values(check(), "ask")
    assert asked["guard"].text == asked["field.stackguard0"].text == "…fade"
    assert values(check(), "resume")["guard"].text == "928"


# The loop.

def test_the_loop_is_told_in_rounds():
    found = hotsplit.moments()
    scene = split_scene(found, at_the_edge(found))
    assert messages(scene) == ["call", "ret", "again", "ret", "again", "ret", "end"]
    assert [step.question is not None for step in scene.steps] == [False, False, True, False, False, False, True]
    end = list(states(scene))[-1].values
    assert [end[f"segments.{name}"].text for name in ("1", "2", "morestack", "lessstack")] == [
        "4096", "–", "1000", "1000"]
    assert [end[f"copying.{name}"].text for name in ("1", "morestack", "lessstack")] == ["4096", "1", "0"]


# The lists of stacks.

def test_a_stack_is_in_one_place_at_a_time():
    found = stackpools.moments()
    for one, state in zip(found, states(pool_scene(found, {}))):
        shown = [name for cell in state.values.values() for name in cell.text.split() if name != "–"]
        free = [name for names in one.pool.values() for name in names]
        assert sorted(shown) == sorted([*one.users.values(), *one.kept, *free])
        assert len(shown) == len(set(shown))


def test_the_next_to_be_taken_is_shown_first():
    released = values(pool_scene(stackpools.moments(), {}), "release")
    assert [released[f"kept.{i}"].text for i in range(4)] == ["A2", "B3", "", ""]
    assert (released["pool.A"].text, released["pool.B"].text, released["users.4"].text) == ("A3 A0", "B1 B0", "A1")
    assert values(pool_scene(stackpools.moments(), {}), "refill")["pool.A"].text == "A1 A0"


def test_pools_are_asked_about_where_a_stack_is_used_again_and_where_the_list_is_full():
    found = stackpools.moments()
    scene = pool_scene(found, at_pools(found))
    asked = {messages(scene)[i]: step.question for i, step in enumerate(scene.steps) if step.question}
    assert [[choice.label for choice in one.choices if choice.right] for one in asked.values()] == [["A2"], ["3"]]
    assert list(asked) == ["take", "release"]


# The tables.

def test_the_model_grows_and_moves_as_the_recorded_stacks_do():
    html = stack_tables.growths().html
    assert html.count('<span class="same">') == 10 and "128 MiB" in html and "differs" not in html
    html = stack_tables.pointers().html
    assert html.count('<span class="same">') == 9 and html.count("left") == 1 and "14 of 14" in html


def test_a_stack_that_grows_otherwise_differs():
    kept = stack_tables.evidence.load("stacks")["releases"]["1.27.3"]
    one = kept["functions"]["72"]
    assert stack_tables.grows_alike("1.27.3", kept["first"], one)
    assert not stack_tables.grows_alike("1.27.3", kept["first"] + 64, one)


def test_a_move_that_differs_is_not_counted():
    move, = stack_tables.evidence.load("stackmoves")["releases"]["1.27.3"]["scenes"]["locals"]
    assert stack_tables.moved_alike("1.27.3", move)
    more = [*move["adjusted"], ["next defer", "", 0, 100]]
    assert not stack_tables.moved_alike("1.27.3", move | {"adjusted": more}), "there is no defer"
    told = [[place, target, 1] for place, target, _ in move["words"]]
    assert not stack_tables.moved_alike("1.27.3", move | {"words": told}), "the number would have been re-aimed"
