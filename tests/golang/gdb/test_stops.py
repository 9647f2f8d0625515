"""Stopping a program with gdb."""

import platform
import shutil

import pytest

from models.golang.gdb import stops
from models.golang.places import LISTINGS
from models.golang.toolchain import VERSIONS, ToolchainError


def test_without_gdb_it_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ToolchainError, match="gdb is not installed, .* apt-get install gdb"):
        stops.lines(VERSIONS[0], LISTINGS / "birth.go", "birth", {}, 1, tmp_path)


def test_another_processor_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    with pytest.raises(ToolchainError, match="on amd64 only, not on aarch64: read book/evidence/birth.json"):
        stops.lines(VERSIONS[0], LISTINGS / "birth.go", "birth", {}, 1, tmp_path)


def test_a_function_that_a_release_lacks_is_named():
    wanted = {"stations": {"a": "wakep", "b": "newproc"}}
    with pytest.raises(ToolchainError, match="the program has no function wakep: .*/birth.py, must be"):
        stops.script("birth", wanted, {"newproc": 1})


def test_a_script_has_the_addresses_it_asked_for():
    text = stops.script("birth", {"ends": {"end": "gosched_m"}}, {"gosched_m": 77, "other": 1})
    assert """json.loads('{"ends": {"end": 77}}')""" in text and "@PLACES@" not in text


def test_an_abi_of_its_own_does_not_hide_the_function(monkeypatch):
    monkeypatch.setattr(stops.toolchain, "go", lambda *args: "  10 T runtime.newproc\n"
                        "  20 T runtime.newproc.abi0\n  30 t runtime.systemstack.abi0\n  40 D runtime.main_inittasks\n")
    assert stops.addresses("1.27.3", LISTINGS) == {"newproc": 16, "newproc.abi0": 32, "systemstack": 48,
                                                   "systemstack.abi0": 48}
