"""The fields of a newborn g: the model's, those that gdb has read, and those that it reads now."""

import platform
import re

import pytest

from models.golang import evidence
from models.golang.gdb import newborn, stops
from models.golang.sessions import sessions
from models.golang.sessions.sessions import SESSIONS
from models.golang.toolchain import VERSIONS, ToolchainError
from models.study.moments.newborn import filling
from models.view.tables.newborn_table import cell, markup, of_real

KEPT = evidence.load(newborn.NAME)
BOTH = pytest.mark.parametrize("version", VERSIONS)
STARTED_BEFORE = 3  # by the runtime itself, before main: the goids from 2 on


@BOTH
@pytest.mark.parametrize("caller, args", [("made", [3, 4]), ("reused", [5, 6])])
def test_real_go_fills_in_what_the_model_fills_in(version, caller, args):
    born, model = dict(KEPT["releases"][version][caller]["born"]), filling(caller)[-1].fields
    code = f"{caller}.gowrap1"
    assert born["sched.ctxt"] == [code, *args]
    assert born.pop("waitreason") == 0
    assert born == model | {"goid": model["goid"] + STARTED_BEFORE, "sched.ctxt": [code, *args],
                            "sched.pc": code, "startpc": code}


@BOTH
def test_a_dead_g_has_what_the_model_says_and_its_old_startpc(version):
    dead = dict(KEPT["releases"][version]["reused"]["before"])
    assert dead.pop("startpc") == "made.gowrap1"
    model = filling("reused")[0].fields
    assert dead == model | {"goid": model["goid"] + STARTED_BEFORE}


def test_it_is_recorded_as_it_is_declared():
    assert KEPT["listing"] == newborn.LISTING and KEPT["env"] == {"GOMAXPROCS": "1"} | stops.SETTINGS
    assert list(KEPT["releases"]) == list(VERSIONS)


@BOTH
def test_gdb_reads_now_what_is_recorded(version):
    """Where it can be asked: registers are read on amd64."""
    if platform.machine() == "x86_64":
        assert newborn.look(version) == KEPT["releases"][version]


def say_what_the_model_says(output: str) -> None:
    """The answers of the session "born"."""
    fields = filling("made")[-1].fields
    distance = fields["sched.sp"].removeprefix("hi-")
    for text in (rf"^\$1 = {fields['goid'] + STARTED_BEFORE}$", r"^\$2 = {sp = 0x\w+, pc = 0x\w+, g = ",
                 r"^main\.made\.gowrap1 in ", rf"^\$3 = {distance}$",
                 rf"<runtime\.{re.escape(fields['at sched.sp'])}>$",
                 r"^#0 .*runqput", r"^#1 .*newproc\.func1", r"^#2 .*systemstack"):
        assert re.search(text, output, re.MULTILINE), text


def test_the_session_that_a_reader_can_repeat_says_what_the_model_says():
    for run in sessions.recorded("born"):
        say_what_the_model_says(run["output"])
        assert run["command"] == "GOMAXPROCS=1 gdb -batch -x born.gdb ./newborn"


@BOTH
def test_that_session_says_it_now(version):
    """Where it can be asked: gdb runs programs for the processor it runs on."""
    if platform.machine() == "x86_64":
        say_what_the_model_says(sessions.ask(version, SESSIONS["born"]))


def test_a_program_that_goes_elsewhere_is_told(monkeypatch):
    monkeypatch.setattr(stops, "lines", lambda *args: [["made", True, {}, {}]])
    with pytest.raises(ToolchainError, match="not one new g and then the same again"):
        newborn.look("1.27.3")


def test_the_table_shows_where_real_go_differs():
    text = markup().text
    assert "goid · 2 (5) · 3 (6)" in text and text.count("(") == 2
    assert cell("hi-40", "hi-40").count("<code") == 1 and "hi-48" in cell("hi-40", "hi-48")


def test_the_table_refuses_releases_that_differ(monkeypatch):
    changed = {version: {"made": {"born": {"sched.ctxt": [version]}}} for version in VERSIONS}
    monkeypatch.setattr(evidence, "load", lambda name: {"releases": changed})
    with pytest.raises(ValueError, match="1.27.3 needs a column of its own"):
        of_real("made")
