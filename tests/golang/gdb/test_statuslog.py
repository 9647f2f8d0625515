"""The recorded lives against the model's, and what gdb prints, read."""

import re
import subprocess

import pytest

from models.golang import evidence, toolchain
from models.golang.gdb import statuslog
from models.golang.places import LISTINGS, ROOT
from models.golang.toolchain import VERSIONS, ToolchainError
from models.program.life import life
from models.study.moments.statuses import steps_of
from models.view.tables.lives import seen

PAGE = ROOT / "book" / "states.md"
QUIT = """\
package main

import (
	"os"
	"syscall"
	"time"
)

func main() {
	go func() { <-make(chan int) }()
	time.Sleep(10 * time.Millisecond)
	if len(os.Args) > 1 {
		panic("over")
	}
	syscall.Kill(os.Getpid(), syscall.SIGQUIT)
	time.Sleep(time.Minute)
}
"""
SAID = """\
STEP 1000 1 1 2 0 runtime.execute runtime.schedule
STEP 2000 0 0 6 0 runtime.newproc1 runtime.newproc.func1
[Switching to Thread 1]
STEP 2000 0 0 6 0 runtime.newproc1 runtime.newproc.func1
STEP 3000 2 2 4 11 runtime.park_m runtime.mcall
STEP 2000 5 6 1 0 runtime.newproc1 runtime.newproc.func1
STEP 1000 1 2 4 14 runtime.park_m runtime.mcall
"""


@pytest.mark.parametrize("version", VERSIONS)
def test_the_recorded_life_is_the_models(version):
    real = statuslog.recorded(version)
    assert statuslog.seen(real, version) == statuslog.seen(steps_of(life, release=version), version)
    assert len(real) > 25


@pytest.mark.parametrize("version", VERSIONS)
def test_real_go_lives_it_now(version):
    """Live: gdb, and the listing built anew."""
    run = statuslog.run(version)
    kept = evidence.load("statuses")["runs"][version]
    assert statuslog.seen(statuslog.told(run["steps"]), version) == statuslog.seen(
        statuslog.recorded(version), version)
    assert run["breakpoints"] == kept["breakpoints"]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_script_on_the_page_shows_each_call(version, tmp_path):
    """Live: as a reader copies it."""
    [script] = re.findall(r"```python\n(# gdb .*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    log = tmp_path / "log.py"
    log.write_text(script, encoding="utf-8")
    program = toolchain.build(version, LISTINGS / statuslog.LISTING, tmp_path / "program")
    said = statuslog.gdb(version, program, "-x", str(log))
    steps = re.findall(r"^0x[0-9a-f]+ (\d) > (\d) runtime\.(\w+)$", said, re.MULTILINE)
    assert {(s.old, s.new, s.function) for s in statuslog.recorded(version)} <= {
        (int(old), int(new), function) for old, new, function in steps}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_dump_after_sigquit_begins_each_goroutine_as_the_page_says(version, tmp_path):
    """Live: the program sends the signal to itself."""
    (tmp_path / "quit.go").write_text(QUIT, encoding="utf-8")
    program = toolchain.build(version, tmp_path / "quit.go", tmp_path / "program")
    said = subprocess.run([program], capture_output=True, text=True, timeout=60, check=False).stderr
    assert re.search(r"^goroutine \d+ gp=0x[0-9a-f]+ m=nil \[chan receive\]:$", said, re.MULTILINE)
    over = subprocess.run([program, "panic"], capture_output=True, text=True, timeout=60, check=False).stderr
    assert re.search(r"^goroutine 1 \[running\]:$", over, re.MULTILINE)


def test_what_gdb_prints_is_read_and_a_repeat_left_out():
    assert statuslog.kept(SAID, "1.27.3") == [[2, 0, 0, 6, "", "newproc1"], [2, 5, 6, 1, "", "newproc1"],
                                              [1, 1, 2, 4, "sleep", "park_m"]]
    assert statuslog.kept(SAID, "1.22.10")[-1][4] == "chan receive"


def test_a_slice_that_ended_counts_only_after_the_start():
    over = "STEP 1000 1 2 1 0 runtime.goschedImpl runtime.gopreempt_m\n"
    assert statuslog.PREEMPTED not in statuslog.after_start(over + SAID)
    assert statuslog.PREEMPTED in statuslog.after_start(SAID + over)


@pytest.mark.parametrize("said, n", [
    ("Breakpoint 1 at 0x46d2e0: runtime.goready. (7 locations)", 7),
    ("Breakpoint 1 at 0x43a0c0: file /x/proc.go, line 4268.", 1),
    ('Function "runtime.gopark_m" not defined.', 0)])
def test_the_places_of_a_breakpoint_are_counted(said, n):
    assert statuslog.locations(said) == n


def test_without_gdb_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(statuslog.shutil, "which", lambda name: None)
    with pytest.raises(ToolchainError, match="gdb, which is not installed here: on Debian, apt-get install gdb"):
        statuslog.gdb("1.27.3", LISTINGS / "life")


def test_a_run_that_is_always_disturbed_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(statuslog, "gdb", lambda *args: "Run till exit")
    with pytest.raises(ToolchainError, match="in 30 runs gdb saw no whole life .* it said 'Run till exit'"):
        statuslog.undisturbed("1.27.3", tmp_path, tmp_path)


def test_the_table_says_where_a_recording_differs(monkeypatch):
    assert seen("1.27.3").count("hidden") == 2 and "differs" not in seen("1.27.3")
    other = statuslog.recorded("1.22.10")
    monkeypatch.setattr(statuslog, "recorded", lambda version: [s for s in other if s.function != "ready"])
    assert "differs" in seen("1.22.10")
    monkeypatch.setattr(statuslog, "recorded", lambda version: [*other, other[-1]._replace(g=2)])
    assert seen("1.22.10")[-1] == "differs"
