"""Gdb sessions: the one on a newborn goroutine, recorded and asked anew; and what is kept of any."""

import platform
import re

import pytest

from models.golang import gdbsession
from models.golang.gdbborn import BORN
from models.golang.gdbpark import PARK
from models.golang.toolchain import VERSIONS, ToolchainError
from models.study.newborn import filling

FIELDS = filling("made")[-1].fields
STARTED_BEFORE = 3  # by the runtime itself, before main


def say_what_the_model_says(output: str) -> None:
    distance = FIELDS["sched.sp"].removeprefix("hi-")
    for text in (rf"^\$1 = {FIELDS['goid'] + STARTED_BEFORE}$", r"^\$2 = {sp = 0x\w+, pc = 0x\w+, g = ",
                 r"^main\.made\.gowrap1$", rf"^\$3 = {distance}$",
                 rf"<runtime\.{re.escape(FIELDS['at sched.sp'])}>$", r"^#0 .*runqput", r"^#1 .*newproc\.func1", r"^#2 .*systemstack"):
        assert re.search(text, output, re.MULTILINE), text


def test_the_recorded_session_says_what_the_model_says():
    kept = gdbsession.kept(BORN)
    assert [run["go"] for run in kept] == list(VERSIONS)
    for run in kept:
        say_what_the_model_says(run["output"])
        assert "/" not in run["output"] and run["command"] == "GOMAXPROCS=1 gdb -batch -x born.gdb ./newborn"


@pytest.mark.parametrize("version", VERSIONS)
def test_real_go_says_it_now(version):
    """Where it can be asked: gdb runs programs for the processor it runs on."""
    if platform.machine() == "x86_64":
        say_what_the_model_says(gdbsession.asked(BORN, version))


def test_only_the_answers_are_kept():
    printed = "Breakpoint 1\nthread\n$1 = 5\nf in section .text of /a/b\n$3 = 40\n"
    assert gdbsession.answers(BORN, printed) == "$1 = 5\nf\n$3 = 40\n"


def test_a_session_that_got_nowhere_is_told():
    with pytest.raises(ToolchainError, match="did not get to park_m: ptrace: Operation not permitted; it"):
        gdbsession.answers(PARK, "warning\nptrace: Operation not permitted.\n")
    with pytest.raises(ToolchainError, match="did not get to runqput: it printed nothing"):
        gdbsession.answers(BORN, "")
