"""The players of the page on locks."""

from models.golang import cite
from models.program.locks import MICROS, TIMES, WAITERS, barge
from models.study.asking import asked
from models.study.beliefs import lock as lock_beliefs
from models.study.beliefs import treap as treap_beliefs
from models.study.moments import treaps
from models.study.moments.locks import told
from models.words import word

from ..player.figure_spec import Figure, Parameter, seed
from ..player.scene import Scene
from ..scenes.lock_scene import lock_scene
from ..scenes.treap_scene import treap_scene

WAITING = Parameter("waiters", "figure.lock.waiters", WAITERS, 1, 4)
KEPT = Parameter("micros", "figure.lock.micros", 40 * MICROS, 0, 4000)
AGAIN = Parameter("times", "figure.lock.times", TIMES, 0, 4)
SEED = 2  # turns a node up, and others down


def mutex(waiters: int, micros: int, times: int) -> Scene:
    """The program barge, told by its mutex."""
    found = told(barge, waiters, micros, times)
    return lock_scene(found, asked(found, lock_beliefs.ASKS), "locks.start")


def treap(seed: int) -> Scene:
    """Waiters of three semaphores of one root."""
    found = treaps.told(seed=seed)
    return treap_scene(found, treaps.tickets(seed), asked(found, treap_beliefs.ASKS))


def middle(scene: Scene) -> tuple[int, ...]:
    """For paper: the start, what a question is about, and the end."""
    return (0, *(at for at, step in enumerate(scene.steps, 1) if step.question), len(scene.steps))


def word_figure() -> Figure:
    title = word("players.lock-word")
    return Figure("fig-lock-word", title, mutex, (WAITING, KEPT, AGAIN), cite.link, middle)


def treap_figure() -> Figure:
    return Figure("fig-lock-treap", word("players.lock-treap"), treap, (seed(SEED),), cite.link, middle)


PLAYERS = {"lock-word": word_figure, "lock-treap": treap_figure}
