"""The CPU limit of a process, out of the files in which Linux keeps it.

Linux puts processes into control groups. A group may be limited to a quota of CPU time in each period:
200 ms in every 100 ms are two CPUs' worth. Which group a process is in stands in /proc/self/cgroup, and where
that group's files are follows from /proc/self/mountinfo. There is an old form of all this (v1) and a new one.

files maps a path to the text of that file, a character for each byte. Whatever Go meets as an error
(a file that is not there, a line that it does not understand) means for it that there is no limit: None.
"""

import re
from collections.abc import Mapping
from math import inf, nan

CGROUP, MOUNTINFO = "/proc/self/cgroup", "/proc/self/mountinfo"
V1 = ("cpu.cfs_quota_us", "cpu.cfs_period_us")  # a number each, in microseconds
V2 = ("cpu.max",)                               # both in one line
PATH_MAX = 4096
LINE_MAX = 16 * PATH_MAX  # bytes of a line of mountinfo that are read; it may have more
SHORT = 64  # a limit's file has fewer bytes than that

Files = Mapping[str, str]


class Malformed(ValueError):
    """A line is not as Linux writes it."""


def openCPU(files: Files) -> tuple[str, ...] | None:
    """The paths of the files that limit this process: one or two. Only its own group is looked at, though a
    group further up may be limited more.

    Go: internal/runtime/cgroup/cgroup_linux.go OpenCPU
    """
    found = parseCPUCgroup(files.get(CGROUP, ""))
    place = parseCPUMount(files.get(MOUNTINFO, ""), *found) if found else None
    if place is None:
        return None
    paths = tuple(f"{place}/{name}" for name in found[1])
    return paths if all(path in files for path in paths) else None


def readCPULimit(files: Files, paths: tuple[str, ...]) -> float | None:
    """How many CPUs' worth of time the group may have, as these files say now.

    Go: internal/runtime/cgroup/cgroup_linux.go ReadCPULimit
    """
    texts = [files.get(path, "") for path in paths]
    if any(len(text) >= SHORT for text in texts):
        return None
    if len(texts) == len(V2):
        return parseV2Limit(*texts)
    quota, period = map(parseV1Number, texts)
    return None if quota is None or quota < 0 or period is None else ratio(quota, period)


def parseV1Number(text: str) -> int | None:
    """The number in a file of v1. A quota of -1 stands for no limit.

    Go: internal/runtime/cgroup/cgroup.go parseV1Number
    """
    number, newline, _ = text.partition("\n")
    return parse_int(number) if newline else None


def parseV2Limit(text: str) -> float | None:
    """The limit in v2's cpu.max: a quota and the period. The word max in the quota's place stands for none.

    Go: internal/runtime/cgroup/cgroup.go parseV2Limit
    """
    quota, _, rest = text.partition(" ")
    number, newline, _ = rest.partition("\n")
    numbers = parse_int(quota), parse_int(number)
    return ratio(*numbers) if newline and None not in numbers else None


def parse_int(text: str, bits: int = 64) -> int | None:
    """A decimal number, with a sign or without, that has room in so many bits.

    Go: internal/strconv/atoi.go ParseInt
    """
    parts = re.fullmatch("([+-]?)0*([0-9]{1,20})", text)
    number = int(parts[1] + parts[2]) if parts else None
    return number if parts and -1 << bits - 1 <= number < 1 << bits - 1 else None


def ratio(quota: int, period: int) -> float:
    """quota / period as Go divides: by 0 as well."""
    if period == 0:
        return inf if quota > 0 else -inf if quota < 0 else nan
    return float(quota) / float(period)


def parseCPUCgroup(text: str) -> tuple[str, tuple[str, ...]] | None:
    """What /proc/self/cgroup says: the group that counts for the CPU, and the names of its files.

    A line is hierarchy:controllers:path. Hierarchy 0 is v2; one of v1 that has the controller cpu goes before
    it.

    Go: internal/runtime/cgroup/cgroup.go parseCPUCgroup
    Leaves out: lines of more than 64 KB.
    """
    found = None
    *lines, rest = text.split("\n")
    for line in lines:
        hierarchy, _, more = line.partition(":")
        controllers, _, path = more.partition(":")
        if not path.startswith("/") or len(path) > PATH_MAX:
            return None
        if hierarchy == "0":
            found = path, V2
        elif "cpu" in controllers.split(","):
            return path, V1
    return None if rest else found


def parseCPUMount(text: str, group: str, names: tuple[str, ...]) -> str | None:
    """The folder of the group's files: below the first mount in /proc/self/mountinfo that can reach it.

    Go: internal/runtime/cgroup/cgroup.go parseCPUMount
    """
    try:
        for line in text.removesuffix("\n").split("\n"):
            place = in_mount(line[:LINE_MAX], group, names)
            if place is not None:
                return place if len(place) <= PATH_MAX else None
    except Malformed:
        pass
    return None


def in_mount(line: str, group: str, names: tuple[str, ...]) -> str | None:
    """The group's folder if this line is about a mount of the right kind in which the group is.

    Go: internal/runtime/cgroup/cgroup.go parseCPUMount
    """
    root, point, kind, options = mount(line)
    if kind != ("cgroup2" if names == V2 else "cgroup"):
        return None
    if names == V1:
        _, space, options = options.partition(" ")
        if not space:
            raise Malformed(line)
        if "cpu" not in options.split(","):
            return None
    root = unescape(root)
    below = group if root == "/" != group else group[len(root):]
    if not within(group, root) or within(below, "/.."):
        return None
    return unescape(point) + below


def mount(line: str) -> tuple[str, str, str, str]:
    """Of a line of mountinfo: which folder of a file system is mounted, where, the kind of file system, and
    the rest, its source and options. Before the kind stand any number of fields and a dash.

    Go: internal/runtime/cgroup/cgroup.go parseCPUMount
    """
    fields = line.split(" ", 5)
    _, _, rest = fields[-1].partition(" - ")
    kind, space, more = rest.partition(" ")
    if len(fields) < 6 or not fields[3].startswith("/") or not space:
        raise Malformed(line)
    return fields[3], fields[4], kind, more


def within(path: str, folder: str) -> bool:
    """Whether a path is this folder or lies in it.

    Go: internal/runtime/cgroup/cgroup.go hasPathPrefix
    """
    return folder == "/" or path == folder or path.startswith(f"{folder}/")


def unescape(path: str) -> str:
    r"""A path as it is. In mountinfo a blank stands as \040, a backslash and three octal digits.

    Go: internal/runtime/cgroup/cgroup.go unescapePath
    """
    first, *escaped = path.split("\\")
    if not all(re.match("[0-3][0-7]{2}", part) for part in escaped):
        raise Malformed(path)
    return first + "".join(chr(int(part[:3], 8)) + part[3:] for part in escaped)
