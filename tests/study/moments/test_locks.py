"""A run told by its mutex, and the questions about it."""

import pytest

from models.program.locks import barge
from models.runtime.goroutine import MAIN, go, gosched, work
from models.runtime.mutex import lock, unlock
from models.runtime.mutex import mutex as lock_made
from models.runtime.runtime import RULES, replaced
from models.study.asking import asked
from models.study.beliefs.lock import ASKS, said
from models.study.moments.locks import Told, Word, told


def mutex(found: list[Told]) -> list[tuple[str, int]]:
    """What was done to the mutex, and by whom or to whom."""
    return [(one.kind, one.g) for one in found if not one.event]


def test_a_mutex_that_nobody_wants_is_locked_and_unlocked_by_its_word_alone():
    found = mutex(told(barge, 0, 1, 2))
    assert found == [("fast", MAIN), ("free", MAIN)] * 3


def test_one_who_was_woken_finds_the_mutex_taken_and_sleeps_in_front():
    assert mutex(told(barge, 2, 50, 1))[:13] == [
        ("fast", 1), ("counted", 2), ("behind", 2), ("counted", 3), ("behind", 3),
        ("unlock", 1), ("wake", 1), ("release", 1), ("out", 2), ("took", 1), ("one", 2), ("counted", 2), ("front", 2)]


def test_after_more_than_a_millisecond_the_mutex_is_handed_over_in_order():
    found = mutex(told(barge, 2, 2000, 1))
    at = found.index(("starve", 2))
    assert found[at:] == [("starve", 2), ("front", 2), ("unlock", 1), ("release", 1), ("out", 2), ("hand", 2),
                          ("over", 2), ("unlock", 2), ("release", 2), ("out", 3), ("hand", 3), ("over", 3), ("free", 3)]


def test_a_millisecond_alone_is_not_too_long():
    kinds = [{kind for kind, _ in mutex(told(barge, 1, micros, 1))} for micros in (1000, 1001)]
    assert ["starve" in seen for seen in kinds] == [False, True]


def test_the_word_is_told_after_each_step():
    words = {(one.kind, one.g): one.word for one in told(barge, 2, 2000, 1) if not one.event}
    assert words["fast", 1] == Word(1) and words["counted", 3].waiters == 2
    assert words["behind", 3].line == (2, 3) and words["front", 2].line == (2, 3)
    woken = words["wake", 1]
    assert (woken.woken, woken.waiters, woken.locked, woken.starving) == (True, 1, False, False)
    assert words["release", 1].sema == 1 and words["hand", 2].sema == 0 and words["starve", 2].starving
    assert words["over", 2].starving and words["over", 3] == Word(1)


def test_who_waits_again_has_waited_since_the_first_time():
    ns = {(one.kind, one.g): one.ns for one in told(barge, 1, 2000, 2)}
    assert (ns["counted", 2], ns["starve", 2], ns["over", 2]) == (0, 2_000_000, 4_000_000)


def twice():
    """Have another goroutine wait for the mutex, and wait for it again."""
    m = yield lock_made()
    yield lock(m)
    yield go(again, m)
    yield gosched()
    yield work(5000)
    yield unlock(m)
    yield gosched()
    yield lock(m)
    yield unlock(m)


def again(m: int):
    """Lock twice, and let others go first in between."""
    yield lock(m)
    yield gosched()
    yield unlock(m)
    yield lock(m)
    yield unlock(m)


def test_a_second_wait_is_counted_from_its_own_beginning():
    ns = [one.ns for one in told(twice) if one.kind in ("counted", "took") and one.g == 2]
    assert ns == [0, 5000, 0]  # the last: it barges in
    main = [one.ns for one in told(twice) if one.kind in ("counted", "took") and one.g == MAIN]
    assert main == [0, 0]


def test_it_begins_with_the_first_lock_and_ends_with_main():
    found = told(barge, 3, 50, 1)
    assert found[0].kind == "fast" and (found[-1].kind, found[-1].g) == ("goexit", MAIN)


@pytest.mark.parametrize("args, names", [
    ((2, 2000, 2), ["lock-free", "lock-barge", "lock-again", "lock-handed"]),
    ((2, 50, 2), ["lock-free", "lock-barge", "lock-again"]), ((1, 50, 1), ["lock-free", "lock-barge"]),
    ((0, 0, 2), ["lock-free"])])
def test_each_question_is_asked_where_it_fits(args, names):
    assert [event[4] for event in asked(told(barge, *args), ASKS).values()] == names


def test_the_right_answer_is_what_happens():
    found = told(barge, 2, 2000, 2)
    at = {event[4]: (found[i], event[5]) for i, event in asked(found, ASKS).items()}
    assert at["lock-barge"][0].kind == "took" and at["lock-barge"][1] == {"g": 1, "woken": 2}
    assert at["lock-again"][0].word.line[0] == at["lock-again"][1]["g"] == 2
    first = at["lock-handed"][1]["first"]
    assert next(one.g for one in found if one.kind == "over") == first == 2


def test_a_line_is_said_in_its_order():
    assert said((3, 2)) == "G3, G2"


def test_another_rule_is_told_as_well():
    def back(rt, gp, root, addr, s, lifo):
        RULES["semaRoot_queue"](rt, gp, root, addr, s, False)
    words = [one.word for one in told(barge, 2, 50, 1, rules=replaced(semaRoot_queue=back)) if one.kind == "front"]
    assert words[0].line == (3, 2)
