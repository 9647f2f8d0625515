"""Closures in a running program: they hold what the compiler's output says."""

import platform

import pytest

from models.golang import evidence
from models.golang.asm import gocall
from models.golang.gdb import closures
from models.golang.toolchain import VERSIONS

KEPT = evidence.load(closures.NAME)["releases"]
# What main gives to each: a value, or "->" and what lies there; of two addresses only that they are some.
GIVEN = {"arguments": {"a": "1", "b": "2"}, "pointers": {"s.ptr": "->", "s.len": "2", "p": "-> 1"},
         "method": {"p": "-> 1"}, "copied": {"p.a": "1", "p.b": "2"}, "captured": {"n": "7"},
         "dynamic": {"g.tab": "->", "g.data": "-> 1"}}


def expected(version: str, name: str) -> list[str]:
    """What the words should be, from the compiler's output and what main gives."""
    said = {"code": lambda value: value.name, "arg": lambda value: GIVEN[name][value.name],
            "number": lambda value: str(value.number), "object": lambda value: "-> 7"}
    return [said[value.kind](value) for value in gocall.made(version, name).words]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_closure_held_what_the_compiler_said_and_its_code_found_it_in_dx(version):
    assert set(KEPT[version]) == set(gocall.CASES) - {"deferred"}
    for name, seen in KEPT[version].items():
        if name == "variable":
            assert seen["words"] == ["main.one"]  # main hands over a function without a closure's words
        else:
            assert seen["words"] == expected(version, name)
        assert seen.get("found", True) is True and ("found" in seen) == (name != "variable")


def test_gdb_sees_now_what_is_recorded():
    """Where it can be asked: registers are read on amd64."""
    for version in VERSIONS if platform.machine() == "x86_64" else ():
        assert closures.look(version) == KEPT[version]
