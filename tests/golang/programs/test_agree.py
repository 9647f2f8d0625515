"""Model and real Go agree on a program, or not: with outliers voted down, and with chance."""

from collections import Counter

import pytest

from models.golang.programs import agree
from models.golang.programs.agree import AGAIN, MORE, Compared, Difference, compared, reduced, voted_down
from models.golang.programs.gosource import source
from models.golang.programs.harness import Harness
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError
from models.program.format import operations, to_json
from models.program.generate import generate
from models.program.parse import parse
from models.program.run import run
from models.runtime.runtime import replaced
from models.study.wrong import wrong
from tests.golang.known import program
from tests.golang.scripted import Scripted

PLAIN = parse(program(["log"]))
RIGHT = "0:0.0=0 END"
CHANCE = parse(program([["select", [["send", 0], ["send", 1]]]], chans=[1, 1]))
ONE, OTHER, NONE = "0:0.0=0 END", "0:0.0=1 END", "0:0.0=2 END"


def on(answers: list, tried=PLAIN, **settings) -> Compared:
    """The verdict when real Go answers so, all of which is asked for."""
    with Scripted(answers) as harness:
        return compared(harness, tried, **settings)


@pytest.mark.parametrize(("answers", "real", "outliers"), [
    ([RIGHT], RIGHT, 0),
    (["x"] + [RIGHT] * 4, RIGHT, 1),
    (["x", "y", RIGHT, "z", RIGHT], RIGHT, 3),
    (["x", "y", RIGHT, "z", "u"] + ["v", "w"] + [RIGHT] * 18, RIGHT, 6),
])
def test_outliers_are_voted_down_and_counted(answers, real, outliers):
    assert on(answers) == Compared(RIGHT, real, False, outliers)


@pytest.mark.parametrize(("answers", "real"), [
    (["x"] * 25, "x"),
    (["x", RIGHT, "x", RIGHT, "y"] + ["x"] * 20, "x"),
    ([*map(str, range(5))] + ["9"] * 2 + [*map(str, range(20, 38))], "9"),
    (["x", RIGHT, "x", RIGHT, "y"] + ["x", RIGHT] * 10, "x"),
])
def test_what_real_go_does_at_least_as_often_is_a_difference(answers, real):
    assert on(answers) == Compared(RIGHT, real, True, 0)


def test_where_chance_shows_any_possible_log_is_right():
    assert not on([ONE], CHANCE).differs and not on([OTHER], CHANCE).differs
    assert on([ONE], CHANCE).real == ONE


def test_where_chance_shows_an_outlier_is_what_is_not_seen_again():
    once = [NONE] + [ONE, OTHER] * 12
    assert on(once, CHANCE)[1:] == (ONE, False, 1)
    assert on([*once[:-1], NONE], CHANCE)[1:] == (NONE, True, 0)
    assert on([*once[:-1], "y"], CHANCE).differs


def test_a_thorough_look_asks_more_often_where_chance_shows_and_only_there():
    assert on([RIGHT], thorough=True) == Compared(RIGHT, RIGHT, False, 0)
    assert on([ONE] * 23 + [NONE] * 2, CHANCE, thorough=True).differs
    assert on([ONE] * 24 + [NONE], CHANCE, thorough=True)[2:] == (False, 1)


@pytest.mark.parametrize(("wrong_ones", "runs", "chance", "down"), [
    ({}, 1, False, True), ({"x": 1}, 1, False, False), ({}, 1, True, True), ({"x": 1}, 1, True, False),
    ({"x": 2, "y": 1}, 5, False, False), ({"x": 1, "y": 2}, 6, False, True),
    ({"x": 1}, 5, True, False), ({"x": 1}, 25, True, True), ({"x": 2}, 25, True, False),
])
def test_the_vote(wrong_ones, runs, chance, down):
    assert (AGAIN, MORE) == (4, 20)
    assert voted_down(Counter(wrong_ones), runs, chance) == down


def test_a_model_that_breaks_is_a_difference():
    def breaks(rt, pp, gp, next):
        raise ZeroDivisionError("no")

    rules = replaced(runqput=breaks)
    assert on([RIGHT] * 25, rules=rules) == Compared("ZeroDivisionError: no", RIGHT, True, 0)
    assert on([ONE] * 25, CHANCE, rules=rules).model == "ZeroDivisionError: no"
    assert on([ONE] * 25, CHANCE, rules=rules).differs


def test_a_model_that_breaks_only_on_another_way_of_chance_is_told_too(monkeypatch):
    def possible(*args, **settings):
        raise KeyError("only there")

    monkeypatch.setattr(agree, "possible", possible)
    assert on([ONE] * 25, CHANCE) == Compared("KeyError: 'only there'", ONE, True, 0)


def test_a_harness_that_breaks_is_a_difference():
    assert on([ToolchainError("it broke")] * 25) == Compared(RIGHT, "it broke", True, 0)


def test_the_model_is_asked_as_the_release_that_runs(monkeypatch):
    asked = []
    monkeypatch.setattr(agree, "run", lambda *args, **settings: asked.append(settings) or run(*args))
    monkeypatch.setattr(agree, "possible", lambda *args, **settings: asked.append(settings) or True)
    monkeypatch.setattr(Scripted, "version", "1.22.10")
    rules = replaced()
    on([RIGHT], rules=rules)
    on([ONE], CHANCE, rules=rules)
    assert asked == 3 * [{"release": "1.22.10", "rules": rules}]


# With real Go in the loop.

@pytest.mark.parametrize("version", VERSIONS)
def test_a_wrong_belief_is_found_and_reduced(version):
    rules = wrong("fifo-spawn")
    with Harness(version) as harness:
        seed = next(seed for seed in range(20) if compared(harness, generate("go", seed), rules).differs)
    found = reduced("go", version, seed, rules)
    assert (found.kind, found.version, found.seed) == ("go", version, seed)
    assert operations(found.smallest) <= 4 and len(found.smallest.bodies) == 2
    assert found.real == run(found.smallest).line
    assert found.model == run(found.smallest, rules=rules).line != found.real


def test_a_wrong_select_is_found_and_reduced():
    def takes_first(rt, cases, block):
        return [i for i, (_, c, *_) in enumerate(cases) if c]

    rules = replaced(pollorder=takes_first)
    with Harness(REFERENCE) as harness:
        seed = next(seed for seed in range(300)
                    if compared(harness, generate("channels", seed), rules).differs)
    found = reduced("channels", REFERENCE, seed, rules)
    assert operations(found.smallest) <= 3
    assert any(op[0] in ("select", "trysel") for body in found.smallest.bodies for op in body)


def test_what_does_not_differ_again_is_not_reduced():
    assert reduced("go", REFERENCE, 1) is None


def test_a_difference_is_told_as_data_and_as_go(monkeypatch):
    difference = Difference("go", "1.22.10", 7, PLAIN, "a", "b")
    assert difference.text() == (
        f"go, seed 7, Go 1.22.10\nmodel: a\nGo:    b\n{to_json(PLAIN)}\n\n"
        + source(PLAIN, "Reduced from go, seed 7, Go 1.22.10"))


def test_the_smallest_is_compared_once_more(monkeypatch):
    answers = iter([Compared("m", "r", True, 0), Compared("a", "b", True, 0)])
    monkeypatch.setattr(agree, "compared", lambda *args, **settings: next(answers))
    monkeypatch.setattr(agree, "shrink", lambda program, holds: PLAIN)
    assert reduced("go", REFERENCE, 3) == Difference("go", REFERENCE, 3, PLAIN, "a", "b")
