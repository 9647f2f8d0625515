"""Goroutine dumps: real ones and made-up ones come back as they were, and are counted right.

The texts in data/ are what programs beside them printed, built with `go build -trimpath`:

    waits-1.27.3.txt         ./waits
    waits-panic-1.22.10.txt  GOTRACEBACK=system GODEBUG=asyncpreemptoff=1,tracebackancestors=5 ./waits panic
    leaks-1.27.3.txt         ./leaks
"""

import gc
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.golang import toolchain
from models.study.dump import (
    UNAVAILABLE, Created, Dump, Elided, Frame, Goroutine, Origin, Place, Plain, Unread, parse, write)
from models.study.dumpgroups import groups

DATA = Path(__file__).parent / "data"
REAL = {file.stem: file.read_text(encoding="utf-8") for file in DATA.glob("*.txt")}
STILL = settings(derandomize=True, database=None, deadline=None, max_examples=150)
WAIT = Frame("main.wait", "0x1", Place("/a/b.go", 7, " +0x1d"))
MADE = Created("main.main", 1, Place("/a/b.go", 3, " +0x2"))
ONE = """goroutine 7 [select]:
main.wait(0x1)
\t/a/b.go:7 +0x1d
created by main.main in goroutine 1
\t/a/b.go:3 +0x2
"""


def reasons(text: str) -> list[str]:
    return [gp.reason for gp in parse(text).goroutines]


# Real dumps.

@pytest.mark.parametrize("name", REAL)
def test_a_real_dump_is_read_whole_and_comes_back_exactly(name):
    dump = parse(REAL[name])
    assert write(dump) == REAL[name] and dump.unread == []
    assert len(dump.goroutines) == sum(line.startswith("goroutine ") for line in REAL[name].split("\n"))


def test_the_reasons_of_a_real_dump_are_read():
    assert reasons(REAL["waits-1.27.3"]) == [
        "running", *["chan receive"] * 3, "chan send", "select", "select (no cases)",
        "chan receive (nil chan)", "sync.Mutex.Lock", "sync.RWMutex.RLock", "sync.WaitGroup.Wait",
        "sync.Cond.Wait", "sleep", "chan receive", "chan receive", "chan receive", "IO wait", "runnable"]
    assert [gp.id for gp in parse(REAL["waits-1.27.3"]).goroutines if gp.locked] == [21]


def test_the_leaked_are_marked_in_a_leak_profile():
    found = [(group.one.reason, group.one.marks, len(group.goroutines))
             for group in groups(parse(REAL["leaks-1.27.3"]))]
    assert found == [("chan send", ("leaked",), 3), ("running", (), 1), ("sync.Mutex.Lock", (), 1),
                     ("chan send", (), 1)]


def test_ancestors_and_a_stack_that_is_out_of_reach_are_read():
    *_, before, last = parse(REAL["waits-panic-1.22.10"]).goroutines
    assert last.reason == "running" and last.stack[0] == Plain(UNAVAILABLE)
    assert before.reason == "IO wait" and Origin(1) in before.stack
    [group], origin = groups(Dump((before,))), before.stack.index(Origin(1))
    assert [*group.frames, group.created] == list(before.stack[:origin])


@pytest.mark.parametrize("version", toolchain.VERSIONS)
def test_what_go_prints_now_is_read_and_comes_back(version, tmp_path):
    program = toolchain.build(version, DATA / "waits.go", tmp_path / "waits", ["-trimpath"])
    text = toolchain.run([str(program)], {}, tmp_path, 20)
    dump = parse(text)
    assert write(dump) == text and dump.unread == []
    assert sorted(len(group.goroutines) for group in groups(dump)) == [1] * 15 + [3]


# Each line.

@pytest.mark.parametrize(("header", "fields"), [
    ("[select]", {}),
    ("[chan send (leaked) (scan)]", {"reason": "chan send", "marks": ("leaked", "scan")}),
    ("[chan receive (nil chan), 12 minutes, locked to thread]",
     {"reason": "chan receive (nil chan)", "minutes": 12, "locked": True}),
    ("[sync.Cond.Wait (durable), synctest bubble 4]",
     {"reason": "sync.Cond.Wait", "marks": ("durable",), "bubble": 4}),
    ("[???]", {"reason": "???"}),
    ('[select] {"a key": "x y]", who: me}', {"labels": '"a key": "x y]", who: me'}),
    ("gp=0xc0 m=nil [select]", {"gp": "0xc0"}),
    ("gp=0xc0 m=0 mp=0x5f [select]", {"gp": "0xc0", "m": 0, "mp": "0x5f"}),
])
def test_a_header_is_read(header, fields):
    wanted = Goroutine(**{"id": 7, "reason": "select", **fields})
    assert parse(f"goroutine 7 {header}:") == Dump((wanted,))
    assert wanted.header == f"goroutine 7 {header}:"


@pytest.mark.parametrize(("text", "line"), [
    ("main.(*box[...]).take(...)\n\t./a b.go:15",
     Frame("main.(*box[...]).take", "...", Place("./a b.go", 15))),
    ("panic({0x5f?, _}, 0x1?)\n\t/p.go:8 +0x1 fp=0x1 sp=0x2 pc=0x3",
     Frame("panic", "{0x5f?, _}, 0x1?", Place("/p.go", 8, " +0x1 fp=0x1 sp=0x2 pc=0x3"))),
    ("created by main.main\n\t/p.go:8", Created("main.main", None, Place("/p.go", 8))),
    ("created by main.main in goroutine 5\n\t/p.go:8", Created("main.main", 5, Place("/p.go", 8))),
    ("[originating from goroutine 5]:", Origin(5)),
    ("...21 frames elided...", Elided(21)),
    ("...additional frames elided...", Elided(None)),
    ("non-Go function at pc=0x1f", Plain("non-Go function at pc=0x1f")),
])
def test_a_line_of_a_stack_is_read(text, line):
    assert parse(f"goroutine 7 [select]:\n{text}").goroutines[0].stack == (line,) and str(line) == text


@pytest.mark.parametrize(("line", "text"), [
    (2, "main.wait(0x1)\nmain.wait(0x1)"), (2, "main.wait(0x1"), (2, "\t/a/b.go:7 +0x1d"), (2, "?"),
    (2, "main.wait(hello)"), (2, "main.wait(0x1)"), (2, "created by main.main in goroutine 1"),
    (2, "...0x1 frames elided..."), (2, "[originating from goroutine x]:"),
])
def test_a_line_that_a_stack_does_not_have_is_named(line, text):
    dump = parse(f"goroutine 7 [select]:\n{text}\n\n{ONE}")
    assert dump.unread[0] == Unread(line, text.split("\n")[0])
    assert [gp.id for gp in dump.goroutines] == [7, 7] and dump.goroutines[1].stack == (WAIT, MADE)


@pytest.mark.parametrize("header", [
    "goroutine x [select]:", "goroutine 7 [select]", "goroutine 7 [select, 0 minutes]:",
    "goroutine 7 [select, 3 hours]:", "goroutine 07 [select]:", "goroutine profile: total 3",
    "goroutine 7 [select] [x]:", "goroutine 7 gp=0xc0 [select]:", f"goroutine {'1' * 5_000} [select]:"])
def test_a_header_gone_wrong_is_named_and_the_rest_is_counted(header):
    text = f"{header}\nmain.wait(0x1)\n\t/a/b.go:7 +0x1d\n\n{ONE}\n{header}\n"
    dump = parse(text)
    assert dump.unread[0] == Unread(1, header) and write(dump) == text
    assert [gp.id for gp in dump.goroutines] == [7] and dump.unread[1:] == [Unread(11, header)]


def test_what_stands_before_the_first_goroutine_is_the_programs_own():
    assert parse(f"hello\npanic: boom\n\n{ONE}").unread == []
    assert parse(f"{ONE}\nhello\n").unread == [Unread(7, "hello")]


def test_what_a_crash_prints_around_the_goroutines_is_known():
    after = ("\nruntime stack:\nmain.f()\n\t/a.go:1 +0x1\n\n-----\n\nSIGQUIT: quit\nPC=0x40d9ee m=0\n"
             "\nrax    0x0\nrflags 0x212\nexit status 2\n")
    dump = parse(ONE + after)
    assert (dump.unread, write(dump), len(dump.goroutines)) == ([], ONE + after, 1)


def test_a_line_inside_a_goroutine_is_not_taken_for_one_around_it():
    assert parse("goroutine 7 [select]:\nexit status 2").unread == [Unread(2, "exit status 2")]


def test_an_empty_text_is_an_empty_dump():
    assert parse("") == Dump((Plain(""),)) and groups(parse("")) == []


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


# Groups.

def dump_of(*gps: tuple) -> Dump:
    return Dump(tuple(Goroutine(number, *fields) for number, fields in enumerate(gps)))


def test_the_largest_group_comes_first_and_then_the_earlier():
    found = groups(dump_of(("sleep",), ("select",), ("IO wait",), ("IO wait",), ("select",)))
    assert [[gp.id for gp in group.goroutines] for group in found] == [[1, 4], [2, 3], [0]]


@pytest.mark.parametrize(("stack", "alike"), [
    ((WAIT, MADE), True),
    ((Frame("main.wait", "0x2", Place("/a/b.go", 7, " +0x99")), MADE), True),
    ((WAIT, Created("main.main", 9, MADE.place)), True),
    ((WAIT, MADE, Origin(1), WAIT), True),
    ((Frame("main.wait", "0x1", Place("/a/b.go", 8)), MADE), False),
    ((Frame("main.wait", "0x1", Place("/a/c.go", 7)), MADE), False),
    ((Frame("main.weight", "0x1", WAIT.place), MADE), False),
    ((WAIT, Created("main.main", 1, Place("/a/b.go", 4))), False),
    ((WAIT, WAIT, MADE), False),
    ((WAIT, Elided(3), MADE), False),
])
def test_goroutines_are_alike_that_stand_on_the_same_lines(stack, alike):
    two = Dump((Goroutine(1, "select", stack=(WAIT, MADE)), Goroutine(2, "select", stack=stack)))
    assert len(groups(two)) == (1 if alike else 2)


@pytest.mark.parametrize(("one", "two", "count"), [
    (("select", ("leaked",)), ("select",), 2), (("select", ("scan",)), ("select",), 1),
    (("select", (), 5), ("select",), 1), (("select", (), 0, True), ("select",), 2)])
def test_a_leaked_or_locked_goroutine_is_another_than_one_that_is_not(one, two, count):
    assert len(groups(dump_of(one, two))) == count


def test_minutes_are_the_fewest_and_the_most_of_those_that_have_any():
    [group] = groups(dump_of(("select", (), 5), ("select",), ("select", (), 3), ("select",)))
    assert (group.waited, group.untimed) == ((3, 5), 2)
    [group] = groups(dump_of(("select",)))
    assert (group.waited, group.untimed, group.created, group.frames) == (None, 1, None, [])


# Many.

def waiter(number: int) -> str:
    """One of many: the addresses differ, the lines are 40."""
    at = 0xc000000000 + 64 * number
    return (f"goroutine {number} [chan receive, {number % 50 + 1} minutes]:\n"
            f"main.wait({at:#x}, {at + 8:#x})\n\t/src/app/wait.go:12 +0x1d\n"
            f"main.worker({at:#x})\n\t/src/app/worker.go:{number % 40 + 1} +0x25\n"
            f"created by main.main in goroutine {number % 9 + 1}\n\t/src/app/main.go:30 +0x45\n")


def test_a_hundred_thousand_goroutines_are_grouped_in_under_two_seconds():
    text = "\n".join(map(waiter, range(1, 100_001)))
    gc.collect()
    began = time.process_time()
    dump = parse(text)
    found = groups(dump)
    assert time.process_time() - began < 2
    assert [len(group.goroutines) for group in found] == [2_500] * 40 and dump.unread == []
    assert found[0].waited == (2, 42) and write(dump) == text
