"""What schedtrace wrote, in words."""

import re

import pytest

from models.runtime.transitions import G_DEADEXTRA, G_IDLE
from models.runtime.waitreason import REASONS
from models.study.printed.schedread import parse
from models.study.printed.schedsnapshots import remarks, snapshots
from models.view.code.explained import QUIET, kind, last, markup, report, said, spans
from models.words import catalogue
from tests.study.scheds import AN_M, A_G, A_P, DETAILED, NEW, OLD, REAL

SHORT_REPORT = """snapshots: 2
{how}
lines that `schedtrace` did not write: 1 (2)

7 ms, line 1
  Ps: 4; idle Ps: 3; Ms: 5; spinning Ms: 1; idle Ms: 2; global queue: 6; rings: P0 0, P1 7, P2 0, P3 0; \
ticks: P0 1, P1 2, P2 3, P3 4
      SCHED 7ms  {sched.ms}
      gomaxprocs=4  {sched.gomaxprocs}
      idleprocs=3  {sched.idleprocs}
      threads=5  {sched.threads}
      spinningthreads=1  {sched.spinningthreads}
      needspinning=0  {sched.needspinning}
      idlethreads=2  {sched.idlethreads}
      runqueue=6  {sched.runqueue}
      [ 0 7 0 0 ]  {sched.queues}
      schedticks=[ ... ]  {sched.schedticks}
  Note: goroutines wait in queues (13) while Ps are idle (3); spinning Ms are about to find them: 1. \
{remark.sought.why}
  Note: Ms that neither are idle nor hold a P: about 2. {remark.others.why}

9 ms, line 3
  Ps: 4; idle Ps: 3; Ms: 5; spinning Ms: 1; another spinning M is wanted; idle Ms: 2; global queue: empty; \
rings: P0 0, P1 7, P2 0, P3 0; ticks: P0 1, P1 2, P2 3, P3 9
  Note: since the snapshot before, so many time slices have begun: P0 0, P1 0, P2 0, P3 5. \
{remark.ticked.why}
  Note: goroutines wait in queues (7) while Ps are idle (3); spinning Ms are about to find them: 1.
  Note: Ms that neither are idle nor hold a P: about 2.
"""
LATER = NEW.replace("7ms", "9ms").replace("3 4 ]", "3 9 ]").replace("runqueue=6", "runqueue=0").replace(
    "needspinning=0", "needspinning=1")


def filled(text: str) -> str:
    """The text with entries of the catalogue in the braces."""
    return re.sub(r"\{([\w.]+)\}", lambda found: catalogue("en")[f"explain.{found[1]}"], text)


def told(line: str) -> str:
    """What is said of the only line."""
    [parsed] = parse(line).lines
    return said(parsed)


def lines(text: str) -> list[str]:
    return report(parse(text)).splitlines()


def explanations(text: str) -> dict[str, str]:
    """The words that are explained, with what they mean."""
    return dict(line.strip().split("  ") for line in lines(text) if line.startswith("      "))


# What is said.

def test_a_word_is_explained_where_it_first_stands_and_after_that_its_value_is_told():
    assert report(parse(f"{NEW}\nhello\n{LATER}")) == filled(SHORT_REPORT)


COUNTED = "Ps: 4; idle Ps: 3; Ms: 5; spinning Ms: 1; idle Ms: 2; global queue: 6"


@pytest.mark.parametrize(("line", "words"), [
    (OLD, f"{COUNTED}; rings: P0 0, P1 7, P2 0, P3 -1"),
    (DETAILED, f"{COUNTED}; the world is being stopped or stands still; "
               "Ms that wait for their locked goroutine: 1; Ps yet to stop: 2"),
    (DETAILED.replace("true", "false").replace("wait=false", "wait=true").replace("d=1", "d=0"),
     f"{COUNTED}; Ps yet to stop: 2; `sysmon` sleeps"),
    (A_P, "in a system call; tick 48129; system call tick 4; held by no M; in its ring: 7; ended Gs kept: 11; "
          "timers: 3"),
    ("  P0: status=1 schedtick=0 syscalltick=0 m=0 runqsize=0 gfreecnt=0 timerslen=0",
     "running; tick 0; held by M0"),
    ("  P0: status=7 schedtick=0 syscalltick=0 m=0 runqsize=0 gfreecnt=0 timerslen=0",
     "status 7; tick 0; held by M0"),
    (AN_M, "holds no P; with G9; fatal error, kind 1; not to be interrupted: GC worker init; locks 16; "
           "ends the program (2); spins"),
    (AN_M.replace("p=nil curg=9 mallocing=0 throwing=1 preemptoff=GC worker init locks=16 dying=2 spinning=true "
                  "blocked=false lockedg=nil", "p=0 curg=nil mallocing=1 throwing=0 preemptoff= locks=0 dying=0 "
                  "spinning=false blocked=true lockedg=5"),
     "holds P0; with no goroutine; mallocing 1; sleeps; locked to G5"),
    ("  G7: status=4(sleep) m=nil lockedm=nil", "waiting; for: sleep"),
    ("  G7: status=2(sleep) m=0 lockedm=0", "running; waited last for: sleep; on M0; locked to M0"),
    ("  G7: status=4() m=nil lockedm=nil", "waiting"),
    ("  G7: status=10(select) m=nil lockedm=nil", "leaked; for: select"),
    ("  G7: status=4106(select) m=nil lockedm=nil", "leaked and being scanned; for: select"),
    ("  G7: status=9(select) m=nil lockedm=nil", "preempted; waited last for: select"),
    (A_G, "waiting and being scanned; for: chan receive (nil chan); locked to M2"),
    ("  G7: status=4097(sleep) m=nil lockedm=nil", "runnable and being scanned; waited last for: sleep"),
    ("  G7: status=5() m=nil lockedm=nil", "status 5"),
])
def test_the_values_of_a_line_are_told(line, words):
    assert told(line) == words


@pytest.mark.parametrize("line", ["SCHED 0ms: gomaxprocs=4 idleprocs=0 threads=0 spinningthreads=0 needspinning=0 "
                                  "idlethreads=0 runqueue=0 gcwaiting=false nmidlelocked=0 stopwait=0 "
                                  "sysmonwait=false", A_P, AN_M, A_G])
def test_what_goes_without_saying_is_a_field_of_the_line(line):
    [parsed] = parse(line).lines
    assert all(hasattr(parsed, name) for name in QUIET[kind(parsed)])


def test_those_of_which_the_same_is_told_share_a_line():
    one = "  G{}: status={}() m=nil lockedm=nil"
    text = "\n".join([DETAILED, *(one.format(number, 1) for number in (9, 8, 12, 10, 3)), one.format(11, 6)])
    assert [line for line in lines(text) if line.startswith("  G")] == [
        "  G3, G8 to G10, G12: runnable", "  G11: dead"]
    both = "\n".join([DETAILED, AN_M.replace("M3", "M4"), AN_M, A_P.replace("P1", "P0"), A_P])
    assert [line[:9] for line in lines(both) if line[2:4] in ("P0", "M3")] == ["  P0, P1:", "  M3, M4:"]


@pytest.mark.parametrize(("numbers", "text"), [
    ([], ""), ([4], "G4"), ([4, 5], "G4, G5"), ([4, 5, 6], "G4 to G6"), ([1, 3, 4, 5, 9], "G1, G3 to G5, G9")])
def test_numbers_in_a_row_are_a_span(numbers, text):
    assert spans("G", numbers) == text


def test_a_snapshot_without_its_first_line_is_explained_all_the_same():
    assert lines(f"hello\n{A_P}")[4:6] == ["line 2: the first line of this snapshot is missing",
                                           f"  P1: {told(A_P)}"]


# What its words mean.

def test_a_value_with_a_meaning_of_its_own_is_explained_where_it_first_stands():
    text = f"{DETAILED}\n{A_P}\n{A_P.replace('P1', 'P2').replace('status=2', 'status=0')}"
    found = [line.strip() for line in lines(text) if "status=" in line]
    assert found == [filled("status=2  {p.status} {p.status.2}"), filled("status=0  {p.status.0}")]
    word = catalogue("en")
    assert explanations(A_G)["status=4100"] == filled("{g.status} {g.status.4} {g.scan}")
    assert explanations(A_G)["(chan receive (nil chan))"] == (
        filled("{g.reason} ") + word["dump.reason.chan receive (nil chan)"])
    assert explanations("  G7: status=1() m=nil lockedm=nil")["()"] == filled("{g.reason}")
    assert explanations(A_G.replace("4100", "5"))["status=5"] == filled("{g.status} {status.unknown}")
    assert explanations(A_P.replace("=2", "=4100"))["status=4100"] == filled("{p.status} {status.unknown}")
    assert explanations(A_G.replace("receive (nil chan)", "send (durable)"))["(chan send (durable))"].endswith(
        f"{word['dump.reason.chan send']} {word['dump.mark.durable']}")


def test_every_field_is_explained_once():
    found = [line.split("  ")[3] for line in lines("\n".join([DETAILED, A_P, AN_M, A_G, NEW] * 2))
             if line.startswith("      ")]
    assert found == [
        "SCHED 7ms", "gomaxprocs=4", "idleprocs=3", "threads=5", "spinningthreads=1", "needspinning=0",
        "idlethreads=2", "runqueue=6", "gcwaiting=true", "nmidlelocked=1", "stopwait=2", "sysmonwait=false",
        "status=2", "schedtick=48129", "syscalltick=4", "m=nil", "runqsize=7", "gfreecnt=11", "timerslen=3",
        "p=nil", "curg=9", "mallocing=0", "throwing=1", "preemptoff=GC worker init", "locks=16", "dying=2",
        "spinning=true", "blocked=false", "lockedg=nil", "status=4100", "(chan receive (nil chan))", "m=nil",
        "lockedm=2", "[ 0 7 0 0 ]", "schedticks=[ ... ]"]


@pytest.mark.parametrize("status", [status for status in range(G_IDLE, G_DEADEXTRA + 1) if status not in (5, 7)])
def test_every_status_of_a_g_is_explained(status):
    text = f"  G7: status={status}() m=nil lockedm=nil"
    assert filled("{status.unknown}") not in report(parse(text)) and f"status {status}" not in told(text)


@pytest.mark.parametrize("status", range(5))
def test_every_status_of_a_p_is_explained(status):
    text = A_P.replace("=2", f"={status}")
    assert filled("{status.unknown}") not in report(parse(text)) and f"status {status}" not in told(text)


@pytest.mark.parametrize("text", [reason.text for reason in REASONS if reason.text])
def test_every_wait_reason_is_explained(text):
    found = explanations(f"  G7: status=4({text}) m=nil lockedm=nil")
    assert catalogue("en")["dump.unknown"] not in found[f"({text})"]


# Remarks, and all of it.

def test_that_an_m_is_sysmon_is_remarked_once():
    text = REAL["calls-1.22.10"]
    made = [name for one in snapshots(parse(text)) for name, _ in remarks(None, one)]
    assert made.count("sysmon") > 1 == sum("is `sysmon`, the thread" in line for line in lines(text))


def test_a_remark_on_lines_that_do_not_fit_says_what_they_say():
    a_g = "  G7: status=2() m=3 lockedm=nil"
    a_p = A_P.replace("=2", "=1").replace("m=nil", "m=3")
    found = [line for line in lines("\n".join([a_p, AN_M, a_g])) if "Note:" in line]
    assert found == [filled("  Note: P1 says m=3, and M3 says p=nil. {remark.torn.why}"),
                     "  Note: G7 is running on M3, and M3 says curg=9."]


def test_that_a_running_g_has_no_p_may_be_one_moment():
    found = lines(f"{AN_M}\n  G9: status=2() m=3 lockedm=nil")
    assert filled("  Note: G9 is running on M3, which holds no P. {remark.without.why}") in found


def test_rings_and_ms_are_named_in_remarks():
    full = OLD.replace("0 7 0 -1", "256 0 300 0")
    assert filled("  Note: full rings: P0, P2. {remark.full.why}") in lines(full)
    free = AN_M.replace("curg=9", "curg=nil").replace("spinning=true", "spinning=false")
    both = f"{free}\n{free.replace('M3', 'M2')}"
    assert any("nor asleep: M3, M2." in line for line in lines(both))


def test_every_remark_has_words():
    names = {key.removeprefix("explain.remark.") for key in catalogue("en") if key.startswith("explain.remark.")}
    known = {name for name in names if not name.endswith("why")}
    assert {f"{name.partition('.')[0]}.why" for name in known} <= names
    made = {name for text in REAL.values() for found in [snapshots(parse(text))]
            for pair in zip([None, *found], found, strict=False) for name, _ in remarks(*pair)}
    assert {"ticked", "idle", "others", "sysmon", "insyscall"} <= made <= known


@pytest.mark.parametrize("name", REAL)
def test_every_word_comes_from_the_catalogue(name, monkeypatch):
    english = report(parse(REAL[name]))
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    text, bare = report(parse(REAL[name])), None
    assert text.replace("⟦", "").replace("⟧", "") == english
    while bare != text:
        text, bare = re.sub(r"⟦[^⟦⟧]*⟧", "", text), text
    kept = r"  (SCHED \d+ms|\w+=\S*|\w+=\[ ... \]|\([\w. ()]+\))|\b[PMG]\d+\b"  # what Go wrote
    assert not re.search(r"[A-Za-z]", re.sub(kept, "", text)), text


def test_a_long_trace_stays_readable():
    text = "\n".join([DETAILED, A_P, AN_M, *(A_G.replace("G7", f"G{number}") for number in range(1_000))])
    found = lines("\n".join([text] * 100))
    assert len(found) < 100 * 8 + 40 and max(map(len, found)) < 300


def test_a_page_shows_the_last_snapshot_and_what_it_says():
    text = REAL["busy-1.27.3"]
    shown = markup({"go": "1.27.3", "command": "it", "output": text})
    alone = last(text)
    assert alone.count("SCHED") == 1 and alone in text and text[text.rindex("SCHED"):].startswith(alone.splitlines()[0])
    assert len(snapshots(parse(text))) > 1 and alone in shown.text and "gomaxprocs=" in shown.text
    assert "python -m models explain" in shown.text and "`" not in shown.text.split("explain FILE")[1]


def test_a_text_without_a_snapshot_has_no_last_one():
    with pytest.raises(ValueError, match="there is no snapshot"):
        last("hello\n")
