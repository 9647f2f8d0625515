"""The table of status steps against the source of both releases: every place that changes a G's status."""

import re
from collections.abc import Iterator

import pytest

from models.golang.toolchain import goroot
from models.runtime.transitions import BOTH, G_SCAN, TRANSITIONS

FUNCTION = re.compile(r"^func (?:\([^)]*\) )?(\w+)\(")
STATUS = r"(_G\w+(?:\|_G\w+)?|status)"
CHANGES = re.compile(rf"\b(?:casgstatus|casGToPreemptScan|casGFromPreempted|casfrom_Gscanstatus)"
                     rf"\([^,]+, {STATUS}, {STATUS}\)|\.CompareAndSwap\({STATUS}, {STATUS}\)")
WAITS = re.compile(r"\bcasGToWaiting(?:ForSuspendG)?\([^,]+, (_G\w+), ")
SCANNED = {"_Gscanrunning"}  # taken for a scan and given back: the same status, with the scan bit
NUMBERS = {"_Gidle": 0, "_Grunnable": 1, "_Grunning": 2, "_Gsyscall": 3, "_Gwaiting": 4, "_Gdead": 6,
           "_Gcopystack": 8, "_Gpreempted": 9, "_Gleaked": 10, "_Gdeadextra": 11, "_Gscan": G_SCAN}
# What newproc1 has in a variable: the status of the new G, which waits if it is made parked.
VARIABLE = {"newproc1": ("_Grunnable", "_Gwaiting")}


def lines(release: str) -> Iterator[tuple[str, str]]:
    """(the function it stands in, the line without its comment) of the whole package runtime."""
    for file in sorted((goroot(release) / "src" / "runtime").glob("*.go")):
        function = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            if found := FUNCTION.match(line):
                function = found[1]
            if not file.name.endswith("_test.go") and not line.startswith("func "):
                yield function, line.split("//")[0]


def number(status: str) -> int:
    """A status, or one with the scan bit, as a number."""
    return sum(NUMBERS[part] for part in status.split("|"))


def steps(release: str) -> set[tuple[int, int, str]]:
    """(from, to, function) of every change whose statuses the source names."""
    found = set()
    for function, line in lines(release):
        if function.startswith(("casG", "casg", "casfrom", "castog")):
            continue  # these take what their callers name
        changes = [tuple(filter(None, names)) for names in CHANGES.findall(line)]
        changes += [(old, "_Gwaiting") for old in WAITS.findall(line)]
        for old, new in changes:
            if not {old, new} & SCANNED and "status" != old:
                for to in VARIABLE[function] if new == "status" else (new,):
                    found.add((number(old), number(to), function))
    return found


@pytest.mark.parametrize("release", BOTH)
def test_the_table_has_every_step_of_the_source_and_no_other(release):
    table = {(*step, function) for step, functions in TRANSITIONS[release].items()
             for function in functions}
    assert table == steps(release)
    assert len(table) > 40


@pytest.mark.parametrize("release", BOTH)
def test_no_function_stands_twice_at_a_step(release):
    for functions in TRANSITIONS[release].values():
        assert len(functions) == len(set(functions))
