"""Sleepers wake in the model's order on real Go, and a deadlock is told in the same words."""

import re
import subprocess

import pytest

from models.golang import toolchain
from models.golang.programs.spawn import ENV
from models.golang.toolchain import VERSIONS
from tests.runtime import test_timer
from tests.runtime.test_deadlock import ASLEEP, NONE

RUNS, ENOUGH = 25, 3  # runs at most, and how many of them show an order that is no accident
CLOSE = ("what is due within a millisecond goes off together", "two of them")  # a matter of microseconds
SETTLED = [case for case in test_timer.REAL if case not in CLOSE]
SLEEPERS = """\
package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

var said []string

func ms(s string) time.Duration {
	x, _ := strconv.ParseFloat(s, 64)
	return time.Duration(x * 1e6)
}

func sleeper(wg *sync.WaitGroup, name string, naps []string) {
	for i, nap := range naps {
		time.Sleep(ms(nap))
		if i > 0 {
			said = append(said, name+strconv.Itoa(i))
		} else {
			said = append(said, name)
		}
	}
	wg.Done()
}

func main() {
	said = make([]string, 0, 100)
	for range 10 {
		runtime.Gosched()
	}
	var wg sync.WaitGroup
	wg.Add(len(os.Args) - 2)
	for i, naps := range os.Args[2:] {
		go sleeper(&wg, string(rune('a'+i)), strings.Split(naps, ","))
	}
	runtime.Gosched()
	for end := time.Now().Add(ms(os.Args[1])); time.Now().Before(end); {
	}
	wg.Wait()
	print(strings.Join(said, " "))
}
"""
DEADLOCKS = """\
package main

import (
	"os"
	"runtime"
)

func waits() { select {} }

func starts() {
	runtime.Gosched()
	for range 3 {
		go waits()
	}
	<-make(chan int)
}

func main() {
	switch os.Args[1] {
	case "used again":
		for range 3 {
			go func() {}()
		}
		runtime.Gosched()
		for range 5 {
			go waits()
		}
		waits()
	case "main left":
		go starts()
		runtime.Goexit()
	case "all left":
		go func() {}()
		runtime.Goexit()
	}
}
"""


@pytest.fixture(scope="module", params=VERSIONS)
def programs(request, tmp_path_factory):
    """The release, and a function that runs one of the two programs and gives what it printed."""
    folder = tmp_path_factory.mktemp(f"sleep-{request.param}")
    for name, text in (("sleepers", SLEEPERS), ("deadlocks", DEADLOCKS)):
        (folder / f"{name}.go").write_text(text)
        toolchain.build(request.param, folder / f"{name}.go", folder / name)
    env = toolchain.environment(request.param, ENV | {"GOMAXPROCS": "1"})

    def run(name, *args):
        return subprocess.run([folder / name, *args], env=env, stderr=subprocess.PIPE, text=True).stderr
    return request.param, run


@pytest.mark.parametrize("case", SETTLED)
def test_real_sleepers_wake_in_the_model_s_order(programs, case):
    _, run = programs
    naps, spin, order = test_timer.REAL[case]
    args = [str(spin), *(",".join(map(str, each)) for each in naps.values())]
    seen = 0
    for _ in range(RUNS):
        seen += run("sleepers", *args) == order
        if seen == ENOUGH:
            return
    raise AssertionError(f"{order!r} was seen {seen} times in {RUNS} runs")


@pytest.mark.parametrize(("case", "says", "order"), [
    ("used again", ASLEEP, [0, 5, 4, 6, 7, 8]), ("main left", ASLEEP, [2, 1, 3, 4]), ("all left", NONE, [])])
def test_a_real_deadlock_is_told_alike(programs, case, says, order):
    """order: the goroutines' numbers, counted from main's as if the runtime had none of its own."""
    _, run = programs
    said = run("deadlocks", case)
    first = 5  # the runtime has goroutines 2 to 5 in a program that imports os
    numbers = [int(n) for n in re.findall(r"^goroutine (\d+) \[", said, re.MULTILINE)]
    assert said.startswith(f"fatal error: {says}\n")
    assert [n - first if n > 1 else 0 for n in numbers] == order
