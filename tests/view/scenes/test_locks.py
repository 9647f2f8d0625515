"""The pictures of the page on locks: where Gs are, what the cells say, and how the treap is drawn."""

import pytest

from models.program.locks import barge
from models.study.moments.locks import told
from models.study.moments.treaps import told as treap_told
from models.view import show
from models.view.pages.locks import AGAIN, KEPT, WAITING, mutex, treap
from models.view.pictures import lock_picture
from models.view.player.scene import state_at
from models.view.scenes.lock_scene import ABOUT, lock_scene
from models.view.scenes.treap_scene import node
from models.words import word


def cells(shown, at: int) -> dict[str, str]:
    values = state_at(shown, at).values
    return {place.name: values[place.name].text for place in shown.places if place.kind == "cell"}


def after(shown, message: str, nth: int = 0) -> int:
    """How many steps are done when the nth one with this message is."""
    return [i for i, one in enumerate(shown.steps, 1) if one.message == message][nth]


def test_the_cells_are_the_mutexs_word():
    shown = mutex(2, 2000, 2)
    assert cells(shown, 0) | {"gs.1": "running"} == cells(shown, 0)
    assert [cells(shown, 1)[name] for name in ("waiters", "starving", "woken", "locked")] == ["0", "0", "0", "1"]
    starving = cells(shown, after(shown, "locks.front"))
    assert (starving["starving"], starving["waiters"], starving["line"]) == ("1", "2", "G2, G3")
    assert cells(shown, after(shown, "locks.release"))["sema"] == "1"
    assert cells(shown, after(shown, "locks.park"))["gs.2"] == "waiting"


def test_only_what_changes_is_marked():
    for step in mutex(3, 2000, 2).steps:
        if step.message.split(".")[0] == "locks" and step.marks:
            assert step.marks == tuple(name for name, _ in step.sets)
    shown = mutex(3, 2000, 2)
    for i, step in enumerate(shown.steps):
        if step.marks:
            assert all(state_at(shown, i).values[name] != cell for name, cell in step.sets)


def test_the_gs_are_where_the_scheduler_has_them():
    shown = mutex(2, 2000, 2)
    handed = state_at(shown, after(shown, "locks.goyield"))
    assert (handed.at["run"], handed.at["next"], handed.at["ring"]) == ([], ["g2"], ["g1"])
    barged = state_at(shown, after(shown, "locks.took"))
    assert (barged.at["run"], barged.at["next"], barged.at["waiting"]) == (["g1"], ["g2"], ["g3"])


@pytest.mark.parametrize("args", [(n, micros, times) for n in (WAITING.low, WAITING.high)
                                  for micros in (KEPT.low, KEPT.high) for times in (AGAIN.low, AGAIN.high)])
def test_every_step_has_a_sentence_and_a_source_at_every_corner(args):
    for step in mutex(*args).steps:
        word(step.message, **step.args)
        assert step.message in ABOUT or step.message in ("channels.log",)


def test_starving_ends_with_a_sentence_of_its_own():
    messages = [step.message for step in mutex(2, 2000, 1).steps]
    assert messages.index("locks.over") < messages.index("locks.normal")


@pytest.mark.parametrize("seed", range(12))
def test_the_graph_holds_the_treap_at_every_step(seed):
    shown, found = treap(seed), treap_told(seed=seed)
    for i, one in enumerate(found, 1):
        state = state_at(shown, i)
        held = {name: gs for name, gs in state.at.items() if gs and name != "woken"}
        assert held == {path or "top": [f"g{g}" for g in gs] for path, (_, gs) in one.tree.items()}
        assert state.values["nwait"].text == str(one.nwait)
    assert state_at(shown, len(found)).at["woken"] == ["g3", "g2", "g4", "g5"]


def test_children_stand_below_on_their_side_and_carry_their_fields_name():
    top, left, right, inner = (node(path) for path in ("", "l", "r", "rl"))
    assert (top.code, left.code, right.code, inner.code) == ("treap", "prev", "next", "prev")
    assert left.at[0] < top.at[0] < inner.at[0] < right.at[0] and top.at[1] < left.at[1] < inner.at[1]


def test_the_picture_shows_what_its_text_says():
    html = lock_picture.picture().html
    assert html.count("<circle") == 6 and "nwait 6" in html and "waiters 3, locked" in html
    assert all(f">G{g}<" in html for g in range(2, 8))


def test_the_table_compares_three_calls_with_both_releases():
    shown = show.lock_orders()
    assert shown.html.count('class="same"') == 6 and "differs" not in shown.text


def test_another_opening_is_said():
    assert lock_scene(told(barge, 1, 0, 0), {}, "locks.start").opening == ("locks.start", {})
