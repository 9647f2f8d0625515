"""The players of the page that tells a story about HTTP."""

from models.golang import cite
from models.study.asking import asked
from models.study.beliefs.hang import LIFE, SEARCH
from models.study.moments.hangsteps import end, life, search
from models.words import word

from ..player.player import Player
from ..player.scene import Scene
from ..scenes.hang_scene import life_scene, search_scene


def hanging() -> Player:
    """How four requests come to the server of hanging.go, and three of them hang."""
    told = life()
    return player("hang", life_scene(told, asked(told.steps, LIFE)))


def searched() -> Player:
    """Which goroutine is the cause, from where they stand in the end."""
    told = life()
    steps = search(end(told))
    return player("search", search_scene(told, steps, asked(steps, SEARCH)))


def player(name: str, scene: Scene) -> Player:
    """On paper it stands at its start, its questions and its end."""
    asks = [i for i, step in enumerate(scene.steps) if step.question]
    return Player(scene, f"fig-{name}", word(f"players.{name}"), cite=cite.link,
                  prints=tuple(sorted({0, *asks, len(scene.steps)})))


PLAYERS = {"hang": hanging, "search": searched}
