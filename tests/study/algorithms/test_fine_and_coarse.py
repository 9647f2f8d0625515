"""What chan.py and sema.py of models/study/steps do under a lock in one step is what the finer texts do in many."""

import pytest

from models.study.algorithms import closing, sema
from models.study.explore.explore import Step, explore
from models.study.explore.logset import words
from models.study.explore.memory import BLANK, STEPS
from models.study.steps import chan
from models.study.steps import sema as steps_sema

C = len(BLANK)  # the channel, or the semaphore


def see(memory, label):
    return [Step(memory, label=label)]


def seen(memory, threads, steps):
    """Every order in which the threads may say what came of their operations, to the end."""
    graph = explore(memory, threads, steps | {"see": see})
    return set(words(graph, lambda state: [f"{len(graph.requests(state))} wait"]))


def says(name, operation, *args):
    yield "see", (name, (yield from operation(*args)))


def coarse(kind, g):
    """An operation of models/study/steps/chan.py, which answers as the finer text does."""
    if kind == "send":
        return (yield from chan.send(g, C)) != chan.PANIC
    if kind == "recv":
        return bool((yield from chan.recv(g, C)))
    yield from chan.close(g, C)


def fine(kind, rules, g):
    if kind == "send":
        return (yield from closing.send(rules, g))
    if kind == "recv":
        return (yield from closing.recv(rules, g))
    yield from closing.close(rules)


SOME = [["send", "recv"], ["send", "close"], ["recv", "close"], ["send", "send", "recv"],
        ["send", "recv", "recv"], ["send", "send", "close"], ["recv", "recv", "close"],
        ["send", "recv", "close"], ["send", "send", "recv", "close"]]


@pytest.mark.parametrize("size", [0, 1])
@pytest.mark.parametrize("kinds", SOME)
def test_a_channel_under_its_lock_is_one_step(size, kinds):
    rules = closing.Rules(size, closing.send, closing.close)
    finer = [(says, kind + str(g), fine, kind, rules, g) for g, kind in enumerate(kinds)]
    larger = [(says, kind + str(g), coarse, kind, g) for g, kind in enumerate(kinds)]
    one = seen((*BLANK, 0, 0, 0, (), ()), finer, closing.STEPS)
    assert one == seen((*BLANK, chan.Chan(size)), larger, STEPS | chan.STEPS)
    assert len(one) > 1


@pytest.mark.parametrize("takers, givers, back", [(1, 1, False), (2, 1, False), (2, 2, False), (1, 2, True),
                                                  (2, 1, True)])
def test_the_semaphore_under_its_lock_is_one_step(takers, givers, back):
    rules = sema.Rules(sema.queue_up, sema.semrelease)

    def finer(g):
        yield from sema.semacquire(rules, g)
        yield "see", g
        if back:
            yield from sema.semrelease()

    def larger(g):
        if not (yield steps_sema.cansemacquire(C)):
            yield from steps_sema.semacquire1(g, C)
        yield "see", g
        if back:
            yield from steps_sema.semrelease1(C)

    one = seen((*BLANK, 0, 0, 0, ()), [*((finer, g) for g in range(takers)),
                                       *((says, "+", sema.semrelease) for _ in range(givers))], sema.STEPS)
    other = seen((*BLANK, steps_sema.NEW), [*((larger, g) for g in range(takers)),
                                            *((says, "+", steps_sema.semrelease1, C) for _ in range(givers))],
                 STEPS | steps_sema.STEPS)
    assert one == other and len(one) > 1
