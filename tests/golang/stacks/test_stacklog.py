"""The log of a runtime that reports on stacks is read as it was written."""

import struct

import pytest

from models.golang import places, toolchain
from models.golang.overlay import decode, patches, patches_stacks
from models.golang.stacks import stacklog
from models.golang.toolchain import VERSIONS, ToolchainError

NUMBERS = {name: number for number, name in decode.kinds().items()}


def record(kind: str, *args: int, m: int = 0, p: int = 0) -> bytes:
    """One record as the runtime writes it."""
    return decode.RECORD.pack(1, NUMBERS[kind], 1, m, p, *args, *[0] * (10 - len(args)))


def text(name: str, m: int = 0) -> bytes:
    """The record of a name."""
    return record("Text", *struct.unpack("<10I", name.encode().ljust(40, b"\0")), m=m)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_anchor_matches_exactly_once(version):
    sources = {}
    for patch in (one for one in patches_stacks.STACKS if version in one.releases):
        source = sources.get(patch.file) or toolchain.runtime_source(version, patch.file)
        sources[patch.file] = patches.apply(source, patch)
        assert patch.lines in sources[patch.file]
    assert {*sources} == {"proc.go", "stack.go", "mgcmark.go"}


def test_names_belong_to_the_record_before_them_on_their_m():
    log = (record("Grow", 6, 2048, 4096, 1200, 88, m=0) + record("Caller", 1, m=3, p=-1) + text("main.f72")
           + text("runtime.mcall", m=3))
    assert [(event.kind, event.p, event.name) for event in stacklog.events(log)] == [
        ("Grow", 0, "main.f72"), ("Caller", None, "runtime.mcall")]


def test_growth_is_one_goroutines():
    log = stacklog.events(record("Grow", 7, 2048, 4096, 1200, 88) + text("main.g")
                          + record("Grow", 6, 2048, 8192, 80, 4088) + text("main.f"))
    assert stacklog.growth(log, 6) == [
        {"function": "main.f", "used": 80, "needs": 4088, "from": 2048, "to": 8192}]


def test_what_main_makes_is_counted_from_its_beginning():
    log = stacklog.events(record("Birth", 2, 1, 2048) + record("Main") + record("Birth", 7, 6, 4096)
                          + record("Birth", 8, 1, 2048) + record("Birth", 9, 1, 32768))
    assert [stacklog.made(log), stacklog.made(log, 1)] == [(8, 2048), (9, 32768)]
    with pytest.raises(ToolchainError, match="main made 2 goroutines, so there is no number 2"):
        stacklog.made(log, 2)


def test_a_move_is_put_together():
    log = stacklog.events(
        record("Copy", 6, 2048, 4096, 216, 1, 2) + record("Adjust", 11, 0, 0, 168)
        + record("Frame", 216, 184) + text("main.f") + record("Adjust", 0, 1, 200, 88)
        + record("Word", 200, 88, 1) + record("Word", 96, 80, 0)
        + record("Copied", 6, 25, 0, 216, 32, 928) + record("Adjust", 0, 1, 8, 8))
    assert list(stacklog.moves(log, 6)) == [{
        "from": 2048, "to": 4096, "used": 216, "channels": True, "waits": 2, "frames": [["main.f", 216, 184]],
        "adjusted": [["sudog", "", 0, 168], ["saved base pointer", "main.f", 200, 88]],
        "words": [[200, 88, 1], [96, 80, 0]], "same": 25, "changed": 0, "used after": 216, "top": 32,
        "guard": 928}]
    assert list(stacklog.moves(log, 7)) == []


def test_the_kinds_of_pointer_are_those_of_the_go_file():
    text = (places.TEMPLATES / "evstacks.go.txt").read_text(encoding="utf-8")
    block = text[text.index("evBase uint32 = iota"):]
    names = [line.split()[0] for line in block[:block.index(")\n\n")].splitlines() if line.strip()]
    assert len([name for name in names if name.startswith("ev")]) == len(stacklog.POINTERS)
