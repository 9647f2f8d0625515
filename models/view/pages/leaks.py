"""The players of the page on goroutines that never end."""

from models.golang import cite
from models.study.beliefs.leak import ASKS, asked_of
from models.study.leaks.leakcases import CASES, board, marks
from models.words import word

from ..player.player import Player
from ..scenes.leak_scene import SPOTS, leak_scene


def marking(name: str) -> Player:
    """The leak detector on one of the cases, from where nothing is marked."""
    of = board(CASES[name])
    steps = [*marks(of)]
    questions = asked_of(steps, of, ASKS[name])
    scene = leak_scene(of, steps, SPOTS[name], questions)
    return Player(scene, f"fig-leak-{name}", word(f"players.leak-{name}"), cite=cite.link,
                  prints=(0, *sorted(questions), len(scene.steps)))


def rounds() -> Player:
    return marking("rounds")


def reaches() -> Player:
    return marking("reaches")


PLAYERS = {"leak-rounds": rounds, "leak-reaches": reaches}
