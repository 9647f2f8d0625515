"""The map of a wait as a scene, and the table of ten waits."""

from models.study.asking import asked
from models.study.beliefs.park import ASKS
from models.study.moments.parkmap import parkmap
from models.view import pages, show
from models.view.player.scene import state_at, states
from models.view.scenes.park_scene import ABOUT, FIELDS, FIRST, TABLES, park_scene
from models.words import word

FOUND = parkmap()
KINDS = [one.kind for one in FOUND]
SCENE = park_scene(FOUND, asked(FOUND, ASKS))


def shown(kind: str, *names: str) -> list[str]:
    values = state_at(SCENE, KINDS.index(kind)).values
    return [values[name].text for name in names]


def test_every_field_of_a_moment_has_its_cell():
    assert {*FOUND[0].fields} == {*FIELDS} and [place.name for place in SCENE.places] == [*FIELDS]
    assert {place.lane for place in SCENE.places} == {*TABLES} == {*SCENE.heads}


def test_each_step_is_a_moment_and_has_a_sentence_and_a_line_of_go():
    assert [step.message for step in SCENE.steps] == [f"parkmap.{kind}" for kind in KINDS[1:]]
    assert {step.message for step in SCENE.steps} == {*ABOUT}
    assert all(word(step.message).endswith(".") for step in SCENE.steps)
    assert sum(step.question is not None for step in SCENE.steps) == 6


def test_a_pointer_leads_to_the_first_cell_of_what_it_points_at():
    for state in states(SCENE):
        for name, cell in state.values.items():
            assert cell.to == "" or cell.to == FIRST[cell.text], name
    values = state_at(SCENE, KINDS.index("execute")).values
    assert {name: cell.to for name, cell in values.items() if cell.to} == {
        "g2.waiting": "sudog.g", "sudog.g": "g2.status", "sudog.c": "c.lock", "c.recvq.first": "sudog.g",
        "m0.curg": "g1.status", "g1.m": "m0.curg"}


def test_cells_say_names_and_not_numbers():
    assert shown("waiting", "g2.status", "g2.m", "m0.waitlock") == ["_Gwaiting", "m0", "&c.lock"]
    assert shown("waiting", "m0.waitunlockf")[0].replace("\u200b", "") == "chanparkcommit"
    assert shown("start", "sudog.g", "sudog.c", "g2.x") == ["", "", ""]
    assert shown("back", "sudog.g", "g2.x", "g2.waiting") == ["", "42", "nil"]


def test_the_player_prints_steps_that_exist():
    player = pages.player("park-map")
    assert player.prints[0] == 0 and player.prints[-1] == len(player.scene.steps) == 19


def test_the_table_has_ten_waits_and_names_a_release_only_where_it_differs():
    table = show.parks()
    assert table.html.count('scope="rowgroup"') == 10 and table.html.count("<small>") == 2
    assert table.html.count("gopark(parkunlock_c)") == 2 * 4 + 2 and table.html.count("gopark(nil)") == 2
    assert "Go 1.22.10 [semacquire]" in table.html.replace("</small>", "") and "runtime." not in table.html
    assert table.text.count("\n") == 10
