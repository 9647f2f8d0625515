"""The players of the page: what they begin with, where they end, what they weigh."""

import gzip
import re

import pytest

from models.golang import recording
from models.study.measure import measures
from models.view import pages
from models.view.player.figure_spec import Figure
from models.view.player.player import Player

KB = 1000


def made(name: str) -> Player:
    """The player as the page shows it."""
    player = pages.player(name)
    return player.player() if isinstance(player, Figure) else player


def messages(name: str) -> list[str]:
    return [step.message for step in made(name).scene.steps]


@pytest.mark.parametrize("name", pages.PLAYERS)
def test_a_figure_is_light(name, monkeypatch):
    monkeypatch.setenv("BOOK_BUILD", "html")
    player = made(name)
    html = player._repr_mimebundle_()["text/html"]
    assert len(player.scene.steps) <= 500 and len(gzip.compress(html.encode())) <= 8 * KB


@pytest.mark.parametrize("name", pages.PLAYERS)
def test_a_label_has_no_marks(name, monkeypatch):
    monkeypatch.setenv("BOOK_BUILD", "html")
    made_for = made(name)._repr_mimebundle_()
    labels = re.findall(r'aria-label="([^"]*)"', made_for["text/html"])
    assert len(labels) > 1 and "`" not in "".join(labels) + made_for["text/plain"]


def test_an_unknown_player_is_told_the_names():
    with pytest.raises(ValueError, match="no player 'eleven'; there are .*, ten, overflow, find, steal, "):
        pages.player("eleven")


@pytest.mark.parametrize("name", ["ten", "steal", "same"])
def test_a_program_is_over_when_main_ends(name):
    last = made(name).scene.steps[-1]
    assert last.message == "runq.exit.main" and last.args["g"] == 1


def test_the_overflow_begins_shortly_before_and_half_of_the_ring_goes():
    scene = made("overflow").scene
    ring = next(place for place in scene.places if place.name == "P0.ring")
    assert ring.of == 256 and len(scene.start.at["P0.ring"]) == 251
    full = [at for at, step in enumerate(scene.steps) if step.message == "runq.new.overflow"]
    assert full == [5] and scene.steps[5].question is not None
    gone = [token for token, place in scene.steps[5].moves if place == "global"]
    assert len(gone) == 129 and gone[0] == "g2" and gone[-1] == "g258"


def test_the_overflow_shows_the_next_61st_tick():
    assert messages("overflow").count("runq.global") == 1


@pytest.mark.parametrize("name, asks", [
    ("ten", 1), ("overflow", 3), ("steal", 4), ("find", 4), ("recorded", 0), ("block-goroutines", 3), ("block-threads", 1),
    ("memory", 2), ("go-start", 2), ("stack-grow", 2), ("stack-shrink", 1), ("stack-check", 2), ("stack-split", 2),
    ("stack-pools", 2), ("leak-rounds", 3), ("leak-reaches", 3), ("machines", 4), ("machines-recorded", 0),
    ("hang", 3), ("search", 3),
    ("race-hidden", 2), ("race-late", 1), ("race-atomic", 1), ("race-crowd", 2),
    ("panic-unwind", 4), ("panic-nested", 2), ("panic-goexit", 2),
])
def test_a_player_asks_as_often_as_the_page_says(name, asks):
    assert sum(step.question is not None for step in made(name).scene.steps) == asks


def test_the_recorded_player_shows_every_steal_of_the_recording():
    steals = measures.steals(recording.load("recording").events)
    assert sum(message.startswith("runq.steal") for message in messages("recorded")) == len(steals) > 0


def test_on_paper_ten_shows_the_moment_of_the_question():
    player = made("ten")
    before, after, end = player.printed()
    assert player.scene.steps[before].question and after == before + 1
    assert end == len(player.scene.steps)
