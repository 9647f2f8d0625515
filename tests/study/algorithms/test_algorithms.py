"""Each algorithm is right in every interleaving, and each wrong one refuted by its shortest schedule."""

from time import process_time

import pytest

from models.study import algorithms
from models.study.algorithms import (
    ALGORITHMS, check, closing, mutex, note, park, pollblock, runq, sema, wakep,
)
from models.study.algorithms.studied import Study, lines, named, refuted, stuck
from models.study.algorithms.studied import check as check_study
from models.study.explore.buffers import ANY, FIFO
from models.study.explore.memory import BLANK, add, load, store
from models.study.steps.queue_cases import Case

RIGHT = {  # what is explored for each name: states, schedules
    "runq": (218, 2_380_675), "wakep": (304, 206_796), "park": (24, 2), "pollblock": (29, 29),
    "note": (15, 8), "mutex": (46, 32), "closing": (112, 99), "sema": (914, 12_736_110),
}
REFUTED = {  # what is bad, and the fewest steps to it
    ("runq", "runqget does not retry"): {"missed": 10},
    ("runq", "runqget stores the head"): {"twice": 13},
    ("runq", "runqgrab stores the head"): {"twice": 14},
    ("runq", "runqgrab reads the head after the copy"): {"twice": 15, "lost": 15},
    ("runq", "runqput moves the tail before the slot is written"): {"lost": 11},
    ("runq", "runqput stores the tail plainly"): {"lost": 14},
    ("wakep", "nobody looks again"): {"lost": 10},
    ("wakep", "looks again before nmspinning is lowered"): {"lost": 15},
    ("wakep", "who finds work wakes nobody"): {"lost": 12},
    ("wakep", "needspinning is not minded"): {"lost": 29},
    ("wakep", "nmspinning is read before the work can be seen"): {"lost": 16},
    ("park", "the lock is let go before the G is parked"): {"thrown": 10},
    ("park", "the commit comes before the stack is left"): {"shares": 13},
    ("park", "the G is not in the queue"): {"asleep": 12},
    ("park", "the G is queued after the lock is let go"): {"asleep": 11},
    ("pollblock", "the commit's answer is not minded"): {"stuck": 6},
    ("pollblock", "the G is announced before it is parked"): {"thrown": 6},
    ("note", "the kernel does not compare"): {"stuck": 4},
    ("note", "wakes before the key is set"): {"stuck": 4},
    ("note", "does not look again after a wake-up without a reason"): {"early": 3},
    ("note", "wakes twice"): {"thrown": 3},
    ("mutex", "looks and locks in two steps"): {"together": 6, "thrown": 10},
    ("mutex", "who was woken does not say so"): {"stuck": 10, "thrown": 17},
    ("mutex", "wakes one more while one is awake"): {"thrown": 12},
    ("mutex", "wakes nobody"): {"stuck": 7},
    ("closing", "send looks at closed without the lock"): {"forgotten": 14},
    ("closing", "the same, with a buffer"): {"stowed": 11},
    ("closing", "close marks the channel after the lock"): {"forgotten": 14},
    ("closing", "close forgets the senders"): {"forgotten": 12},
    ("sema", "does not try once more"): {"asleep": 8},
    ("sema", "tries once more before it says that it waits"): {"asleep": 9},
    ("sema", "looks who waits before it has added one"): {"asleep": 9},
}
# Larger ones that are right as well.
LARGER = {
    "two goroutines are started": lambda: wakep.study(2),
    "an M sleeps": lambda: wakep.study(1, 3),
    "two Ms sleep": lambda: wakep.study(2, 3, 0),
    "goroutines end": lambda: wakep.study(1, end=True),
    "wakep, stores in order": lambda: wakep.study(order=FIFO),
    "wakep, stores in any order": lambda: wakep.study(order=ANY),
    "a G that may be taken": lambda: runq.study(Case((("get",),), runnext=1, steal_next=True)),
    "runq, stores in any order": lambda: runq.study(order=ANY),
    "park, stores in any order": lambda: park.study()._replace(order=ANY),
    "sema, stores in any order": lambda: sema.study()._replace(order=ANY),
    "three goroutines": lambda: mutex.study(3),
    "two goroutines lock twice": lambda: mutex.study(2, 2),
    "the kernel wakes for no reason": lambda: note.study(restless=True),
    "a buffer": lambda: closing.study(1, 2, 1),
    "three take": lambda: sema.study(3, False),
}


@pytest.mark.parametrize("name", ALGORITHMS)
def test_each_is_right_in_every_interleaving(name):
    answer = check(name)
    assert (answer.steps, answer.states, answer.schedules) == (None, *RIGHT[name])


@pytest.mark.parametrize("name", LARGER)
def test_larger_cases_are_right_as_well(name):
    assert refuted(LARGER[name]()) == {}


@pytest.mark.parametrize("name, wrong", REFUTED)
def test_each_wrong_one_is_refuted_by_its_shortest_schedule(name, wrong):
    assert refuted(algorithms.study(name, wrong)) == REFUTED[name, wrong]
    assert len(check(name, wrong).steps) == min(REFUTED[name, wrong].values())


def test_every_wrong_one_is_in_the_table():
    assert [*REFUTED] == [(name, wrong) for name in ALGORITHMS for wrong in ALGORITHMS[name].WRONG]


@pytest.mark.parametrize("name", ALGORITHMS)
def test_each_is_explored_in_less_than_a_second(name):
    begin = process_time()
    for wrong in ("", *ALGORITHMS[name].WRONG):
        check(name, wrong)
    assert process_time() - begin < 1


@pytest.mark.parametrize("name, wrong", [(name, "") for name in ALGORITHMS] + [*REFUTED])
def test_every_word_of_a_schedule_has_a_name(name, wrong):
    study = algorithms.study(name, wrong)
    assert len(study.words) == len(study.memory)
    assert len(study.names) == len(study.threads)
    assert all("0x" not in line for line in lines(study, study.asked(study.explored())))


def test_names_that_there_are_not_are_refused():
    with pytest.raises(ValueError, match="^there is no algorithm 'x'; there are runq, wakep, park, "):
        check("x")
    with pytest.raises(ValueError, match="^note is not wrong in the way 'x'; there are 'the kernel "):
        check("note", "x")
    with pytest.raises(ValueError, match="^there is no question 'x'; there are stuck, early, thrown$"):
        check_study(note.study(), "x")


def test_one_question_may_be_asked_alone():
    study = algorithms.study("runq", "runqgrab reads the head after the copy")
    assert len(check_study(study, "lost").steps) == 15
    assert check_study(study, "missed").steps is None


def test_a_study_of_ones_own():
    def twice():
        n = yield load(len(BLANK))
        yield store(len(BLANK), n + 1)

    mine = Study((*BLANK, 0), ((twice,), (twice,)), {"lost": lambda at: at.ended and at.shared[1] == 1},
                 words=("woken", "n"))
    assert lines(mine, check_study(mine)) == [
        "0: load n -> 0", "1: load n -> 0", "0: store n, 1", "1: store n, 1"]
    assert refuted(mine._replace(bad={"stuck": stuck})) == {}
    assert named(mine._replace(words=()), add(1, 2)) == add(1, 2)


# What a case shows that its length does not say.

def told(name, wrong):
    study = algorithms.study(name, wrong)
    return lines(study, study.asked(study.explored()))


def test_work_that_comes_while_the_last_spinning_m_gives_up_wakes_nobody():
    assert told("wakep", "nobody looks again")[-5:] == [
        "M0: store_rel p0.tail, 1", "M0: load_atomic nmspinning -> 1", "M1: release 1, True -> False",
        "M1: add nmspinning, -1 -> 0", "M1: mput 1"]


def test_a_release_store_that_is_still_under_way_hides_the_work():
    lines = told("wakep", "nmspinning is read before the work can be seen")
    assert lines.index("M0: load nmspinning -> 1") < lines.index("M0: seen p0.tail, 1")


def test_where_goroutines_end_this_text_of_the_protocol_may_miss_work():
    """Somebody's short count in nmspinning keeps the M from waking and from spinning, and the M itself clears
    needspinning after it was set. As the source has it; not seen in real Go.
    """
    study = wakep.study(2, end=True)
    lines_ = lines(study, check_study(study))
    assert refuted(study) == {"lost": 36}
    assert lines_[-1].endswith("mput 1") and "M0: pidleget_spinning True" in lines_
    assert lines_.index("M0: pidleget_spinning True") < lines_.index("M1: store needspinning, 0")


def test_wrong_texts_of_the_wake_up_protocol_stay_wrong_where_goroutines_end():
    assert refuted(wakep.study(give_up=wakep.sleeps_at_once, end=True))["lost"] == 10
    assert refuted(wakep.study(give_up=wakep.looks_too_early, end=True))["lost"] == 15


def test_needspinning_is_needed():
    """Who finds no idle P for work that it has added says so, and the M that gives its P away looks there."""
    assert refuted(wakep.study(2, spinning=0, end=True)) == {}
    lines = told("wakep", "needspinning is not minded")
    assert lines[-2:] == ["M1: release 1, False -> False", "M1: mput 1"]
    assert "M0: pidleget_spinning True" in lines and not any("store needspinning" in line for line in lines)


def test_stack_and_status_are_both_what_the_lock_protects():
    last = told("park", "the commit comes before the stack is left")[-1]
    assert last == "M1: cas status, runnable, running -> True"
    assert told("park", "the lock is let go before the G is parked")[-1] == "M1: load status -> running"


def test_the_poller_that_comes_before_the_commit_wakes_nobody():
    assert told("pollblock", "the commit's answer is not minded")[-2:] == [
        "poller: cas rg, wait, ready -> True", "G: cas rg, wait, g -> False"]
    assert pollblock.study().bad.keys() == {"stuck", "thrown"}


def test_closing_a_channel_on_which_nobody_waits():
    assert refuted(closing.study(0, 0, 0)) == {}
