"""Runs and pages that the tests of the player share."""

from functools import cache
from pathlib import Path

from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.study.beliefs.predictions import asked
from models.study.choosers import seeded
from models.study.runs import START_TICK, spawn_run
from models.view.player.player import Player
from models.view.player.scene import Scene
from models.view.scenes.runq_scene import Opening, runq_scene
from tests.study.rounds import rounds
from tools.classic import classic

STATIC = Path(__file__).parents[2] / "models" / "static"
BOOK = Path(__file__).parents[2] / "book" / "_static"
DURATIONS = {"step": (90, 100, 110), "newproc": (280, 300, 320), "steal": (200, 300),
             "wakeup": (5000, 9000), "newm": (20_000, 30_000), "execute": (100, 120),
             "globrunqget": (100,), "futex": (500,), "clone": (1000,), "usleep": (3000,)}
URL = "https://github.com/golang/go/blob/go1.27.3/src/runtime/proc.go#L1"


@cache
def run(procs: int = 4, n: int = 100, seed: int = 3, ns: int = 3000):
    """The runtime after a whole run of the chapter's program."""
    return spawn_run(procs, n, seed, ns=ns, durations=DURATIONS)


@cache
def scene(procs: int = 4, n: int = 100, seed: int = 3, questions: int = 0) -> Scene:
    """The scene of a run, with at most so many questions."""
    events = run(procs, n, seed).trace
    if questions:
        events = asked(events, procs, schedtick=START_TICK, most=questions)
    return runq_scene(events, procs, Opening(ticks={0: START_TICK}))


@cache
def again(procs: int = 2, n: int = 4, times: int = 3, seed: int = 3):
    """The runtime after a run in which Gs run one goroutine after another."""
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(seed))
    Machine(rt, rounds, n, times).run()
    return rt


@cache
def scene_again(procs: int = 2, n: int = 4, times: int = 3, seed: int = 3) -> Scene:
    """The scene of that run."""
    return runq_scene(again(procs, n, times, seed).trace, procs, Opening(ticks={0: START_TICK}))


def player(shown: Scene, id: str = "fig-steal") -> Player:
    """A player with links to Go's source."""
    return Player(shown, id, "Goroutines on Ps", cite=lambda key: (key, URL))


def page(*players: Player, head: str = "") -> str:
    """A page of a book with these players, its styles inside and its script beside it."""
    css = "".join((folder / name).read_text(encoding="utf-8") for folder, name in
                  ((STATIC, "palette.css"), (BOOK, "book.css"), (STATIC, "player.css")))
    body = "".join(p.static() for p in players)
    return (f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title>'
            f'<meta name="viewport" content="width=device-width,initial-scale=1">'
            f'<style>{css}</style>{head}<script defer src="player.js"></script></head>'
            f'<body><main class="prose" style="max-width:35.5rem;margin:auto;padding:0 1.25rem">'
            f'<h1>A page</h1>{body}</main></body></html>')


def write(folder: Path, text: str) -> str:
    """The page and the player's classic script in a folder; its address on the disk."""
    script = classic((STATIC / "player.js").read_text(encoding="utf-8"))
    (folder / "player.js").write_text(script, encoding="utf-8")
    (folder / "index.html").write_text(text, encoding="utf-8")
    return (folder / "index.html").as_uri()
