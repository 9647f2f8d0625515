"""Goroutine dumps come back exactly as they were: real ones, made-up ones, and any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.golang import toolchain
from models.study.printed.dump import Created, Dump, Elided, Frame, Goroutine, Origin, Place, write
from models.study.printed.dumpgroups import groups
from models.study.printed.dumpread import UNAVAILABLE, parse
from models.study.printed.lines import Plain

from ..dumps import DATA, REAL

STILL = settings(derandomize=True, database=None, deadline=None, max_examples=150)


# Real dumps.

@pytest.mark.parametrize("name", REAL)
def test_a_real_dump_is_read_whole_and_comes_back_exactly(name):
    dump = parse(REAL[name])
    assert write(dump) == REAL[name] and dump.unread == []
    assert len(dump.goroutines) == sum(line.startswith("goroutine ") for line in REAL[name].split("\n"))


@pytest.mark.parametrize("version", toolchain.VERSIONS)
def test_what_go_prints_now_is_read_and_comes_back(version, tmp_path):
    program = toolchain.build(version, DATA / "waits.go", tmp_path / "waits", ["-trimpath"])
    text = toolchain.run([str(program)], {}, tmp_path, 20)
    dump = parse(text)
    assert write(dump) == text and dump.unread == []
    assert sorted(len(group.goroutines) for group in groups(dump)) == [1] * 15 + [3]


# Made-up dumps.

NAMES = some.sampled_from(["main.main", "main.(*T).f.func1", "a/b%2ec.f[...]", "panic"])
PLACES = some.builds(Place, some.sampled_from(["/a/b.go", "./x y.go", "C:/a.go"]), some.integers(0, 10**6),
                     some.sampled_from(["", " +0x1d", " +0x1 fp=0xc0 sp=0xc1 pc=0x4"]))
FRAMES = some.builds(Frame, NAMES, some.sampled_from(["", "...", "0x1?, {0x2, _}, 0x3"]), PLACES)
LINES = some.one_of(FRAMES, some.builds(Created, NAMES, some.none() | some.integers(0, 99), PLACES),
                    some.builds(Origin, some.integers(1, 9)),
                    some.builds(Elided, some.none() | some.integers(0, 99)), some.just(Plain(UNAVAILABLE)))
THREADS = some.sampled_from([{}, {"gp": "0xc0"}, {"gp": "0xc0", "m": 3, "mp": "0x5f"}])


@some.composite
def goroutines(draw):
    return Goroutine(
        draw(some.integers(0, 10**9)), draw(some.sampled_from(["select", "chan receive (nil chan)", "idle"])),
        draw(some.sampled_from([(), ("leaked",), ("leaked", "scan"), ("scan", "durable")])),
        draw(some.integers(0, 999)), draw(some.booleans()), draw(some.none() | some.integers(0, 9)),
        draw(some.sampled_from(["", "a: b", '"]:": "{}"'])), **draw(THREADS),
        stack=tuple(draw(some.lists(LINES, max_size=5))))


@STILL
@given(some.lists(goroutines(), max_size=5))
def test_what_is_written_is_read_as_it_was(made):
    dump = Dump(tuple(item for gp in made for item in (gp, Plain(""))))
    assert parse(write(dump)) == (dump if made else parse(""))


@STILL
@given(some.lists(some.one_of(some.text(max_size=20), some.sampled_from(
    [line for text in REAL.values() for line in text.split("\n")][:200]))).map("\n".join))
def test_any_text_comes_back_exactly(text):
    assert write(parse(text)) == text


@STILL
@given(some.integers(0, len(REAL["leaks-1.27.3"])))
def test_a_dump_that_is_cut_off_is_read_as_far_as_it_goes(length):
    text = REAL["leaks-1.27.3"][:length]
    dump = parse(text)
    assert write(dump) == text and len(dump.unread) <= 2
    assert len(dump.goroutines) == text.count("]:")
