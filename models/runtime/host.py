"""The host: what a program finds around it that decides how many Ps it starts with. Plain data.

    Host(8)                                            8 CPUs, and nothing else said
    Host(8, cgroup_v2("250000 100000"))                and a limit of 2.5 CPUs' worth of time: 3 Ps
    Host(8, GOMAXPROCS="5")                            5 Ps
    Host(8, later=((2_000_000_000, {"cpus": 4}),))     after 2 s it may use 4 CPUs only
"""

import re
from dataclasses import dataclass, field, replace
from math import ceil

from .cgroup import CGROUP, MOUNTINFO, V1, V2, Files, openCPU, parse_int, readCPULimit
from .state import MAX_PROCS
from .status import Throw

MAY_CHANGE = {"cpus", "files"}
LANGUAGE = re.compile(r"1\.(\d+)")
DEFAULT = "1.27"  # the language of a program that is built on its own, with no go.mod that says another


@dataclass(frozen=True, slots=True)
class Host:
    """cpus        CPUs on which the program may run (its affinity mask); 0 if that cannot be told
    files       path -> text of what Linux says about control groups (cgroup.py)
    GOMAXPROCS  the environment variable, "" if it is not set
    GODEBUG     another
    go          the go line of the main module, by which GODEBUG's settings have other defaults
    later       what changes while the program runs: (when, in ns; {"cpus": …, "files": …}), earliest first
    """

    cpus: int
    files: Files = field(default_factory=dict)
    GOMAXPROCS: str = ""
    GODEBUG: str = ""
    go: str = DEFAULT
    later: tuple[tuple[int, dict], ...] = ()

    def __post_init__(self) -> None:
        for cpus in (self.cpus, *(new["cpus"] for _, new in self.later if "cpus" in new)):
            if not 0 <= cpus <= MAX_PROCS:
                raise ValueError(f"a host has {cpus} CPUs; the model takes 0 to {MAX_PROCS}")
        if unknown := {name for _, new in self.later for name in new} - MAY_CHANGE:
            raise ValueError(f"{', '.join(sorted(unknown))} of a host cannot change, only cpus and files can")
        if not LANGUAGE.match(self.go):
            raise ValueError(f"go is {self.go!r}; it is a version, such as {DEFAULT}")
        times = [when for when, _ in self.later]
        if times != sorted(times):
            raise ValueError(f"a host changes at {times}; the earliest comes first")

    def at(self, now: int) -> "Host":
        """The host as it is at a time: all that is to change until then has changed."""
        new = {}
        for when, changes in self.later:
            if when <= now:
                new |= changes
        return replace(self, later=(), **new) if new else self


def cgroup_v1(quota: int, period: int = 100_000) -> dict[str, str]:
    """The files of a process whose group of the old kind has this limit, in µs; -1 for none."""
    folder = "/sys/fs/cgroup/cpu"
    return {CGROUP: "1:cpu:/\n", MOUNTINFO: f"32 31 0:29 / {folder} rw - cgroup cgroup rw,cpu\n",
            f"{folder}/{V1[0]}": f"{quota}\n", f"{folder}/{V1[1]}": f"{period}\n"}


def cgroup_v2(limit: str) -> dict[str, str]:
    """The files of a process whose group of the new kind has this limit, a quota and a period in µs: "max
    100000" for none.
    """
    folder = "/sys/fs/cgroup"
    return {CGROUP: "0::/\n", MOUNTINFO: f"25 21 0:22 / {folder} rw - cgroup2 cgroup2 rw\n",
            f"{folder}/{V2[0]}": f"{limit}\n"}


def schedinit(host: Host, release: str) -> tuple[int, bool]:
    """How many Ps a program starts with, and whether that is by the environment's word.

    Go: proc.go schedinit
    """
    asked = environment_procs(host.GOMAXPROCS, release)
    procs = asked or default_procs(host, release)
    if procs <= 0:
        raise Throw("procresize: invalid arg")
    return procs, bool(asked)


def environment_procs(text: str, release: str) -> int:
    """What $GOMAXPROCS asks for; 0 if that is no whole number of 1 or more, or too large for 32 bits. Up to
    Go 1.25 it may have no plus sign.

    Go: proc.go schedinit
    """
    if release < "1.26" and text.startswith("+"):
        return 0
    return max(0, parse_int(text, 32) or 0)


def default_procs(host: Host, release: str, now: int = 0) -> int:
    """How many Ps there are where nobody says: one for each CPU, since Go 1.25 fewer if the control group has
    a limit. Which group that is was looked up at the start, and is not again.

    Go: cgroup_linux.go defaultGOMAXPROCS
    """
    there = host.at(now)
    procs = getCPUCount(there)
    paths = openCPU(host.at(0).files)
    if release < "1.25" or paths is None or godebug(host, "containermaxprocs") <= 0:
        return procs
    return adjustCgroupGOMAXPROCS(procs, readCPULimit(there.files, paths))


def getCPUCount(host: Host) -> int:
    """The CPUs in the affinity mask; 1 where that cannot be told.

    Go: os_linux.go getCPUCount, os_linux.go getproccount
    """
    return host.cpus or 1


def adjustCgroupGOMAXPROCS(procs: int, limit: float | None) -> int:
    """procs, or fewer if the control group's limit, rounded up, is less: but never fewer than 2 for that.

    Go: cgroup_linux.go adjustCgroupGOMAXPROCS
    """
    return procs if limit is None else min(procs, int32(max(limit, 2)))


def int32(limit: float) -> int:
    """The limit rounded up, as 32 bits hold it. What has no room there becomes the smallest number: so amd64
    converts it, and a program with so large a limit does not start.
    """
    return ceil(limit) if limit <= (1 << 31) - 1 else -1 << 31


def godebug(host: Host, name: str) -> int:
    """containermaxprocs or updatemaxprocs: 1, or 0 if the main module is in the language of Go 1.24 or
    before, unless $GODEBUG says otherwise. What comes last there counts.

    Go: runtime1.go parsegodebug, cmd/go/internal/load/godebug.go defaultGODEBUG
    """
    value = int(int(LANGUAGE.match(host.go)[1]) >= 25)
    for setting in host.GODEBUG.split(","):
        key, _, text = setting.partition("=")
        number = parse_int(text, 32)
        if key == name and number is not None:
            value = number
    return value
