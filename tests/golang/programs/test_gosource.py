"""A program as plain Go: it compiles, is as gofmt wants it, and does what the harness does."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from models import __main__ as command
from models.golang import toolchain
from models.golang.places import ROOT
from models.golang.programs import real
from models.golang.programs.gosource import source
from models.golang.programs.harness import Harness, ending
from models.golang.programs.spawn import ENV
from models.golang.toolchain import REFERENCE, VERSIONS
from models.program.format import OPERATIONS, chooses, operations
from models.program.generate import KINDS, generate
from models.program.parse import parse
from tests.golang.again import again
from tests.golang.known import EVERY_OPERATION, KNOWN

ENTRY = re.compile(r"\d+:\d+\.\d+=-?\d+")
START = range(13, 17)  # a plain program begins at one of these ticks, modulo 61
PLAINLY = ["the example", "spawn three", "close of closed", "select takes the ready case", "once",
           "a panic in once counts", "recover called too deep", "recover called too high",
           "Goexit in main", "main returns while another panics", "unlock of unlocked",
           "main barges in", "readers go before the writer", "broadcast wakes in order"]


def run(version: str, text: str, folder) -> str:
    """Build and run one plain program: its log and how it ended."""
    file = folder / "main.go"
    file.write_text(text, encoding="utf-8")
    built = toolchain.build(version, file, folder / "main")
    with open(folder / "printed", "w+", encoding="utf-8") as printed:  # faster than a pipe
        done = subprocess.run([built], env=toolchain.environment(version, ENV), stderr=printed,
                              timeout=60)
    said = (folder / "printed").read_text(encoding="utf-8")
    if done.returncode == 0:
        return said.strip()
    words = said.replace("\n", " \n").split(" ")  # the message follows on the entries' line
    log = [word for word in words if ENTRY.fullmatch(word)]
    return " ".join([*log, ending(" ".join(words[len(log):]).replace(" \n", "\n"))])


@pytest.mark.parametrize(("version", "name"), [
    *((REFERENCE, name) for name in PLAINLY), ("1.22.10", "the example"),
    ("1.22.10", "recover called too deep"), ("1.22.10", "recover called too high")])
def test_plain_programs_do_what_was_worked_out(version, name, tmp_path):
    line, log = KNOWN[name]
    assert again(lambda: run(version, source(parse(line)), tmp_path), log) == log


@pytest.mark.parametrize("kind", KINDS)
def test_a_plain_program_and_the_harness_agree(kind, tmp_path):
    """A short one, for a plain program that prints much loses its time slice."""
    found = (generate(kind, seed) for seed in range(999))
    program = next(p for p in found if not chooses(p) and 10 < operations(p) < 700)
    with Harness(REFERENCE) as harness:
        possible = {real.once(harness, replace(program, schedtick=tick)) for tick in START}
    assert again(lambda: run(REFERENCE, source(program), tmp_path) in possible, True)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_operation_compiles_and_is_vetted(version, tmp_path):
    program = parse(EVERY_OPERATION)
    assert {op[0] for body in program.bodies for op in body} == set(OPERATIONS)
    file = tmp_path / "main.go"
    file.write_text(source(program), encoding="utf-8")
    assert toolchain.gofmt(version, [file]) == ""
    assert toolchain.go(version, ["vet", str(file)]) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_random_programs_are_as_gofmt_wants_them(kind, tmp_path):
    files = [tmp_path / f"{seed}.go" for seed in range(30)]
    for seed, file in enumerate(files):
        file.write_text(source(generate(kind, seed)), encoding="utf-8")
    assert toolchain.gofmt(REFERENCE, files) == ""


def test_a_body_reads_as_one_would_write_it():
    text = source(parse(EVERY_OPERATION))
    assert text.partition("func body1")[2].partition("\n\n")[0] == """(g int32) {
\tnote(g, 1, 0, 0)
\tnote(g, 1, 1, bit(recover() != nil))
}"""
    assert """
\t_, ok3 := <-ch0
\tnote(g, 0, 3, bit(ok3))
\tclose(ch0)
\tnote(g, 0, 4, 0)
\tselect {
\tcase ch1 <- 1:
\t\tnote(g, 0, 5, 1)
\tdefault:
\t\tnote(g, 0, 5, 0)
\t}
""" in text
    assert "\n\n//go:noinline\nfunc body1(g" in text and "\n//go:noinline\nfunc spawn(" in text
    assert "\tfor i := 0; i < 10; i++ {\n\t\truntime.Gosched() //" in text
    assert "var ch2 chan int // nil: it blocks for ever\n" in text
    assert """
\tnote(g, 0, 33, 0)
\tpanic("boom")
\t// and 1 more, never reached
}""" in text


# The command.

def ask(folder, capsys, *lines: str) -> tuple[int, str, str]:
    """`models go` for a file with these lines: status, output, errors without the folder's name."""
    file = folder / "some.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    status = command.main(["go", str(file)])
    out, err = capsys.readouterr()
    return status, out, err.replace(f"{folder}/", "")


def test_one_program_comes_out_as_a_file_to_run(tmp_path, capsys):
    line, log = KNOWN["the example"]
    status, out, err = ask(tmp_path, capsys, line)
    assert (status, err) == (0, "") and out == source(parse(line), "some.jsonl, line 1")
    assert run(REFERENCE, out, tmp_path) == log


def test_invalid_lines_are_told_and_the_others_still_come_out(tmp_path, capsys):
    status, out, err = ask(tmp_path, capsys, '{"bodies": [[["log"]]]}', "",
                           '{"bodies": [[["lag"]]]}', "{", '{"bodies": [[]]}')
    assert status == 2 and out.count("package main\n") == 2
    assert "// some.jsonl, line 1." in out and "// some.jsonl, line 5." in out
    first, second = err.splitlines()
    assert first.startswith('some.jsonl, line 3, body 0, operation 0: there is no operation "lag"')
    assert second.startswith("some.jsonl, line 4: this is not JSON")


def test_a_file_that_cannot_be_read_is_told(tmp_path, capsys):
    assert command.main(["go", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err == f"{tmp_path}/none cannot be read: No such file or directory\n"
    (tmp_path / "latin").write_bytes(b"\xff")
    assert command.main(["go", str(tmp_path / "latin")]) == 2
    assert capsys.readouterr().err.endswith("it must be a program a line, as JSON\n")


def test_the_command_is_there(tmp_path):
    done = subprocess.run([sys.executable, "-m", "models", "go", "/dev/null"], cwd=ROOT,
                          capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
