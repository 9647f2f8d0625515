"""The page on the reasons for the rules: its tables of measures, its players, and the table of all."""

import pytest

from models.study.measure.whatif import Measures
from models.study.measure.whatif_rules import QUESTIONS
from models.view import pages, show
from models.view.pages.why import fields
from models.view.player.caption import caption
from models.view.player.scene import state_at
from models.view.scenes import whatif_scene
from models.view.tables import whatif_table
from models.words import word

FOUND = {"inherits": Measures(*[1_500_000] * 5, .25, *[1234] * 6), "new": Measures(*[999] * 5, 1, *[2] * 6)}


def test_each_change_fills_its_row_in_every_table():
    scene = whatif_scene.whatif_scene("inherit", FOUND)
    assert [place.name for place in scene.places if place.lane == "guest"] == ["guest.inherits", "guest.new"]
    values = [{name: cell.text for name, cell in state_at(scene, at).values.items()} for at in range(3)]
    assert set(values[0].values()) == {""}
    assert values[1]["guest.inherits"] == "1.50 ms" and values[1]["guest.new"] == ""
    assert values[2]["guest.new"] == "999 ns" and values[2]["fairness.inherits"] == "0.25"


def test_a_sentence_says_what_was_measured():
    scene = whatif_scene.whatif_scene("inherit", FOUND)
    assert "their turn after 1.50 ms" in caption(scene, 1)
    assert "until the pair has ended: 999 ns" in caption(scene, 2)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_player_asks_once_before_the_change_that_it_is_about(question):
    scene = pages.player(f"why-{question}").player(seed=1).scene
    asked = [(at, step.question) for at, step in enumerate(scene.steps) if step.question]
    assert len(asked) == 1 and list(QUESTIONS[question].changes)[asked[0][0]] == {
        "tick": "never", "ring": "4", "half": "one", "start": "fixed", "runnext": "off", "inherit": "new",
        "spinning": "sleeps", "slice": "1", "procs": "16"}[question]
    assert [choice.right for choice in asked[0][1].choices].count(True) == 1
    assert all(choice.right or choice.belief for choice in asked[0][1].choices)
    assert all(caption(scene, at) for at in range(len(scene.steps) + 1))


def test_a_reader_may_choose_a_value_where_the_question_is_about_a_number():
    names = {question: [one.name for one in fields(question)] for question in QUESTIONS}
    assert names["tick"] == ["own", "seed"] and names["slice"] == ["own", "seed"]  # what is said of slices is so on two Ps
    assert names["procs"] == ["own", "seed"] and names["half"] == ["procs", "seed"]
    assert names["runnext"] == ["seed"]
    assert word(fields("procs")[0].label) == "Your GOMAXPROCS"


def test_the_readers_own_value_is_a_row_of_its_own():
    scene = pages.player("why-tick").player(own=7).scene
    values = state_at(scene, len(scene.steps)).values
    assert values["trips.own"] == values["trips.7"] != values["trips.61"]


def test_the_table_has_a_row_for_each_question():
    table = show.whatif()
    assert list(whatif_table.ROWS) != [] and set(whatif_table.ROWS) == set(QUESTIONS)
    assert table.html.count("<tr>") == len(QUESTIONS) + 1
    assert "no 61st slice · × 1.0" in table.text and "global queue used: 0 → 822" in table.text


def test_a_row_of_the_table_compares_runs_with_runs_and_waits_with_waits(monkeypatch):
    two = {"on": Measures(200, 5, 100, *[4] * 9), "off": Measures(300, 7, 50, *[9] * 9)}
    monkeypatch.setattr(whatif_table, "answer", lambda question, durations: two)
    assert whatif_table.row("runnext", "off", "p50") == ["× 1.50", "× 0.50", "wait, median: 5 ns → 7 ns"]


def test_what_stands_above_a_table_fits_a_phone():
    measures = {one for asked in QUESTIONS.values() for one in asked.shows}
    assert all(len(word(f"why.measure.{one}")) <= 19 for one in measures)
    changes = [(question, change) for question, asked in QUESTIONS.items() for change in asked.changes]
    assert all(len(word(f"why.{question}.{change}")) <= 10 for question, change in changes)
