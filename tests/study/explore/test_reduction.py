"""Leaving out private steps' orders changes no answer: ends, deadlocks, labels and verdicts stay."""

from random import Random

import pytest

from models.study import algorithms
from models.study.algorithms.studied import refuted
from models.study.explore.explore import START, Step, explore
from models.study.explore.logset import words
from models.study.explore.memory import (
    BLANK, PRIVATE, STEPS, add, cas, choose, load, own, park, start, store, update, wake,
)
from models.study.explore.verdict import At

SHARED = range(len(BLANK), len(BLANK) + 2)      # words that all use
OWN = range(SHARED.stop, SHARED.stop + 4)       # and one of each thread's own
MEMORY = (*BLANK, *(0,) * 6)
CASES = 300


def _see(memory, label):
    return [Step(memory, label=label)]


def _wake(memory, name):
    return [Step(wake(memory, name))]


RULES = STEPS | {"see": _see, "wake": _wake}


def private(request):
    """What the threads below do that is nobody else's matter."""
    name, *args = request
    return name in PRIVATE or name == "own" or name in ("load", "store", "add") and args[0] in OWN


def does(mine, requests, rounds):
    """Take the steps, round after round until a word is 2, and another one where an answer is odd."""
    for _ in range(rounds):
        for request in requests:
            if (yield request) == 1:
                yield store(mine, 1)
                yield add(SHARED[0], 1)
        if (yield load(SHARED[1])) == 2:
            return


def circles(mine, requests):
    """The same for ever, as long as a word of its own says so."""
    while not (yield own(mine)):
        for request in requests:
            yield request
        if (yield load(SHARED[1])):
            yield store(mine, 1)


def request(random, mine):
    """Any step."""
    word = random.choice(SHARED)
    return random.choice([
        load(word), store(word, random.randrange(3)), add(word, 1), cas(word, 0, 2), choose(0, 1),
        park(mine), ("wake", random.choice(OWN[:2])), own(mine), store(mine, 5), add(mine, 1), ("see", mine),
        update(word, flipped), start(stores, word)])


def flipped(value):
    return [(1 - value, value)] if value in (0, 1) else [(value, 0), (0, 1)]


def stores(a):
    yield store(a, 1)


def threads(random):
    """Two or three threads, one of them going round for ever now and then."""
    made = []
    for mine in random.sample(OWN, random.choice((2, 2, 3))):
        requests = tuple(request(random, mine) for _ in range(random.randint(1, 3)))
        if random.random() < 0.2:
            word = random.choice(SHARED)
            made.append((circles, mine, (store(mine, 0), random.choice([load(word), store(word, 2)]))))
        else:
            made.append((does, mine, requests, random.choice((1, 1, 2))))
    return made


def ends(graph):
    """What the words may be where nobody goes on, and what is asked for there."""
    ats = [At(graph, state) for state in range(START, len(graph.states))]
    return {(at.shared, tuple(sorted(map(repr, at.requests)))) for at in ats if at.quiet}


def met(graph):
    """All values that the words which all use ever have together."""
    return {graph.shared[state[0]][SHARED.start:SHARED.stop] for state in graph.states[START:]}


@pytest.mark.parametrize("part", range(6))
def test_ends_deadlocks_labels_and_shared_words_stay_the_same(part):
    smaller, stuck, endless = 0, 0, 0
    for seed in range(part, CASES, 6):
        made = threads(Random(seed))
        full, less = (explore(MEMORY, made, RULES, some, 100_000) for some in ((), private))
        assert ends(less) == ends(full), seed
        assert met(less) == met(full), seed
        try:
            all_words = set(words(full, lambda _: ["end"]))
        except ValueError:
            endless += 1
        else:
            assert set(words(less, lambda _: ["end"])) == all_words, seed
        smaller += len(less.states) < len(full.states)
        stuck += any(At(full, state).stuck for state in range(START, len(full.states)))
    assert smaller > 30 and stuck > 5 and endless > 0  # the cases are of all kinds


@pytest.mark.parametrize("name", algorithms.ALGORITHMS)
def test_no_algorithm_gets_another_verdict(name):
    for wrong in ("", *algorithms.ALGORITHMS[name].WRONG):
        study = algorithms.study(name, wrong)
        assert refuted(study, reduced=True).keys() == refuted(study).keys()
