"""Each line of a goroutine dump is read as what it is, and a line that has no place there is named."""

import pytest

from models.study.printed.dump import Created, Dump, Elided, Frame, Goroutine, Origin, Place, write
from models.study.printed.dumpgroups import groups
from models.study.printed.dumpread import UNAVAILABLE, parse
from models.study.printed.lines import Plain, Unread

from ..dumps import MADE, ONE, REAL, WAIT


def reasons(text: str) -> list[str]:
    return [gp.reason for gp in parse(text).goroutines]


# Real dumps.

def test_the_reasons_of_a_real_dump_are_read():
    assert reasons(REAL["waits-1.27.3"]) == [
        "running", *["chan receive"] * 3, "chan send", "select", "select (no cases)",
        "chan receive (nil chan)", "sync.Mutex.Lock", "sync.RWMutex.RLock", "sync.WaitGroup.Wait",
        "sync.Cond.Wait", "sleep", "chan receive", "chan receive", "chan receive", "IO wait", "runnable"]
    assert [gp.id for gp in parse(REAL["waits-1.27.3"]).goroutines if gp.locked] == [21]


def test_ancestors_and_a_stack_that_is_out_of_reach_are_read():
    *_, before, last = parse(REAL["waits-panic-1.22.10"]).goroutines
    assert last.reason == "running" and last.stack[0] == Plain(UNAVAILABLE)
    assert before.reason == "IO wait" and Origin(1) in before.stack
    [group], origin = groups(Dump((before,))), before.stack.index(Origin(1))
    assert [*group.frames, group.created] == list(before.stack[:origin])


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
