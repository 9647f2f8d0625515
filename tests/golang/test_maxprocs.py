"""How many Ps real programs have that do not say, and what they follow: the model's answer each time.

The listing book/go/maxprocs.go runs with affinity masks, values of GOMAXPROCS and GODEBUG. It is built once
more with a runtime that believes in 8 CPUs and reads files of ours, so that control groups can be made up.
"""

import json
import os
import platform
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from models.golang import toolchain
from models.golang.places import LISTINGS
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError
from models.runtime.cgroup import CGROUP, MOUNTINFO, openCPU
from models.runtime.constants import BY_RELEASE
from models.runtime.goroutine import log
from models.runtime.host import Host, cgroup_v1, cgroup_v2, schedinit
from models.runtime.machine import Machine, logged
from models.runtime.procresize import gomaxprocs
from models.runtime.runtime import Runtime
from models.runtime.status import Throw
from models.runtime.timer import sleep
from tests.golang.again import again

GOPATH = "1.20"  # what a program built without a module counts as: then both settings are off
ON = "containermaxprocs=1,updatemaxprocs=1"
SECOND = 1_000_000_000
CPUS = sorted(os.sched_getaffinity(0))
MASKS = [CPUS, CPUS[:1], CPUS[-1:]]
several = pytest.mark.skipif(len(CPUS) < 2, reason="needs two CPUs")

# The default again after a number of its own.
AGAIN = """\
package main

import (
	"runtime"
	"time"
)

func main() {
	println(runtime.GOMAXPROCS(3))
	println(runtime.GOMAXPROCS(0))
	runtime.SetDefaultGOMAXPROCS()
	for was, i := 0, 0; i < 300; i++ {
		if now := runtime.GOMAXPROCS(0); now != was {
			was = now
			println(now)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
"""


@pytest.fixture(scope="module", params=VERSIONS)
def program(request, tmp_path_factory):
    """The release, and the listing built with it."""
    folder = tmp_path_factory.mktemp(f"maxprocs-{request.param}")
    return request.param, toolchain.build(request.param, LISTINGS / "maxprocs.go", folder / "maxprocs")


def started(version, command, cpus, settings, cwd=None):
    """A program that runs on these CPUs."""
    return subprocess.Popen(
        list(map(str, command)), cwd=cwd, env=toolchain.environment(version, settings), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=lambda: os.sched_setaffinity(0, cpus))


def numbers(said):
    """The first number of each line that a program printed."""
    return [int(line.split()[0]) for line in said.splitlines()]


class Disk(Mapping):
    """The files of this machine, for a Host to read: what they hold, a character for each byte."""

    def __getitem__(self, path):
        try:
            return Path(path).read_bytes().decode("latin-1")
        except OSError:
            raise KeyError(path) from None

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


HERE = Disk()


def settings_of(maxprocs, godebug):
    """The variables that are set; None is a variable that is not."""
    both = {"GOMAXPROCS": maxprocs, "GODEBUG": godebug}
    return {name: value for name, value in both.items() if value is not None}


# The start.


VALUES = [None, "", "1", "3", "+3", "-3", "0", "03", "64", "2147483648", "3x", " 3", "1_0", "two"]


@pytest.mark.parametrize("mask", MASKS, ids=str)
@pytest.mark.parametrize("maxprocs", VALUES)
def test_a_real_program_starts_with_the_model_s_number(program, mask, maxprocs):
    version, path = program
    for godebug in (None, ON):
        said = started(version, [path], mask, settings_of(maxprocs, godebug)).communicate()[0]
        host = Host(len(mask), HERE, maxprocs or "", godebug or "", GOPATH)
        assert said == f"{schedinit(host, version)[0]} of {len(mask)}\n"


# Changes.


def looks(times):
    for _ in range(times):
        yield log((yield gomaxprocs()))
        yield sleep(SECOND // 100)


def different(values):
    """The values without repetitions."""
    return [value for i, value in enumerate(values) if i == 0 or values[i - 1] != value]


def model(host, version, seconds):
    """The numbers of Ps that the listing sees in the model."""
    rt = Runtime(host=host, const=BY_RELEASE[version], durations={"wakeup": (50_000,)})
    assert Machine(rt, looks, int(seconds * 100)).run() == "END"
    return different(logged(rt.trace))


def pin(pid, cpus, only=None):
    """Let all threads of a process, or one of them, run on these CPUs only."""
    for _ in range(2):  # a thread that was made meanwhile has the mask of the one that made it
        for thread in [only] if only else os.listdir(f"/proc/{pid}/task"):
            os.sched_setaffinity(int(thread), cpus)


FOLLOWS = [(None, ON), (None, None), (None, "updatemaxprocs=1"), ("5", ON), (None, "containermaxprocs=1"),
           (None, "updatemaxprocs=-1")]


@several
def test_a_real_program_follows_its_affinity_mask_when_the_model_does(program):
    """All at once, for it takes seconds: one CPU after half a second, all again after two more."""
    version, path = program

    def real() -> list[list[int]]:
        running = [started(version, [path, "5"], CPUS, settings_of(*case)) for case in FOLLOWS]
        time.sleep(0.5)
        for one in running:
            pin(one.pid, CPUS[:1])
        time.sleep(2)
        for one in running:
            pin(one.pid, CPUS)
        return [numbers(one.communicate()[0]) for one in running]
    later = (SECOND // 2, {"cpus": 1}), (SECOND * 5 // 2, {"cpus": len(CPUS)})
    expected = [model(Host(len(CPUS), HERE, maxprocs or "", godebug or "", GOPATH, later), version, 5)
                for maxprocs, godebug in FOLLOWS]
    assert again(real, expected) == expected
    changing = {case for case, procs in zip(FOLLOWS, expected, strict=True) if len(procs) == 3}
    assert changing == ({FOLLOWS[0], FOLLOWS[2], FOLLOWS[5]} if version == REFERENCE else set())


@several
def test_what_counts_is_the_mask_of_sysmon_s_thread(program):
    """A mask of the first thread alone, which is what `taskset -p` changes without -a, is not noticed."""
    version, path = program

    def real() -> list[int]:
        running = started(version, [path, "2"], CPUS, settings_of(None, ON))
        time.sleep(0.3)
        pin(running.pid, CPUS[:1], only=running.pid)
        return numbers(running.communicate()[0])
    expected = [schedinit(Host(len(CPUS), HERE, GODEBUG=ON), version)[0]]
    assert again(real, expected) == expected


@several
def test_the_default_can_be_had_again_and_is_followed(tmp_path):
    (tmp_path / "again.go").write_text(AGAIN)
    path = toolchain.build(REFERENCE, tmp_path / "again.go", tmp_path / "again")

    def real() -> list[int]:
        running = started(REFERENCE, [path], CPUS, {"GODEBUG": ON, "GOMAXPROCS": "4"})
        time.sleep(1)
        pin(running.pid, CPUS[:1])
        return numbers(running.communicate()[0])
    expected = [4, 3, schedinit(Host(len(CPUS), HERE, GODEBUG=ON), REFERENCE)[0], 1]
    assert again(real, expected) == expected


def test_go_1_22_cannot_build_that(tmp_path):
    (tmp_path / "again.go").write_text(AGAIN)
    with pytest.raises(ToolchainError, match="undefined: runtime.SetDefaultGOMAXPROCS"):
        toolchain.build("1.22.10", tmp_path / "again.go", tmp_path / "again")


# Control groups that are made up.


COUNT = "func getCPUCount() int32 {\n"
EIGHT = ("runtime/os_linux.go", COUNT, f"{COUNT}\tif true {{\n\t\treturn 8\n\t}}\n")
PROC = ("internal/runtime/cgroup/cgroup_linux.go", '"/proc/self/', '"proc/self/')


@pytest.fixture(scope="module")
def eight(tmp_path_factory):
    """The listing with a runtime that believes in 8 CPUs, and reads proc/self in the folder it runs in."""
    folder, source = tmp_path_factory.mktemp("eight"), toolchain.goroot(REFERENCE) / "src"
    changed = {}
    for file, old, new in (EIGHT, PROC):
        text = (source / file).read_text()
        assert old in text
        changed[str(source / file)] = str(folder / Path(file).name)
        (folder / Path(file).name).write_text(text.replace(old, new))
    (folder / "overlay.json").write_text(json.dumps({"Replace": changed}))
    return toolchain.build(REFERENCE, LISTINGS / "maxprocs.go", folder / "maxprocs",
                           ["-overlay", str(folder / "overlay.json")])


def make(folder, files):
    """The files of a host below a folder; mount points are moved there."""
    for path, text in files.items():
        text = text.replace(" /sys/", f" {folder}/sys/") if path == MOUNTINFO else text
        place = folder / path[1:]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


NESTED = cgroup_v2("max 100000") | {CGROUP: "0::/a/b\n", "/sys/fs/cgroup/a/cpu.max": "200000 100000\n",
                                    "/sys/fs/cgroup/a/b/cpu.max": "500000 100000\n"}
GROUPS = {
    **{f"v1 {quota}/{period}": cgroup_v1(quota, period) for quota, period in [
        (-1, 100_000), (0, 100_000), (50_000, 100_000), (100_000, 100_000), (200_000, 100_000),
        (200_001, 100_000), (250_000, 100_000), (250_000, 50_000), (750_000, 100_000), (900_000, 100_000),
        (-1, 0), (1, 0)]},
    **{f"v2 {limit}": cgroup_v2(limit) for limit in [
        "max 100000", "1000 100000", "150000 100000", "250000 100000", "800000 100000", "-5 100000",
        "0 0", "-5 0", "300000", "300000 100000 1", "17592186044415 1000", "214748364700000 100000",
        "+300000 100000"]},
    "only the own group counts": NESTED,
    "v1 goes before v2": cgroup_v2("300000 100000") | {
        CGROUP: "0::/\n1:cpu:/\n", MOUNTINFO: cgroup_v2("")[MOUNTINFO] + cgroup_v1(1)[MOUNTINFO]}
    | {path: text for path, text in cgroup_v1(500_000).items() if path.startswith("/sys")},
    "no cgroup": {}, "no mount": {CGROUP: "0::/\n", MOUNTINFO: "22 1 8:1 / / rw - ext4 /dev/root rw\n"},
    "no file": {path: text for path, text in cgroup_v2("").items() if path.startswith("/proc")},
    "a line cut short": cgroup_v2("300000 100000") | {CGROUP: "0::/"},
    "outside": cgroup_v2("300000 100000") | {CGROUP: "0::/../x\n"},
}


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("godebug", [ON, "containermaxprocs=0"])
def test_a_real_program_takes_a_limit_as_the_model_does(eight, tmp_path, name, godebug):
    make(tmp_path, GROUPS[name])
    running = started(REFERENCE, [eight], CPUS, {"GODEBUG": godebug}, cwd=tmp_path)
    said = running.communicate()[0]
    try:
        procs, _ = schedinit(Host(8, GROUPS[name], "", godebug, GOPATH), REFERENCE)
    except Throw as thrown:
        if platform.machine() != "x86_64":
            pytest.skip("a number without room in 32 bits is another on other processors")
        assert said.startswith(f"fatal error: {thrown}\n") and running.returncode == 2
    else:
        assert said == f"{procs} of 8\n"


def test_the_groups_that_were_made_up_show_every_number():
    found = set()
    for files in GROUPS.values():
        try:
            found.add(schedinit(Host(8, files), REFERENCE)[0])
        except Throw:
            found.add(0)
    assert found == {0, 2, 3, 5, 8}


def test_a_real_program_follows_its_limit_as_the_model_does(eight, tmp_path):
    """A limit that changes is seen, another group is not."""
    texts = ["250000 100000", "700000 100000", "what", "300000 100000"]
    start = cgroup_v2("max 100000")
    [limit] = openCPU(start)

    def real() -> list[int]:
        make(tmp_path, start)
        running = started(REFERENCE, [eight, "7"], CPUS, {"GODEBUG": ON}, cwd=tmp_path)
        time.sleep(1.25)
        for text in texts:
            (tmp_path / limit[1:]).write_text(f"{text}\n")
            make(tmp_path, {CGROUP: "0::/else\n"})
            time.sleep(1.5)
        return numbers(running.communicate()[0])
    later = [((6 * i - 1) * SECOND // 4, {"files": start | {limit: f"{text}\n"}})
             for i, text in enumerate(texts, 1)]
    expected = model(Host(8, start, "", ON, GOPATH, tuple(later)), REFERENCE, 7)
    assert again(real, expected) == expected == [8, 3, 7, 8, 3]
