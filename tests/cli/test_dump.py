"""What `python -m models dump` does."""

import io
import sys
from functools import partial

import pytest

from models import __main__ as command
from models.study.printed.dumpread import parse
from models.view.code.dumped import report

DUMP = "panic: boom\n\ngoroutine 1 [select]:\nmain.f(0x1)\n\t/a.go:7 +0x1\nmain.main()\n\t/a.go:9 +0x1\n"


@pytest.fixture
def asked(ask_about):
    return partial(ask_about, "dump")


def test_the_groups_come_out(asked):
    assert asked(DUMP) == (0, report(parse(DUMP)), "")
    assert asked(DUMP.replace("\n", "\r\n")) == (0, report(parse(DUMP)), "")
    assert asked(DUMP, "--frames", "1") == (0, report(parse(DUMP), 1), "")
    assert asked(DUMP, "--frames", "0") == (0, report(parse(DUMP), 0), "")


def test_lines_that_cannot_be_read_are_told_and_the_rest_is_counted(asked):
    status, out, err = asked(f"{DUMP}what\n\n{DUMP}")
    assert (status, err) == (2, "some.txt, line 8: no line of a goroutine dump: 'what'\n")
    assert out.startswith("goroutines: 2, in groups: 2\n")


def test_what_is_no_dump_is_told_in_a_sentence(asked):
    says = "some.txt has no goroutine: each begins like `goroutine 18 [select]:`\n"
    assert asked("") == asked("hello\n") == (2, "", says)
    assert asked("\xff") == (2, "", "some.txt is not UTF-8 text: it must be a goroutine dump\n")


def test_a_hyphen_is_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{DUMP}what\n".encode())))
    assert command.main(["dump", "-"]) == 2
    out, err = capsys.readouterr()
    assert out == report(parse(DUMP)) and err.startswith("standard input, line 8: ")
