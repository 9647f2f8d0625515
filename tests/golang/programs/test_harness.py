"""Real Go runs programs of the format, and gives the logs that were worked out by hand."""

import re
import sys
from collections import Counter

import pytest

from models.golang import toolchain
from models.golang.programs import harness
from models.golang.programs import real as go
from models.golang.programs.harness import Harness, Hung, ending, opcodes
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError
from models.program.format import OPERATIONS
from models.program.generate import KINDS, generate
from models.program.parse import parse
from models.study.runs import spawn_order
from tests.golang.known import KNOWN, TOO_DEEP, program

RANDOM = {"1.27.3": 200, "1.22.10": 20}  # programs of each kind


@pytest.fixture(scope="module", params=VERSIONS)
def real(request):
    with Harness(request.param) as running:
        yield running


@pytest.fixture(scope="module")
def reference():
    with Harness(REFERENCE) as running:
        yield running


@pytest.mark.parametrize("name", KNOWN | TOO_DEEP)
def test_real_go_does_what_was_worked_out(real, name):
    line, log = (KNOWN | TOO_DEEP)[name]
    assert go.once(real, parse(line)) == log


@pytest.mark.parametrize("tick", [*range(0, 61, 12), 1, 13, 14, 15, 59, 74])
def test_a_program_begins_at_its_schedtick(real, tick):
    n = 300
    crowd = parse(program([["add", 0]] * n + [["go", 1]] * n + [["wait", 0]], [["done", 0]],
                          waitgroups=1, schedtick=tick))
    entries = go.once(real, crowd).split()[2 * n:-2]
    order = [int(entry.split(":")[0]) - 1 for entry in entries]
    assert [*order, "main"] == spawn_order(n, schedtick=tick % 61)


def test_a_program_that_never_ends_is_stopped(reference):
    forever = parse(program([["go", 1], ["recv", 0]], ["log", ["go", 1]], chans=[0]))
    *entries, last = reference.run(forever, max_steps=999).split()
    assert (len(entries), entries[:3], last) == (999, ["0:0.0=1", "1:1.0=0", "1:1.1=2"], "LIMIT")


def test_as_many_operations_as_are_allowed_are_no_limit(reference):
    assert reference.run(parse(program(["log"] * 5)), max_steps=5).endswith("0:0.4=0 END")
    assert reference.run(parse(program(["log"] * 5)), max_steps=4).endswith("0:0.3=0 LIMIT")


def test_a_run_leaves_nothing_for_the_next(reference):
    reference.run(parse(program(["log"] * 50)))
    assert reference.run(parse(program(["panic"]))) == "0:0.0=0 PANIC"


def test_what_an_earlier_run_left_in_the_memory_is_gone(reference):
    reference.run(parse(program(["log"] * 50)))
    numbers = harness.encode(parse(program([])))
    reference._write(numbers, 60)
    assert not any(reference.memory[4 * (harness.HEADER + len(numbers)):])


@pytest.mark.parametrize("kind", KINDS)
def test_random_programs_end_on_real_go(real, kind):
    version = real.version
    endings = Counter(go.once(real, generate(kind, seed)).split()[-1]
                      for seed in range(RANDOM[version]))
    print(f"Go {version}, {kind}: {dict(endings)}")
    assert "LIMIT" not in endings and endings["END"] > 0


def test_with_two_ps_every_operation_is_in_the_log():
    two = parse(program([["go", 1]] * 2 + [["recv", 0]] * 2, [["send", 0]], chans=[2]))
    logs = go.seen(two, REFERENCE, runs=20, procs=2)
    assert sum(logs.values()) == 20
    for log in logs:
        assert log.endswith(" END")
        assert {"0:0.0=1", "0:0.1=2", "0:0.2=1", "0:0.3=1"} < set(log.split())


def test_chance_shows_in_a_select():
    either = parse(program([["send", 0], ["send", 1], ["select", [["recv", 0], ["recv", 1]]]],
                           chans=[1, 1]))
    assert set(go.seen(either, REFERENCE, runs=40)) == {
        "0:0.0=0 0:0.1=0 0:0.2=0 END", "0:0.0=0 0:0.1=0 0:0.2=1 END"}


# What the runtime's message tells.

@pytest.mark.parametrize(("said", "means"), [
    ("fatal error: all goroutines are asleep - deadlock!\n", "DEADLOCK"),
    ("fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n", "DEADLOCK"),
    ("panic: boom [recovered]\n\tpanic: close of closed channel\n", "PANIC"),
    ("fatal error: sync: unlock of unlocked mutex\n", "FATAL"),
    ("panic: boom\n\tfatal error: sync: unlock of unlocked mutex\n", "FATAL"),
    ("panic: fatal error: all is lost\n", "PANIC"),
    ("runtime: goroutine stack exceeds 64-byte limit\nfatal error: stack overflow\n", "FATAL"),
    ("exit status 2\n", None),
])
def test_the_ending_is_read_from_the_runtimes_words(said, means):
    assert ending(said) == means


def test_the_harness_knows_every_operation():
    lines = re.findall(r"\tcase (op.*):", harness.text())
    named = {name for line in lines for name in line.split(", ")}
    assert named == {f"op{name.capitalize()}" for name in OPERATIONS}
    assert opcodes().count("\n") == len(OPERATIONS) + 1


def test_both_sides_have_the_same_numbers_in_the_same_order():
    blocks = re.findall(r"const \(\n\t\w+ = iota.*?\n\)", harness.text(), re.DOTALL)
    here, states = ([re.match(r"\t(\w+)", line)[1].removeprefix("at").upper()
                     for line in block.split("\n")[1:-1]] for block in blocks)
    assert here == ["STATE", "COUNT", "END", "MAX", "LOG", "TICK", "IDS", "HEADER"]
    assert states == ["RUNNING", "ENDED", "LIMIT", "UNSETTLED"]
    assert [getattr(harness, name) for name in here] == list(range(8))
    assert [getattr(harness, name) for name in states] == list(range(4))


def test_the_harness_is_gofmted_and_vetted(tmp_path):
    file = tmp_path / "harness.go"
    file.write_text(harness.text(), encoding="utf-8")
    assert [toolchain.gofmt(version, [file]) for version in VERSIONS] == ["", ""]
    assert toolchain.go(REFERENCE, ["vet", str(file)]) == ""


def test_a_run_that_hangs_is_stopped(tmp_path):
    hangs = tmp_path / "hangs"
    hangs.write_text("#!/bin/sh\nexec sleep 60\n")
    hangs.chmod(0o755)
    with Harness(REFERENCE, program=hangs, timeout=0.1) as running, pytest.raises(
            Hung, match="the harness was stopped after 0.1 s: a run should take a few thousandths of one"):
        running.run(parse(program([])))


def test_another_end_of_the_process_is_an_error(reference, tmp_path):
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho no luck >&2\nexit 3\n")
    broken.chmod(0o755)
    with Harness(REFERENCE, program=broken) as running, pytest.raises(
            ToolchainError, match="the harness ended with status 3 and said 'no luck'"):
        running.run(parse(program([])))


@pytest.mark.parametrize("status, said, log", [
    (0, "", "0:0.0=0 END"), (2, "panic: boom", "0:0.0=0 1:1.0=0 PANIC")])
def test_what_is_noted_after_mains_end_counts_where_the_process_ended_otherwise(
        tmp_path, status, said, log):
    """With several Ps a goroutine may panic when main has returned, and before the process is gone."""
    late = tmp_path / "late"
    late.write_text(f"""#!{sys.executable}
import mmap, sys
memory = mmap.mmap(int(sys.argv[1]), int(sys.argv[2]))
numbers = memoryview(memory).cast("i")
at = numbers[{harness.LOG}]
numbers[{harness.STATE}], numbers[{harness.COUNT}], numbers[{harness.END}] = {harness.ENDED}, 2, 1
for i, number in enumerate([0, 1, 0, 0, 1, 2, 0, 0]):
    numbers[at + i] = number
print("{said}", file=sys.stderr)
sys.exit({status})
""")
    late.chmod(0o755)
    with Harness(REFERENCE, procs=2, program=late) as running:
        assert running.run(parse(program([])), max_steps=9) == log
