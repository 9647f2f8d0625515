"""What `python -m models record` and `replay` do, as a reader asks for them."""

import io
import sys

import pytest

from models import __main__ as command
from tests.golang.keep_steps import DATA

SAYS = {
    "package main\n\nfunc main() { x := 1 }\n":
        "{file} does not build with Go 1.27.3: ./mine.go:3:15: declared and not used: x\n",
    "package main\n": "{file} does not build with Go 1.27.3: "
                      "runtime.main_main·f: function main is undeclared in the main package\n",
    "package mine\n\nfunc Main() {}\n":
        "{file} is no program: it must be of package main, not mine, and have a func main\n",
    "package main\n\nfunc main() { for {} }\n":
        "{file} has not ended within 1 s: give it less to do, or more time with --seconds\n",
    'package main\n\nfunc main() { panic("no") }\n':
        "{file} ended with status 2 before main returned: panic: no\n",
    "package main\n\nfunc main() { go func() { var m map[int]int; m[1] = 2 }(); select {} }\n":
        "{file} ended with status 2 before main returned: panic: assignment to entry in nil map\n",
    "package main\n\nfunc main() { select {} }\n":
        "{file} ended with status 2 before main returned: "
        "fatal error: all goroutines are asleep - deadlock!\n",
    'package main\n\nimport "syscall"\n\n'
    'func main() { syscall.Kill(syscall.Getpid(), syscall.SIGKILL); select {} }\n':
        "{file} was ended by signal 9 before main returned: it says nothing\n",
    'package main\n\nimport "runtime"\n\n'
    'func main() {\n\tfor i := 0; i < 400000; i++ {\n\t\truntime.Gosched()\n\t}\n}\n':
        "the run made more than 1048576 events: give it less to do\n"}


@pytest.fixture
def mine(tmp_path):
    """Write a program, and say where."""
    def write(text: str) -> str:
        (tmp_path / "mine.go").write_text(text)
        return str(tmp_path / "mine.go")
    return write


@pytest.fixture
def asked(capsys):
    """Ask for a command: status, output and errors."""
    def ask(*args: object) -> tuple[int, str, str]:
        status = command.main([str(arg) for arg in args])
        return status, *capsys.readouterr()
    return ask


def test_a_program_is_recorded_with_its_arguments_and_replayed(mine, asked, tmp_path):
    out = tmp_path / "it"
    file = mine('package main\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc main() {\n\tgo func() {}()\n'
                '\tfmt.Println(os.Args[1:])\n\tfmt.Fprint(os.Stderr, "bye")\n\tos.Exit(3)\n}\n')
    status, printed, err = asked("record", file, "--procs", 2, "--out", out, "--", "a", "-n", "--procs")
    assert (status, err) == (0, "")
    assert printed.startswith(f"[a -n --procs]\nbye\n{out}: ")
    assert printed.endswith(" steps of mine.go on Go 1.27.3, GOMAXPROCS 2\n")
    steps = int(printed.split(f"{out}: ")[1].split()[0])
    status, printed, err = asked("replay", out)
    assert (status, err) == (0, "") and printed.startswith(f"{out}: {steps} steps, all explained")


def test_the_recording_is_put_into_the_folder_in_which_the_reader_is(mine, asked, tmp_path, monkeypatch):
    file = mine("package main\n\nfunc main() {}\n")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    status, printed, _ = asked("record", file, "--go", "1.22.10")
    assert status == 0 and printed.startswith("mine.steps: ") and "on Go 1.22.10, GOMAXPROCS 4" in printed
    assert asked("replay", "mine.steps")[0] == 0


@pytest.mark.parametrize("text", SAYS)
def test_a_program_that_cannot_be_recorded_gets_one_sentence(text, mine, asked, tmp_path):
    file = mine(text)
    seconds = 1 if "within" in SAYS[text] else 60
    says = SAYS[text].format(file=file)
    assert asked("record", file, "--seconds", seconds, "--out", tmp_path / "no") == (2, "", says)
    assert not (tmp_path / "no").exists()


def test_what_is_no_go_file_and_no_place_for_a_recording_is_told(mine, asked, tmp_path):
    nowhere = tmp_path / "none.go"
    assert asked("record", nowhere) == (2, "", f"{nowhere} cannot be read: No such file or directory\n")
    assert asked("record", tmp_path) == (2, "", f"{tmp_path} cannot be read: Is a directory\n")
    (tmp_path / "notes.txt").write_text("package main\n")
    assert asked("record", tmp_path / "notes.txt") == (
        2, "", f"{tmp_path}/notes.txt is no Go program: it must be a file that ends in .go\n")
    out = tmp_path / "no" / "it"
    assert asked("record", mine("package main\n\nfunc main() {}\n"), "--out", out) == (
        2, "", f"{out} cannot be written: No such file or directory\n")


def test_arguments_without_hyphens_before_them_are_told(asked):
    status, _, err = asked("record", "mine.go", "a")
    assert status == 2 and err.startswith("python -m models: unrecognized arguments: a; ")


# Replay.

KEPT = DATA / "small-1.27.3.steps"


def damaged(tmp_path, change) -> tuple:
    """A file with the lines of a recording, changed."""
    lines = KEPT.read_text().splitlines()
    change(lines)
    (tmp_path / "it.steps").write_text("\n".join(lines) + "\n")
    return tmp_path / "it.steps", lines


def test_the_first_step_that_is_not_explained_is_printed_with_the_state_before_it(asked, tmp_path):
    at = next(i for i, line in enumerate(KEPT.read_text().splitlines()) if line.startswith('["runnext"'))
    file, lines = damaged(tmp_path, lambda lines: lines.pop(at))
    status, printed, err = asked("replay", file)
    assert (status, err) == (1, "")
    assert printed.startswith(f"{file}, line {at + 1}: ") and "\nis not explained: here M" in printed
    assert "may only `runnext`\n" in printed and "\nSteps that are explained: " in printed
    assert "\n  P0: " in printed and "\n  global queue: " in printed


def test_a_recording_on_standard_input_is_replayed(asked, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(KEPT.read_bytes())))
    status, printed, _ = asked("replay", "-")
    assert status == 0 and printed.startswith("standard input: ")


@pytest.mark.parametrize(("change", "says"), [
    (lambda lines: lines.__setitem__(-1, lines[-1][:9]),
     ", line {last}, is not JSON: the file is damaged, or cut off in the middle of a line\n"),
    (lambda lines: lines.__delitem__(slice(50, None)),
     ' is cut off: it has no line that begins with ["end", which is written when main returns\n'),
    (lambda lines: lines.__setitem__(0, lines[0].replace('"go":"1.27.3"', '"go":"1.21.13"')),
     " is a recording of Go 1.21.13: the model knows 1.27.3 and 1.22.10\n"),
    (lambda lines: lines.pop(0),
     " is no recording: its first line has to tell of the run and of its start, as `record` writes it\n"),
    (lambda lines: lines.__setitem__(0, lines[0].replace('"mnext"', '"next"')),
     " is damaged: its first line does not tell how a run can begin (KeyError('mnext'))\n"),
    (lambda lines: lines.__setitem__(4, '["stopm", 0, 0]'),
     ", line 5, is no event: a stopm event has 4 fields, this has 3\n")])
def test_a_file_that_is_no_recording_gets_one_sentence(change, says, asked, tmp_path):
    file, lines = damaged(tmp_path, change)
    assert asked("replay", file) == (2, "", f"{file}{says.format(last=len(lines))}")


def test_a_file_that_is_not_text_or_not_there_is_told(asked, tmp_path):
    (tmp_path / "file").write_bytes(b"\xff\xfe")
    assert asked("replay", tmp_path / "file") == (
        2, "", f"{tmp_path}/file is not UTF-8 text: it must be a recording, as record writes it\n")
    assert asked("replay", tmp_path / "no")[2] == f"{tmp_path}/no cannot be read: No such file or directory\n"


@pytest.mark.parametrize("name", ["record", "replay"])
def test_the_commands_are_listed(name, capsys):
    for args in (["--help"], [name, "--help"]):
        with pytest.raises(SystemExit) as end:
            command.main(args)
        assert end.value.code == 0 and name in capsys.readouterr().out
