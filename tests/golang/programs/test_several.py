"""What real Go shows on several Ps is among what any scheduler could show."""

from collections import Counter

import pytest

from models.golang.programs import several
from models.golang.programs.harness import Hung
from models.golang.programs.several import KINDS, PROCS, RUNS, reduced, shown
from models.golang.toolchain import REFERENCE, VERSIONS
from models.program.generate import small
from models.program.generate import KINDS as ALL
from models.program.parse import parse
from models.study.explore.logset import Words
from tests.golang.known import program

RACE = parse(program([["go", 1], ["aload", 0]], [["astore", 0]], atomics=1))


def test_only_many_has_no_small_programs():
    assert {*ALL} - {*KINDS} == {"many"}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_real_go_shows_is_possible(kind, version, monkeypatch):
    monkeypatch.setattr(several, "RUNS", 20)
    for seed in (1_000, 1_001):
        logs, impossible = shown(small(kind, seed), version)
        assert (logs.total(), impossible) == (40, set())


class Runs:
    """A harness that hangs after so many runs, and notes how it was asked for."""

    def __init__(self, before_it_hangs):
        self.left, self.asked = before_it_hangs, []

    def __call__(self, version, procs, timeout):
        self.asked.append((version, procs, timeout))
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def run(self, program, max_steps):
        if not self.left:
            raise Hung("it hangs")
        self.left -= 1
        return "x END"


def test_two_and_four_ps_have_two_hundred_runs_each(monkeypatch):
    monkeypatch.setattr(several, "Harness", runs := Runs(1_000))
    assert shown(RACE, REFERENCE) == (Counter({"x END": 400}), {"x END"})
    assert runs.asked == [(REFERENCE, 2, 10), (REFERENCE, 4, 10)]
    assert (PROCS, RUNS) == ((2, 4), 200)


@pytest.mark.parametrize(("before", "hung"), [(7, 2), (200, 1), (399, 1)])
def test_a_run_that_hangs_is_told_and_is_the_last_on_so_many_ps(monkeypatch, before, hung):
    monkeypatch.setattr(several, "Harness", runs := Runs(before))
    assert shown(RACE, REFERENCE) == (Counter({"x END": before, "HUNG": hung}), {"x END"})
    assert len(runs.asked) == 2


def test_real_go_hangs_when_one_panics_and_another_is_fatal(monkeypatch):
    """The lock order of fatal and of fatalpanic; if a release mends it, the words in `shown` go."""
    monkeypatch.setattr(several, "PATIENCE", 1)
    both = parse(program([["go", 1], "gosched", "gosched", ["unlock", 0]], ["panic"], mutexes=1))
    logs, impossible = shown(both, REFERENCE)
    assert impossible == set() and logs["HUNG"] >= 1


def test_an_impossible_log_is_found_and_its_program_reduced(monkeypatch):
    """The wrong belief: a goroutine that was started cannot run before main's next operation."""
    def possible(tried) -> Words:
        return [log.split() for log in ("END", "0:0.0=1 END")]

    monkeypatch.setattr(several, "RUNS", 20)
    monkeypatch.setattr(several, "possible", possible)
    monkeypatch.setattr(several, "small", lambda kind, seed: RACE)
    found = reduced("sync", REFERENCE, 5)
    assert (found.kind, found.version, found.seed) == ("sync", REFERENCE, 5)
    assert sum(map(len, found.smallest.bodies)) == 1 and len(found.smallest.bodies) == 1
    assert found.model == "no scheduler could show this" and found.real.endswith(" END")


def test_what_is_not_seen_again_is_told_of_the_whole_program(monkeypatch):
    monkeypatch.setattr(several, "RUNS", 2)
    monkeypatch.setattr(several, "small", lambda kind, seed: RACE)
    found = reduced("sync", REFERENCE, 5)
    assert (found.smallest, found.real) == (RACE, "(not seen again)")
