"""The players of the page on data races."""

from models.golang import cite
from models.study.asking import asked
from models.study.beliefs.race import ASKS
from models.study.race.racecases import CASES, steps
from models.words import word

from ..player.player import Player
from ..scenes.race_scene import race_scene


def detector(name: str) -> Player:
    """The race detector in one of the runs, step by step."""
    moments = steps(CASES[name])
    questions = asked(moments, ASKS[name])
    scene = race_scene(CASES[name], moments, questions)
    return Player(scene, f"fig-race-{name}", word(f"players.race-{name}"), cite=cite.link,
                  prints=(0, *sorted(questions), len(scene.steps)))


def hidden() -> Player:
    return detector("hidden")


def late() -> Player:
    return detector("late")


def atomic() -> Player:
    return detector("atomic")


def crowd() -> Player:
    return detector("crowd")


PLAYERS = {"race-hidden": hidden, "race-late": late, "race-atomic": atomic, "race-crowd": crowd}
