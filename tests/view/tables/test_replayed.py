"""What is said of a replay."""

import re
from pathlib import Path

import pytest

from models import cli
from models.golang.steps import stepfile
from models.study import replay
from models.study.replay.outcome import Explained, Unexplained
from models.study.replay.run import begun
from models.study.replay.why import why
from models.view.tables import replayed
from models.view.tables.replayed import complaint, reason, recorded, report, spelt, state
from models.words import catalogue
from tests.golang.keep_steps import kept

MADE = kept("small", "1.27.3")


def started(turns: int = 0):
    """A recording, of which the Ms have had so many turns."""
    run = begun(MADE.start, MADE.events, "1.27.3")
    run.play(turns)
    return run.rt


def test_that_all_is_explained_is_one_sentence():
    assert report(Explained(1200, 0, 0), "it") == "it: 1,200 steps, all explained\n"
    assert report(Explained(1200, 7, 3456), "it") == (
        "it: 1,200 steps, all explained; 7 stand elsewhere than in the log, by up to 3,456 places\n")


def test_the_step_that_is_not_explained_is_told_with_why_where_and_what_stood_before():
    event = ("runqput", 5, 0, 1, 7, 3)
    waits = [(9, ("acquirep", 6, n, 1), why("not-woken", m=n)) for n in range(2, 12)]
    rt = started()
    found = Unexplained(17, event, ["newproc", "runqput"], why("has-none", m=0), waits, 1234, rt)
    lines = report(found, "it").split("\n")
    assert lines[:4] == ["it, line 18: runqput t=5 m=0 p=1 g=7 index=3", "is not explained: M0 has no P",
                         "M0 was in `newproc`, and there in `runqput`",
                         "Steps that are explained: 1,234. How everything stood then:"]
    stood = [f"  {line}" for line in state(rt)]
    assert lines[4:4 + len(stood)] == stood
    assert lines[4 + len(stood):6 + len(stood)] == ["What other Ms did next has to wait as well:",
                                                    "  acquirep t=6 m=2 p=1: nobody has woken M2"]
    assert len(lines) == 4 + len(stood) + 1 + replayed.WAITING + 1


def test_what_is_not_known_is_left_out():
    found = Unexplained(1, ("stopm", 5, 0, None), [], why("nothing", m=0), [], 0, started())
    lines = report(found, "it").split("\n")
    assert lines[0] == "it, line 2: stopm t=5 m=0 p=-" and lines[2].startswith("Steps that are explained: 0.")
    assert not any("was in" in line or "wait as well" in line for line in lines)


def test_how_everything_stands_is_told():
    rt = started()
    rt.sched.runq.extend(range(20, 36))
    rt.sched.poller = 3
    rt.sched.stopwait = 2
    idle = next(pp for pp in rt.allp if pp.m is None)
    idle.runnext, idle.runqtail = 9, idle.runqhead + 2
    text = list(state(rt))
    m = next(pp.m for pp in rt.allp if pp.m is not None)
    [its] = [line for line in text if f"M{m} has it" in line]
    assert re.fullmatch(r"P\d: stopped, M\d has it and runs G1; runnext empty; ring empty at index \d+; "
                        r"schedtick \d+", its)
    assert re.fullmatch(rf"P{idle.id}: stopped, nobody has it; runnext G9; ring \(\d+ \d+\) from index \d+; "
                        r"schedtick \d+", text[idle.id])
    assert text[3] == "global queue: (20 21 22 23 24 25 26 27 28 29 30 31) and 4 more"
    assert text[4] == "idle Ps, the next to be taken first: none"
    top = " ".join(f"M{i}" for i in reversed(MADE.start["idle_ms"]))
    assert text[5] == f"sleeping Ms, the next to be woken first: {top}"
    assert text[6] == (f"spinning Ms: none; `nmspinning` {MADE.start['nmspinning']}, "
                       f"`needspinning` {MADE.start['needspinning']}")
    assert text[7:] == ["the world is being stopped; Ps that still run: 2", "M3 sleeps in the network poller"]
    rt.sched.gcwaiting, rt.sched.poller = False, None
    rt.sched.runq.clear()
    assert list(state(rt))[3] == "global queue: empty" and len(list(state(rt))) == 7


def test_an_m_with_a_p_and_no_g_is_told():
    rt = started()
    m = next(pp.m for pp in rt.allp if pp.m is not None)
    rt.allm[m].curg = 0
    assert any(f"M{m} has it;" in line for line in state(rt))


def test_an_event_of_the_model_s_is_told_as_the_recorded_ones_are():
    assert reason(why("rule", event=("execute", 0, 3, 1, 7, 0, 5))) == (
        "the model's rule does this instead: execute m=3 p=1 g=7 inherit=0 schedtick=5")
    assert reason(why("rule", event=("stopm", 0, 3, None))).endswith(": stopm m=3 p=-")
    assert reason(why("rule", event=("spinning", 0, 3, None, 0))).endswith(": spinning m=3 p=- on=0")
    assert reason(why("rule", event=("runqgrab", 0, 3, 1, 0, 4, (7, 8), 2))).endswith(
        ": runqgrab m=3 p=1 victim=0 head=4 gs=(7 8) index=2")
    assert spelt(("look", 1, 2, 3, "steal", (0, 1))) == "look t=1 m=2 p=3 where=steal arg=(0 1)"


# Words.

def reasons() -> set[str]:
    """The names of all reasons that the replay may give."""
    folder = Path(replay.__file__).parent
    text = "".join(path.read_text() for path in folder.glob("*.py"))
    forms = (r'\bwhy\(\s*"([\w-]+)"', r'Turns\(.*?, "([\w-]+)"\)', r'"(stands|stands-on)"')
    return {name for form in forms for name in re.findall(form, text)}


def test_each_reason_has_its_words_and_all_words_are_of_use():
    keys = {key.removeprefix("replay.why.") for key in catalogue("en") if key.startswith("replay.why.")}
    assert keys == reasons() and len(keys) > 60


def complaints() -> set[str]:
    """The names of all that may be wrong with a program or a recording."""
    folder = Path(stepfile.__file__).parent
    text = "".join((folder / name).read_text() for name in ("stepfile.py", "steprun.py"))
    asks = "".join(path.read_text() for path in Path(cli.__file__).parent.glob("*.py"))
    return set(re.findall(r'Bad\(\s*"([\w-]+)"', text)) | set(re.findall(r'complaint\("([\w-]+)"', asks))


def test_each_complaint_has_its_words_and_all_words_are_of_use():
    keys = {key.removeprefix("replay.bad.") for key in catalogue("en") if key.startswith("replay.bad.")}
    assert keys == complaints() | {"silent"}


def test_a_program_that_says_nothing_is_told_so():
    assert complaint("failed", {"file": "it.go", "status": 3, "says": ""}) == (
        "it.go ended with status 3 before main returned: it says nothing")


def test_what_a_program_has_printed_comes_before_where_its_recording_is():
    about = {"program": "it.go", "go": "1.27.3", "gomaxprocs": 4}
    events = [("stopm",)] * 1500 + [("end",), ("stopm",)]
    says = "it.steps: 1,500 steps of it.go on Go 1.27.3, GOMAXPROCS 4\n"
    assert recorded("it.steps", about, events, "") == says
    assert recorded("it.steps", about, events, "hello\n") == f"hello\n{says}"
    assert recorded("it.steps", about, events, "hello") == f"hello\n{says}"


@pytest.mark.parametrize("turns", [0, 60])
def test_every_word_comes_from_the_catalogue(turns, monkeypatch):
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    found = Unexplained(1, ("stopm", 5, 0, None), ["stopm"], why("nothing", m=0),
                        [(2, ("stopm", 5, 0, None), why("nothing", m=0))], 3, started(turns))
    for line in report(found, "it").splitlines():
        assert line.strip().startswith("⟦") and line.endswith("⟧"), line
