"""What `python -m models explain` does."""

import io
import sys
from functools import partial

import pytest

from models import __main__ as command
from models.study.printed.schedread import parse
from models.view.code.explained import report
from tests.study.scheds import DETAILED, NEW, REAL


@pytest.fixture
def asked(ask_about):
    return partial(ask_about, "explain")


@pytest.mark.parametrize("name", REAL)
def test_a_recording_is_explained(asked, name):
    assert asked(REAL[name]) == asked(REAL[name].replace("\n", "\r\n")) == (0, report(parse(REAL[name])), "")


def test_lines_that_cannot_be_read_are_named_and_the_rest_is_explained(asked):
    text = f"{NEW}\nhello\n{DETAILED}\n  P0: status=1 mood=good\n{NEW} more\n"
    status, out, err = asked(text)
    assert (status, out) == (2, report(parse(text)))
    assert err == ("some.txt, line 4: no line of schedtrace: '  P0: status=1 mood=good'\n"
                   f"some.txt, line 5: no line of schedtrace: '{NEW} more'\n")
    assert out.startswith("snapshots: 2\n") and "did not write: 1 (2)\n" in out


def test_what_schedtrace_did_not_write_is_told_in_a_sentence(asked):
    says = "some.txt has no line of schedtrace: each snapshot begins like `SCHED 0ms: gomaxprocs=4`\n"
    assert asked("") == asked("hello\n") == (2, "", says)
    assert asked("SCHED") == (2, "", f"some.txt, line 1: no line of schedtrace: 'SCHED'\n{says}")
    assert asked("\xff") == (2, "", "some.txt is not UTF-8 text: it must be what GODEBUG=schedtrace wrote\n")


def test_a_hyphen_is_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{NEW}\n{NEW}!\n".encode())))
    assert command.main(["explain", "-"]) == 2
    out, err = capsys.readouterr()
    assert out == report(parse(NEW)) and err.startswith("standard input, line 2: ")


def test_the_command_is_listed(capsys):
    with pytest.raises(SystemExit):
        command.main(["--help"])
    assert "explain the lines of GODEBUG=schedtrace word by word" in " ".join(capsys.readouterr().out.split())
