"""What schedtrace writes is read line by line, and comes back exactly: recordings, made-up ones, any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.golang import toolchain
from models.study.printed.lines import Plain, Unread
from models.study.printed.schedread import parse
from models.study.printed.schedtrace import G, M, P, Detailed, Short, Trace, write

from ..scheds import AN_M, A_G, A_P, COUNTS, DATA, DETAILED, NEW, OLD, REAL

STILL = settings(derandomize=True, database=None, deadline=None, max_examples=150)
EIGHT = (7, 4, 3, 5, 1, 0, 2, 6)


def kinds(text: str) -> str:
    """The kinds of a text's lines, in a word each."""
    return " ".join(type(line).__name__ for line in parse(text).lines)


# Real ones.

@pytest.mark.parametrize("name", REAL)
def test_a_recording_is_read_whole_and_comes_back_exactly(name):
    trace = parse(REAL[name])
    assert write(trace) == REAL[name] and trace.unread == []
    own = {"busy-short": 1, "busy": 1, "calls": 0, "calls-panic": 4}[name.rpartition("-")[0]]
    assert len(trace.plain) == own and not any(REAL[name].split("\n")[at - 1].startswith(("SCHED", "  "))
                                               for at in trace.plain)


@pytest.mark.parametrize("version", toolchain.VERSIONS)
@pytest.mark.parametrize("detail", [0, 1])
def test_what_go_writes_now_is_read_and_comes_back(version, detail, tmp_path):
    program = toolchain.build(version, DATA / "calls.go", tmp_path / "calls")
    text = toolchain.run([str(program)], {"GOMAXPROCS": "3", "GODEBUG": f"schedtrace=1,scheddetail={detail}"},
                         tmp_path, 20)
    text = text[:text.rindex("SCHED")]  # the end of the program may cut the last one off
    trace = parse(text)
    assert write(trace) == text and trace.unread == [] and trace.plain == []
    [*lines, last] = trace.lines
    heads = [line for line in lines if type(line) is (Detailed if detail else Short)]
    assert last == Plain("") and len(heads) > 2 and {head.gomaxprocs for head in heads} == {3}
    if detail:
        assert {type(line) for line in lines} == {Detailed, P, M, G}
        assert sum(type(line) is P for line in lines) == 3 * len(heads)
    else:
        assert {len(head.queues) for head in heads} == {3}
        assert all((head.schedticks is None) == (version == "1.22.10") for head in heads)


def test_both_releases_show_a_p_in_a_system_call_in_their_way():
    def statuses(release: str) -> set[int]:
        return {line.status for line in parse(REAL[f"calls-{release}"]).lines if type(line) is P}
    assert statuses("1.22.10") == {0, 1, 2} and statuses("1.27.3") == {0, 1}


# Each line.

@pytest.mark.parametrize(("text", "line"), [
    (OLD, Short(*EIGHT, (0, 7, 0, -1))),
    (NEW, Short(*EIGHT, (0, 7, 0, 0), (1, 2, 3, 4))),
    (f"{COUNTS} [0]", Short(*EIGHT, (0,))),
    (f"{COUNTS} [ 0 ] schedticks=[ 3 ]", Short(*EIGHT, (0,), (3,))),
    (DETAILED, Detailed(*EIGHT, True, 1, 2, False)),
    (A_P, P(1, 2, 48129, 4, None, 7, 11, 3)),
    (A_P.replace("m=nil", "m=0"), P(1, 2, 48129, 4, 0, 7, 11, 3)),
    (AN_M, M(3, None, 9, 0, 1, "GC worker init", 16, 2, True, False, None)),
    (AN_M.replace("GC worker init", ""), M(3, None, 9, 0, 1, "", 16, 2, True, False, None)),
    (A_G, G(7, 4100, "chan receive (nil chan)", None, 2)),
    ("  G7: status=1() m=3 lockedm=nil", G(7, 1, "", 3, None)),
    ("", Plain("")), ("computed: 8", Plain("computed: 8")), ("gomaxprocs=4", Plain("gomaxprocs=4")),
    ("  G: yes", Unread(1, "  G: yes")),
])
def test_a_line_is_read(text, line):
    assert parse(text) == Trace((line,)) and str(line) == text


@pytest.mark.parametrize("text", [
    COUNTS, f"{OLD} ", f"{NEW} more=1", OLD.replace("7ms", "7s"), OLD.replace(" threads=5", ""),
    OLD.replace("idleprocs=3", "idleprocs=nil"), OLD.replace("=3", "=03"),
    OLD.replace("=3", "=" + "1" * 5_000),
    f"hello{OLD}", "helloSCHED 7ms: gomaxpr",
    f"{COUNTS} [ 0 7 ]", f"{COUNTS} [0 7] schedticks=[ 1 2 ]", f"{COUNTS} []", f"{COUNTS}[0]",
    DETAILED.replace("true", "yes"), DETAILED.replace("false", "False"), f"{DETAILED} [0]",
    A_P.replace("status", "state"), A_P.replace("m=nil", "m="), f"{A_P} new=1", A_P.replace("P1", "P"),
    AN_M.replace("locks=16 ", ""), AN_M.replace("curg=9", "curg=g9"), A_G.replace("(chan", "chan"),
    A_G.replace("lockedm=2", "lockedm=none"), "  T5: period=1 when=2", "  STW1: since=3",
    "SCHED", " [ 0 0 ] schedticks=[ 1 2 ]", " [0 0]", "threads=4 idleprocs=3", "=0 idleprocs=3 threads=5",
])
def test_a_line_gone_wrong_is_named_and_the_rest_is_read(text):
    trace = parse(f"{A_P}\n{NEW}\nhello\n{text}\n{A_G}\n{OLD}")
    assert trace.unread == [Unread(4, text)] and trace.plain == [3]
    assert [type(line) for line in trace.lines] == [P, Short, Plain, Unread, G, Short]


def test_a_line_is_known_by_its_beginning_too():
    assert kinds(f"\t{A_P}\n   {A_P}\n{A_P[1:]}\n{A_P.lower()}") == "Plain Plain Plain Plain"


# Made-up ones.

NUMBERS = some.integers(-10**9, 10**9)
IDS = some.none() | NUMBERS
REASONS = some.sampled_from(["", "select", "chan receive (nil chan)", ") m=1 lockedm=2", "sleep) m=nil"])
COUNTED = [NUMBERS] * 8
LENGTHS = some.lists(NUMBERS, min_size=1, max_size=5).map(tuple)
LINES = some.one_of(
    some.builds(Short, *COUNTED, LENGTHS, some.none() | LENGTHS),
    some.builds(Detailed, *COUNTED, some.booleans(), NUMBERS, NUMBERS, some.booleans()),
    some.builds(P, NUMBERS, NUMBERS, NUMBERS, NUMBERS, IDS, NUMBERS, NUMBERS, NUMBERS),
    some.builds(M, NUMBERS, IDS, IDS, NUMBERS, NUMBERS, some.sampled_from(["", "gcing", "GC worker init"]),
                NUMBERS, NUMBERS, some.booleans(), some.booleans(), IDS),
    some.builds(G, NUMBERS, NUMBERS, REASONS, IDS, IDS),
    some.sampled_from([Plain(""), Plain("goroutine 1 [running]:")]))


@STILL
@given(some.lists(LINES, min_size=1, max_size=8).map(tuple))
def test_what_is_written_is_read_as_it_was(lines):
    assert parse(write(Trace(lines))) == Trace(lines)


@STILL
@given(some.lists(some.one_of(some.text(max_size=20), some.sampled_from(
    [line for text in REAL.values() for line in text.split("\n")][::5]))).map("\n".join))
def test_any_text_comes_back_exactly(text):
    assert write(parse(text)) == text


@STILL
@given(some.integers(0, len(REAL["busy-1.27.3"])))
def test_a_text_that_is_cut_off_is_read_as_far_as_it_goes(length):
    text = REAL["busy-1.27.3"][:length]
    trace = parse(text)
    assert write(trace) == text and all(line.number == len(trace.lines) for line in trace.unread)
