"""What `python -m models` does: run and trace. (What `go` prints is tested in tests/golang.)"""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models import __main__ as command
from models.cli import trace
from models.program.format import to_json
from models.program.generate import generate
from models.program.parse import parse
from models.program.run import run
from models.study.programs import every, interleave
from tests.golang.known import KNOWN, program

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE, EXAMPLE_LOG = KNOWN["the example"]
EITHER = program([["send", 0], ["send", 1], ["select", [["recv", 0], ["recv", 1]]]], chans=[1, 1])
FOREVER = program([["go", 1], ["recv", 0]], [["go", 1]], chans=[0])


@pytest.fixture
def asked(tmp_path, capsys):
    """Ask for a command on a file with these lines: status, output and errors without the folder's name."""
    def ask(args: str, *lines: str) -> tuple[int, str, str]:
        (tmp_path / "some.jsonl").write_text("\n".join(lines), encoding="utf-8")
        status = command.main(args.replace("FILE", str(tmp_path / "some.jsonl")).split())
        out, err = capsys.readouterr()
        return status, out.replace(f"{tmp_path}/", ""), err.replace(f"{tmp_path}/", "")
    return ask


def test_a_log_comes_out_for_each_program(asked):
    lines = [line for line, _ in KNOWN.values()]
    logs = "".join(f"{log}\n" for _, log in KNOWN.values())
    assert asked("run FILE", *lines) == (0, logs, "")
    assert asked("run FILE --go 1.22.10", *lines) == (0, logs, "")


def test_blank_lines_and_an_empty_file_are_nothing(asked):
    assert asked("run FILE", "", EXAMPLE, "  ", "") == (0, f"{EXAMPLE_LOG}\n", "")
    assert asked("run FILE") == (0, "", "")


@pytest.mark.parametrize("name", ["run", "run --all", "trace"])
def test_lines_that_are_no_programs_are_told_and_the_others_still_run(asked, name):
    status, out, err = asked(f"{name} FILE", EXAMPLE, '{"bodies": [[["log"], ["lag"]]]}', "{", EXAMPLE)
    assert status == 2 and out.count(EXAMPLE_LOG if name != "trace" else "# END") == 2
    first, second = err.splitlines()
    assert first.startswith('some.jsonl, line 2, body 0, operation 1: there is no operation "lag"; ')
    assert second.startswith("some.jsonl, line 3: this is not JSON (")


def test_the_seed_decides_and_is_zero_where_none_is_given(asked):
    logs = [asked(f"run FILE --seed {seed}", EITHER)[1] for seed in range(9)]
    assert logs == [run(parse(EITHER), seed=seed).line + "\n" for seed in range(9)]
    assert len({*logs}) == 2 and asked("run FILE", EITHER)[1] == logs[0]


def test_several_ps_are_as_the_seed_says(asked):
    crowd = program([["go", 1]] * 3 + ["gosched"] * 3, ["log", "gosched", "log"])
    logs = [asked(f"run --procs 3 --seed {seed} FILE", crowd)[1] for seed in range(9)]
    assert logs == [run(parse(crowd), procs=3, seed=seed).line + "\n" for seed in range(9)]
    assert len({*logs}) > 5


@pytest.mark.parametrize(("most", "log"), [(2, "0:0.0=1 1:1.0=2 LIMIT"), (0, "LIMIT")])
def test_the_limit_is_what_is_asked_for(asked, most, log):
    assert asked(f"run FILE --max-steps {most}", FOREVER) == (0, f"{log}\n", "")
    assert json.loads(asked(f"run FILE --all --max-steps {most}", FOREVER)[1]) == [log]
    assert asked(f"trace FILE --max-steps {most}", FOREVER)[1].endswith("\n# LIMIT\n")


def test_all_prints_a_sorted_list_for_each_program(asked):
    status, out, err = asked("run --all FILE", EITHER, EXAMPLE)
    assert (status, err) == (0, "")
    assert [json.loads(line) for line in out.splitlines()] == [
        ["0:0.0=0 0:0.1=0 0:0.2=0 END", "0:0.0=0 0:0.1=0 0:0.2=1 END"], [EXAMPLE_LOG]]


def test_all_with_several_ps_is_what_any_scheduler_could_show(asked):
    out = asked("run --all --procs 2 FILE --max-steps 7", EXAMPLE)[1]
    assert json.loads(out) == sorted(interleave.every_log(parse(EXAMPLE), 7))
    assert len(json.loads(out)) > 1


def test_all_passes_on_what_it_was_given(asked, monkeypatch):
    given = []
    monkeypatch.setattr(every, "every_log", lambda program, **settings: given.append(settings) or {"b", "a"})
    assert asked("run --all --go 1.22.10 --max-steps 6 FILE", EXAMPLE) == (0, '["a", "b"]\n', "")
    assert asked("run --all FILE", EXAMPLE)[0] == 0
    assert given == [{"release": "1.22.10", "max_steps": 6}, {"release": "1.27.3", "max_steps": 1_000_000}]


@pytest.mark.parametrize("procs", [1, 2])
def test_more_logs_than_can_be_listed_are_told_and_the_others_come_out(asked, procs, monkeypatch):
    monkeypatch.setattr(interleave, "MAX_LOGS", 10)
    rounds = [["send", 0], ["send", 1], ["select", [["recv", 0], ["recv", 1]]], ["tryrecv", 0],
              ["tryrecv", 1]] * 30
    crowd = [["go", 1]] * 3
    many = program(rounds if procs == 1 else crowd, ["log"] * 3, chans=[1, 1])
    status, out, err = asked(f"run --all --procs {procs} FILE", many, program([]))
    assert (status, out) == (2, '["END"]\n')
    assert err.startswith("some.jsonl, line 1: too many: ") and err.count("\n") == 1


# Events.

def test_a_trace_is_an_event_a_line_with_its_fields(asked):
    status, out, err = asked("trace FILE", EXAMPLE, program(["panic"]))
    assert (status, err) == (0, "")
    first, second = out.split("# some.jsonl, line 2\n")
    assert first.startswith("# some.jsonl, line 1\n")
    assert "\nnewproc t=0 m=0 p=0 g=2 by=1\n" in first
    assert "\nlog t=0 m=0 p=0 g=1 value=0:0.0=1\n" in first
    assert first.endswith("\n# END\n") and second.endswith("\n# PANIC: panic: boom\n")


def test_the_trace_is_of_the_run_that_is_asked_for(asked):
    one = parse(EITHER)
    for seed in range(4):
        out = asked(f"trace FILE --seed {seed} --go 1.22.10", EITHER)[1]
        logged = [line.partition("value=")[2] for line in out.splitlines() if line.startswith("log ")]
        assert " ".join([*logged, "END"]) == run(one, seed=seed).line
    assert "m=1 p=1" in asked("trace FILE --procs 2 --seed 1", EXAMPLE)[1]


def test_nothing_stands_for_no_m_and_no_p():
    assert trace.spelt(("stopm", 5, 1, None)) == "stopm t=5 m=1 p=-"
    assert trace.spelt(("runqputslow", 5, 1, 0, 3, (7, 8))) == "runqputslow t=5 m=1 p=0 head=3 gs=(7, 8)"


# What is not right.

@pytest.mark.parametrize(("args", "says"), [
    ("", "python -m models: the following arguments are required: COMMAND; `python -m models --help`"),
    ("went FILE", "python -m models: argument COMMAND: invalid choice: 'went' (choose from 'run', "
                  "'trace', 'go', 'race', 'leak', 'dump', 'explain', 'record', 'replay'); `python -m models "
                  "--help`"),
    ("run", "python -m models run: the following arguments are required: FILE; "
            "`python -m models run --help`"),
    ("run FILE FILE", "python -m models: unrecognized arguments: some.jsonl; `python -m models --help`"),
    ("run FILE --procs", "python -m models run: argument --procs: expected one argument; "
                         "`python -m models run --help`"),
    ("run FILE --procs 0", "python -m models run: argument --procs: '0' is not a whole number from 1 "
                           "to 1024; `python -m models run --help`"),
    ("run FILE --procs 1025", "python -m models run: argument --procs: '1025' is not a whole number "
                              "from 1 to 1024; `python -m models run --help`"),
    ("trace FILE --procs two", "python -m models trace: argument --procs: 'two' is not a whole number "
                               "from 1 to 1024; `python -m models trace --help`"),
    ("run FILE --seed -1", "python -m models run: argument --seed: '-1' is not a whole number of 0 or "
                           "more; `python -m models run --help`"),
    ("run FILE --max-steps 1.5", "python -m models run: argument --max-steps: '1.5' is not a whole "
                                 "number of 0 or more; `python -m models run --help`"),
    ("run FILE --go 1.21.13", "python -m models run: argument --go: invalid choice: '1.21.13' (choose "
                              "from '1.27.3', '1.22.10'); `python -m models run --help`"),
    ("go FILE --procs 2", "python -m models: unrecognized arguments: --procs 2; `python -m models --help`"),
    ("trace FILE --all", "python -m models: unrecognized arguments: --all; `python -m models --help`"),
    ("run FILE --al", "python -m models: unrecognized arguments: --al; `python -m models --help`"),
])
def test_what_is_wrong_with_a_command_is_one_sentence(asked, args, says):
    assert asked(args, EXAMPLE) == (2, "", f"{says} says what is right\n")


@pytest.mark.parametrize("args", ["--help", "run --help", "trace --help", "go --help", "dump --help"])
def test_help_is_there(args, capsys):
    with pytest.raises(SystemExit) as end:
        command.main(args.split())
    assert end.value.code == 0
    out = capsys.readouterr().out
    assert "usage: python -m models" in out and ("--max-steps K" in out) == (args[:5] in ("run -", "trace"))


@pytest.mark.parametrize("name", ["run", "trace", "go", "dump", "explain"])
def test_a_file_that_cannot_be_read_is_told(name, tmp_path, capsys):
    assert command.main([name, str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path} cannot be read: Is a directory\n"


# As a process of its own.

def process(*args: str, **settings) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "models", *args], cwd=ROOT, capture_output=True,
                          text=True, **settings)


def test_a_hyphen_is_standard_input():
    done = process("run", "-", input=f"{EXAMPLE}\n{{\n")
    assert (done.returncode, done.stdout) == (2, f"{EXAMPLE_LOG}\n")
    assert done.stderr.startswith("standard input, line 2: this is not JSON")


def test_a_reader_that_stops_reading_is_no_error(tmp_path):
    file = tmp_path / "many.jsonl"
    file.write_text(f"{EXAMPLE}\n" * 5_000)
    with subprocess.Popen([sys.executable, "-m", "models", "trace", str(file)], cwd=ROOT,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout.readline().startswith(b"# ")
        running.stdout.close()
        assert (running.stderr.read(), running.wait()) == (b"", 141)


def test_a_reader_that_is_gone_before_anything_was_written_is_no_error(tmp_path):
    file = tmp_path / "one.jsonl"
    file.write_text(EXAMPLE)
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen([sys.executable, "-m", "models", "run", str(file)], cwd=ROOT, env=buffered,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert (running.stderr.read(), running.wait()) == (b"", 141)


def test_an_interrupt_is_no_traceback(monkeypatch):
    def interrupted(args):
        raise KeyboardInterrupt
    monkeypatch.setattr(command, "main", interrupted)
    assert command.guarded([]) == 130


def test_a_run_imports_nothing_heavy_and_the_package_nothing_at_all(tmp_path):
    file = tmp_path / "one.jsonl"
    file.write_text(EXAMPLE)
    code = ("import sys; from models.__main__ import main; status = main(sys.argv[1:]); "
            "print(*[m for m in ('networkx', 'matplotlib', 'ipywidgets', 'numpy', 'IPython', "
            "'models.view', 'models.golang') if m in sys.modules])")
    for args in (["run"], ["run", "--all"], ["run", "--all", "--procs", "2"], ["trace"]):
        done = subprocess.run([sys.executable, "-c", code, *args, str(file)], cwd=ROOT,
                              capture_output=True, text=True)
        assert (done.stdout.splitlines()[-1], done.stderr) == ("", "")
    code = "import sys; before = set(sys.modules); import models; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == ["models"]


def test_every_kind_of_random_program_runs(asked):
    lines = [to_json(generate(kind, 1)) for kind in ("go", "channels", "locks", "sync", "panics", "mixed")]
    status, out, err = asked("run FILE", *lines)
    assert (status, out.count("\n"), err) == (0, 6, "")


def test_standard_input_is_read_where_there_is_no_file(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + EXAMPLE.encode())))
    assert command.main(["run", "-"]) == 0
    assert capsys.readouterr().out == f"{EXAMPLE_LOG}\n"
