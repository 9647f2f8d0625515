"""Go's own profile of leaked goroutines, on the programs that were worked out by hand, and on random ones."""

import subprocess
from functools import cache

import pytest

from models.golang import conform, evidence, toolchain
from models.golang.programs import leakagree, leakreal
from models.golang.programs.leakagree import (
    AGAIN, BATCH, Compared, both, compare, compared, count, record, same_run, stands, table,
)
from models.golang.programs.leakdump import dumped
from models.golang.programs.leakreal import Profile, crashed, profile, profiles, read
from models.golang.programs.leaksource import Asked, source
from models.golang.toolchain import REFERENCE, ToolchainError
from models.program.format import OPERATIONS
from models.program.leaky import leaky
from models.program.parse import parse
from models.study.leaks import held, leak, reach
from models.study.leaks.leak import Found, judged
from models.study.printed.dump import Created, Dump, Frame, Goroutine, write
from models.study.printed.dumpread import parse as read_dump
from models.study.programs.kernels import KERNELS
from tests.golang.leaking import LEAKING
from tests.golang.known import EVERY_OPERATION, program

SEEDS = [*range(50_000, 50_070)]  # others than those of the long run
SEND = Asked(parse(program([["go", 1], "log"], [["send", 0]], chans=[0])))


@cache
def asked() -> list[Asked]:
    """The programs worked out by hand, and again with a global that leads to everything."""
    plain = [Asked(parse(line), frozenset(asleep)) for line, asleep, *_ in LEAKING.values()]
    return plain + [one._replace(shared=True) for one in plain]


@cache
def answers() -> list[tuple[list[Found] | None, Profile]]:
    """What the model and their profiles say of them."""
    program = leakreal.build(asked())
    return [both(one, program, n) for n, one in enumerate(asked())]


def names(found: list[Found]) -> set[int]:
    """The numbers of those that the model says have leaked."""
    return {one.stack.number for one in found if one.leaked}


@cache
def some() -> list[Compared]:
    """Random programs on both."""
    return [*compared(SEEDS)]


# By hand.

@pytest.mark.parametrize("i", range(len(LEAKING)), ids=[*LEAKING])
def test_real_go_names_those_that_were_worked_out(i):
    _, _, waiting, gone = [*LEAKING.values()][i]
    found, real = answers()[i]
    assert {one.stack.number for one in found} == {*waiting}
    assert {number for number, gp in real.goroutines.items() if gp.reason != "sleep"} == {*waiting}
    assert names(found) == real.leaked == {*gone}


def test_what_globals_lead_to_does_not_leak_in_real_go():
    for found, real in answers()[len(LEAKING):]:
        assert names(found) == real.leaked


@pytest.mark.parametrize("i", range(len(LEAKING)), ids=[*LEAKING])
def test_the_model_s_dump_is_real_go_s_but_for_what_it_leaves_out(i):
    """Frames of the bodies, by line, and the go statements; the goids of real Go are some more."""
    one, found = asked()[i], answers()[i][1]
    mine = dumped(one).goroutines
    offset = found.goid - 2
    places = source(asked()).places
    assert mine == read_dump(write(Dump(tuple(mine)))).goroutines
    for gp in mine:
        theirs = next(other for other in found.dump.goroutines if other.id == gp.id + offset)
        assert (gp.reason, gp.marks) == (theirs.reason, theirs.marks)
        assert [(line.name, line.place.line) for line in gp.stack if type(line) is Frame] == [
            (f"main.body{k}", alone(one, k, pc, theirs.reason == "sleep" and not depth))
            for depth, (k, pc) in enumerate(stands(theirs, places))]
        made, its = gp.stack[-1], theirs.stack[-1]
        assert type(made) is type(its) is Created
        assert made.by + offset == its.by or made.by == its.by == 1
        assert made.name.removeprefix("main.") == its.name.removeprefix(f"main.p{i}") or its.name == made.name


def alone(one: Asked, k: int, pc: int, asleep: bool) -> int:
    """The line of a place in the program's own source."""
    lines = [line for line, place in source([one]).places.items() if place == (0, k, pc)]
    return lines[0 if asleep else -1]


# At random.

def test_random_programs_agree():
    differing = [one.text() for one in some() if one.differs]
    assert not differing, differing[0]
    seen = [one for one in some() if not one.ended]
    gone = sum(found.leaked for one in seen for found in one.found)
    assert len(seen) > 50 and gone > 50 and sum(len(one.found) for one in seen) - gone > 50


def one_look(stacks, edges, roots=()):
    """A detector for which those that may be woken never count."""
    marked = leak.reached({*roots}.union(*(one.holds for one in stacks if not leak.candidate(one))), edges)
    return [one for one in stacks if leak.candidate(one) and not one.waits & marked]


@pytest.mark.parametrize(("module", "name", "wrong"), [
    (held, "needs", lambda of: [[body[0]] * len(body) for body in reach.needs(of)]),
    (held, "during", lambda operation, known: frozenset()),
    (leak, "edges", lambda run: {}),
    (leak, "candidate", lambda stack: stack.waiting and stack.reason in ("chan send", "chan receive")),
    (held.Reader, "operations", lambda self, depth, k, pc: frozenset()),
    (leak, "leaked", one_look),
], ids=["by scope", "nothing while it waits", "no way from a Cond", "channels alone", "frames are empty",
        "one look"])
def test_a_wrong_detector_is_noticed(module, name, wrong, monkeypatch):
    runs = [(one, same_run(one, real.line), real) for one, (_, real) in zip(asked(), answers(), strict=True)]
    runs += [(one.asked, same_run(one.asked, one.real.line), one.real) for one in some() if not one.ended]
    monkeypatch.setattr(module, name, wrong)
    assert any(names(judged(run, one.shared)) != found.leaked for one, run, found in runs)


def test_a_run_that_something_disturbed_is_made_again(monkeypatch):
    right = Profile("0:0.0=1 0:0.1=0 END", 2, Dump(()))
    lines = ["0:0.0=7 END", "0:0.1=0 END", right.line]
    monkeypatch.setattr(leakagree, "profile", lambda program, n: right._replace(line=lines.pop(0)))
    found, real = both(SEND, "program", 0)
    assert real == right and names(found) == {1} and not lines
    lines += ["END"] * AGAIN
    assert both(SEND, "program", 0) == (None, right._replace(line="END")) and not lines


def test_a_log_that_the_model_cannot_give_is_a_difference():
    one = next(one for one in some() if not one.ended)
    assert same_run(one.asked, "0:0.0=9 END") is None
    wrong = one._replace(found=None)
    assert wrong.differs and "no run of the model gives this log" in wrong.text()
    assert not wrong._replace(real=one.real._replace(line="PANIC")).differs


# The long run and what it keeps.

def test_the_comparison_counts_until_it_has_enough(monkeypatch):
    waits = Goroutine(5, "select", ("leaked",)), Goroutine(6, "chan send")
    ends = Profile("PANIC", 0, Dump(()))
    rests = Profile("END", 5, Dump(waits))
    asked_for = []

    def some_of(seeds):
        asked_for.append(seeds)
        for seed in seeds:
            yield Compared(seed, SEND, None, ends if seed % 3 == 0 else rests, {})
    monkeypatch.setattr(leakagree, "compared", some_of)
    counts, differing = compare(BATCH + 1, first=3)
    assert asked_for[0] == [*range(3, 3 + BATCH)] and counts["programs"] == BATCH + 1
    assert counts["ended"] == sum(seed % 3 == 0 for seeds in asked_for for seed in seeds)
    assert counts["leaked"] == counts["alive"] == counts["both"] == counts["programs"] == len(differing)
    assert count(differing[0]) == {"programs": 1, "goroutines": 2, "leaked": 1, "alive": 1, "both": 1}
    assert record(1)["differences"] == 1
    assert table(counts, differing).split() == [
        "leaks", "programs", "ended", "goroutines", "leaked", "alive", "both", "differences",
        REFERENCE, "251", str(counts["ended"]), "502", "251", "251", "251", "251"]


def test_what_is_recorded_is_all_that_was_asked_and_without_difference():
    kept = evidence.load("leaks")
    assert (kept["go"], kept["programs"], kept["differences"]) == (REFERENCE, 500, 0)
    assert kept["leaked"] + kept["alive"] == kept["goroutines"] > 1_000
    assert min(kept["leaked"], kept["alive"]) > 300


def test_the_long_run_compares_leaks_and_tells_of_differences(monkeypatch, capsys):
    one = next(one for one in some() if not one.ended)
    monkeypatch.setattr(leakagree, "compared", lambda seeds: [one._replace(seed=seed) for seed in seeds])
    nothing = ["--programs", "0", "--several", "0", "--steps", "0", "--versions", REFERENCE]
    assert conform.main([*nothing, "--leaks", "2"]) == 0
    assert "leaks  programs" in capsys.readouterr().out
    monkeypatch.setattr(leakagree, "compared",
                        lambda seeds: [one._replace(seed=seed, found=None) for seed in seeds])
    assert conform.main([*nothing, "--leaks", "2", "--seed", "7"]) == 1
    assert "leaky, seed 8, asleep at" in capsys.readouterr().out
    assert conform.main([*nothing, "--leaks", "0"]) == 0


# The source and the runs.

def test_the_source_is_gofmt_d_and_has_every_operation(tmp_path):
    every = Asked(parse(EVERY_OPERATION), frozenset({(0, 0)}))
    for n, made in enumerate((source([every]), source([Asked(*leaky(seed)) for seed in range(5)]))):
        (tmp_path / f"{n}.go").write_text(made.text, encoding="utf-8")
        assert toolchain.gofmt(REFERENCE, [tmp_path / f"{n}.go"]) == ""
    assert {op[0] for body in every.program.bodies for op in body} == {*OPERATIONS}
    leakreal.build([every])


def test_objects_are_handed_over_and_no_global_leads_to_them():
    made = source([SEND])
    assert all(f"func body{k}(g int32, ch0 chan int) {{" in made.text for k in (0, 1))
    assert "\tch0 := make(chan int, 0)\n\tbody0(0, ch0)\n" in made.text and "kept = " not in made.text
    assert "\tkept = []any{ch0}\n" in source([SEND._replace(shared=True)]).text
    lines = made.text.split("\n")
    assert {place: lines[line - 1] for line, place in made.places.items()} == {
        (0, 0, 0): "\tid0 := ids.Add(1)", (0, 0, 1): "\tnote(g, 0, 1, 0)", (0, 1, 0): "\tch0 <- 1"}


def test_one_program_alone_needs_no_argument():
    done = subprocess.run([leakreal.build([SEND])], text=True, stdout=subprocess.PIPE,
                          env=toolchain.environment(REFERENCE, {"GOMAXPROCS": "1"}))
    assert read(done.stdout).leaked == {1}


def test_what_the_runtime_ends_has_no_profile():
    [found] = profiles([Asked(parse(program(["panic"])))])
    assert found == Profile("PANIC", 0, Dump(())) and not found.leaked
    with pytest.raises(ToolchainError, match="ended with status 3 and said 'what'"):
        crashed(subprocess.CompletedProcess([], 3, "", "what"))


def test_what_still_moves_is_run_again_and_in_the_end_told(monkeypatch):
    runs = []

    def moving(*args, **kwargs):
        runs.append(args)
        return subprocess.CompletedProcess([], statuses[len(runs) - 1], "\n7\ngoroutine 7 [select]:\n", "")
    monkeypatch.setattr(leakreal.subprocess, "run", moving)
    statuses = [4, 4, 0]
    assert profile("program", 0).goroutines[0].reason == "select" and len(runs) == 3
    runs.clear()
    statuses = [4] * 20
    with pytest.raises(ToolchainError, match="program 4 had not come to rest in 20 tries"):
        profile("program", 4)
    assert len(runs) == 20


def test_what_hangs_is_stopped(monkeypatch):
    def hangs(*args, timeout, **kwargs):
        raise subprocess.TimeoutExpired("program", timeout)
    monkeypatch.setattr(leakreal.subprocess, "run", hangs)
    with pytest.raises(ToolchainError, match="program 2 was stopped after 60 s"):
        profile("program", 2)


# The kernels.

def test_real_go_leaks_in_the_bugs_what_the_model_leaks_and_nothing_in_the_fixes():
    lasting = [kernel for kernel in KERNELS.values() if kernel.shows != "PANIC"]
    programs = [Asked(one) for kernel in lasting for one in (kernel.bug, kernel.fix)]
    program = leakreal.build(programs)
    for n, one in enumerate(programs):
        kernel, fixed = lasting[n // 2], n % 2
        found, real = both(one, program, n)
        assert names(found) == real.leaked
        assert not real.leaked if fixed else real.leaked or kernel.shows != "leak"
