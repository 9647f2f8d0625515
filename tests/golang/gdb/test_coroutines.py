"""What the replay says of new coroutines, seen in real Go: the g keeps a request to stop that its last owner got."""

import platform
import re
import subprocess

import pytest

from models.golang import toolchain
from models.golang.toolchain import REFERENCE
from tests.golang.again import again

SOURCE = """\
package main

import (
	"iter"
	"runtime"
)

func one(yield func(int) bool) { yield(1) }

//go:noinline
func short() {}

func main() {
	go short()
	runtime.Gosched()
	next, stop := iter.Pull(one)
	next()
	stop()
}
"""
# The goroutine that runs short is asked to stop when it has ended; gdb does that as preemptone does.
SCRIPT = """\
set pagination off
break main.short
run
tbreak *'runtime.goexit0'
continue
set $g = gp
printf "ends: %d\\n", $g.goid
set var $g.preempt = 1
set var $g.stackguard0 = -1314
break *'runtime.corostart'
continue
printf "begins: %d, asked: %d\\n", $g.goid, $g.preempt
continue
printf "begins: %d, asked: %d\\n", $g.goid, $g.preempt
"""
ENDS = re.compile(r"^ends: (\d+)$", re.MULTILINE)
BEGINS = re.compile(r"^begins: (\d+), asked: (\d)$", re.MULTILINE)


@pytest.mark.parametrize("version", [REFERENCE] if platform.machine() == "x86_64" else ())
def test_a_new_coroutine_stops_because_the_last_owner_of_its_g_was_asked_to(version, tmp_path):
    (tmp_path / "main.go").write_text(SOURCE)
    (tmp_path / "script").write_text(SCRIPT)
    program = toolchain.build(version, tmp_path / "main.go", tmp_path / "main")
    quiet = ["-iex", "set debuginfod enabled off", "-iex", "set auto-load off"]
    command = ["gdb", "-nx", "-batch", *quiet, "-x", str(tmp_path / "script"), str(program)]

    def seen() -> list[tuple[int, int]]:
        done = subprocess.run(command, env=toolchain.environment(version, {"GOMAXPROCS": "1"}), timeout=120, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # gdb fails where the program ends early
        return [(int(goid) - int(ended), int(asked)) for ended in ENDS.findall(done.stdout)
                for goid, asked in BEGINS.findall(done.stdout)]
    assert again(seen, [(1, 1), (1, 0)]) == [(1, 1), (1, 0)]  # in between execute has taken the request back
