"""The long comparison with real Go: a short run of it, its counts, its table, its command."""

import json
from collections import Counter

import pytest

from models.golang import conform, evidence
from models.golang.conform import batches_of, main, options, seeds_of, summary, whole
from models.golang.programs import leakagree, parts, several
from models.golang.programs.agree import Difference
from models.golang.programs.parts import (
    ONE_P, REDUCED, SEVERAL_PS, Batch, Found, check, check_one_p, check_several, differences, table,
)
from models.golang.steps import stepsall
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError
from models.program.format import operations
from models.program.generate import KINDS, generate, small
from models.program.parse import parse
from models.study.wrong import wrong
from tests.golang.known import program

SHORT = {kind: 40 for kind in KINDS} | {"many": 5}  # programs, on each release
PLAIN = parse(program(["log"]))


# The short run.

@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_model_s_log_is_real_go_s(kind, version):
    first = 100_000 + 1_000 * VERSIONS.index(version)  # others than those of the long run
    counts, differing = check_one_p(Batch(kind, version, [*range(first, first + SHORT[kind])]))
    print(f"{kind} {version}: {dict(counts)}")
    assert (counts["programs"], differing) == (SHORT[kind], [])
    assert counts["operations"] > 4 * SHORT[kind]


@pytest.mark.parametrize(("belief", "kind"), [
    ("fifo-spawn", "go"), ("lifo-ring", "channels"), ("never-ticks", "go"), ("lifo-ring", "locks"),
    ("lifo-ring", "sync"), ("lifo-ring", "panics"), ("lifo-ring", "mixed"),
    ("overflow-newer-half", "many")])
def test_a_wrong_model_is_noticed(belief, kind):
    batch = Batch(kind, REFERENCE, [*range(SHORT[kind])])
    found = check_one_p(batch, wrong(belief))
    assert found.counts["programs"] == SHORT[kind] and found.differing
    assert {*found.differing} <= {*batch.seeds}


def test_the_part_with_several_ps_counts_runs_and_logs(monkeypatch):
    shown = {4: (Counter({"a": 5, "b": 1}), set()), 9: (Counter({"c": 6, "HUNG": 1}), {"c"})}
    monkeypatch.setattr(several, "shown", lambda program, version: shown[program])
    monkeypatch.setattr(parts, "small", lambda kind, seed: seed)
    assert check_several(Batch("go", REFERENCE, [4, 9])) == Found(
        Counter(programs=2, runs=12, logs=3, hung=1), [9])


# All of it.

def test_batches_are_checked_and_added_up_by_kind_and_release(capsys):
    batches = [Batch("go", REFERENCE, [0, 1]), Batch("go", REFERENCE, [2]), Batch("sync", REFERENCE, [0])]
    groups = check(ONE_P, batches, jobs=2)
    assert {group: found.counts["programs"] for group, found in groups.items()} == {
        ("go", REFERENCE): 3, ("sync", REFERENCE): 1}
    apart = [check_one_p(batch).counts["operations"] for batch in batches]
    assert [found.counts["operations"] for found in groups.values()] == [sum(apart[:2]), apart[2]]
    assert capsys.readouterr().err.splitlines() == [
        f"one P, 67%: go {REFERENCE}, 3 programs, 0 differences",
        f"one P, 100%: sync {REFERENCE}, 1 programs, 0 differences"]


def test_the_shortest_differences_are_reduced_and_the_rest_only_counted():
    asked = []

    def reduces(kind, version, seed):
        asked.append(seed)
        return None if seed == 3 else Difference(kind, version, seed, PLAIN, "a", "b")

    groups = {("go", REFERENCE): Found(Counter(programs=9, outliers=1), [*range(9)]),
              ("locks", REFERENCE): Found(Counter(programs=5), [])}
    found = differences(ONE_P._replace(reduced=reduces), groups)
    shortest = sorted(range(9), key=lambda seed: operations(generate("go", seed)))[:REDUCED]
    assert REDUCED == 5 and asked == shortest and 3 in asked
    assert [difference.seed for difference in found] == [seed for seed in shortest if seed != 3]
    assert groups["go", REFERENCE] == Found(Counter(programs=9, outliers=2), [0, 1, 2, 4, 5, 6, 7, 8])


def test_of_small_programs_too_the_shortest_come_first():
    asked = []
    groups = {("sync", REFERENCE): Found(Counter(), [*range(9)])}
    differences(SEVERAL_PS._replace(reduced=lambda kind, version, seed: asked.append(seed)), groups)
    assert asked == sorted(range(9), key=lambda seed: operations(small("sync", seed)))[:REDUCED]


GROUPS = {("go", "1.27.3"): Found(Counter(programs=10_000, operations=1_234, outliers=2), []),
          ("channels", "1.22.10"): Found(Counter(programs=7), [5, 6])}


def test_a_table_says_it_all():
    assert table(ONE_P, GROUPS) == """\
one P     release  programs  operations  outliers  differences
go        1.27.3     10,000       1,234         2            0
channels  1.22.10         7           0         0            2"""


def test_a_summary_is_evidence_without_a_date():
    several_groups = {("go", "1.27.3"): Found(Counter(programs=1, runs=400, logs=3, hung=1), [])}
    assert summary({ONE_P: GROUPS, SEVERAL_PS: several_groups}, 17) == {
        "first seed": 17,
        "one P": {
            "go": {"1.27.3": {"programs": 10_000, "operations": 1_234, "outliers": 2, "differences": 0}},
            "channels": {"1.22.10": {"programs": 7, "operations": 0, "outliers": 0, "differences": 2}}},
        "2 and 4 Ps": {"go": {"1.27.3": {"programs": 1, "runs": 400, "logs": 3, "hung": 1,
                                             "differences": 0}}}}


# The command.

def test_without_options_it_is_everything():
    asked = options([])
    assert (asked.programs, asked.several, asked.seed, asked.jobs) == (10_000, 100, 0, 2)
    assert (asked.kinds, asked.versions) == ([*KINDS], [*VERSIONS])
    assert whole(asked)


@pytest.mark.parametrize("args", ["--programs 9999", "--several 99", "--kinds go many",
                                  "--versions 1.27.3"])
def test_less_than_everything_is_no_evidence(args):
    assert not whole(options(args.split()))


def test_more_than_everything_is_evidence():
    assert whole(options("--programs 20000 --several 200 --seed 5".split()))


def test_batches_hold_all_programs_of_a_part():
    asked = options("--programs 120 --several 3 --seed 7 --kinds go many --versions 1.22.10".split())
    assert batches_of(ONE_P, asked) == [
        Batch(kind, "1.22.10", seeds) for kind in ("go", "many")
        for seeds in ([*range(7, 57)], [*range(57, 107)], [*range(107, 127)])]
    assert batches_of(SEVERAL_PS, asked) == [Batch("go", "1.22.10", [7, 8]), Batch("go", "1.22.10", [9])]
    assert seeds_of(SEVERAL_PS, "many", asked) == []


@pytest.mark.parametrize("args", ["--programs many", "--seed -1", "--kinds goes", "--versions 1.21", "x"])
def test_a_wrong_option_is_told(args, capsys):
    with pytest.raises(SystemExit) as end:
        main(args.split())
    assert end.value.code == 2 and "error: " in capsys.readouterr().err


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """What was saved as evidence, and a folder for reports instead of the real one."""
    saved = {}
    monkeypatch.setattr(evidence, "save", saved.__setitem__)
    monkeypatch.setattr(conform, "REPORTS", tmp_path / "reports")
    monkeypatch.setattr(stepsall, "compare", lambda versions, runs: {})
    monkeypatch.setattr(leakagree, "compare", lambda programs, first: (Counter(), []))
    return saved


def test_a_run_without_differences(kept, monkeypatch, capsys):
    monkeypatch.setattr(several, "RUNS", 20)
    assert main("--programs 2 --several 1 --kinds go channels --versions 1.27.3 --jobs 1".split()) == 0
    out = capsys.readouterr().out
    rows = [line.split()[:4] for line in out.splitlines() if line.startswith(("go", "channels"))]
    assert rows[0][:3] == ["go", "1.27.3", "2"] and rows[2] == ["go", "1.27.3", "1", "40"]
    assert len(rows) == 4 and kept == {}
    assert main("--programs 0 --several 0 --steps 0 --leaks 0 --kinds go".split()) == 0
    assert capsys.readouterr().out == ""


def test_a_run_with_a_difference_prints_and_keeps_it(kept, monkeypatch, capsys, tmp_path):
    different = Difference("go", "1.27.3", 5, PLAIN, "a", "b")

    def checks(part, batches, jobs):
        return {("go", "1.27.3"): Found(Counter(programs=1), [5])} if part is ONE_P else {}

    monkeypatch.setattr(several, "small", lambda kind, seed, n: [0])
    monkeypatch.setattr(conform, "check", checks)
    monkeypatch.setattr(conform, "differences", lambda part, groups: [different] * (part is ONE_P))
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/of-an-earlier-run.txt").touch()
    assert main([]) == 1
    out = capsys.readouterr().out
    assert out.index("differences\n") < out.index(different.text())
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["go-1.27.3-5.txt"]
    assert (tmp_path / "reports/go-1.27.3-5.txt").read_text() == different.text()
    assert json.loads(json.dumps(kept["conformance"]))["one P"]["go"]["1.27.3"]["differences"] == 1


def test_what_does_not_work_is_told(kept, monkeypatch, capsys):
    def fails(version):
        raise ToolchainError("there is no Go: get it.")

    monkeypatch.setattr(conform, "build", fails)
    assert main([]) == 2 and kept == {}
    assert capsys.readouterr().err == "there is no Go: get it.\n"


def test_a_step_that_is_not_explained_is_a_difference_too(kept, monkeypatch, capsys):
    found = {"share": {"1.27.3": Counter(runs=4, steps=2_500, moved=3, unexplained=1)}}
    monkeypatch.setattr(stepsall, "compare", lambda versions, runs: found if (versions, runs) == (["1.27.3"], 3) else {})
    assert main("--programs 0 --several 0 --steps 3 --leaks 0 --versions 1.27.3".split()) == 1
    assert capsys.readouterr().out == ("steps  release  runs  steps  moved  unexplained\n"
                                       "share  1.27.3      4  2,500      3            1\n"
                                       "all    1.27.3      4  2,500      3            1\n\n")
    found["share"]["1.27.3"]["unexplained"] = 0
    assert main("--programs 0 --several 0 --steps 3 --leaks 0 --versions 1.27.3".split()) == 0
