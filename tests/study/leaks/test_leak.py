"""Which goroutines have leaked: worked out by hand for small programs, and the algorithm by itself."""

import pytest

from models.program.leaky import leaky
from models.program.parse import parse
from models.runtime.waitreason import REASONS
from models.study.leaks.held import Stack
from models.study.leaks.leak import candidate, leaked, leaks
from tests.golang.leaking import LEAKING
from tests.golang.known import program

WAITS = program([["go", 1], "log"], [["send", 0]], chans=[0])


def goroutine(number, reason="chan send", waits=(), holds=()):
    """A goroutine that waits."""
    return Stack(number, number + 1, 1, True, reason, ((0, 0),), frozenset(waits), frozenset(holds))


@pytest.mark.parametrize("name", LEAKING)
def test_the_leaked_are_those_that_were_worked_out(name):
    line, asleep, waiting, gone = LEAKING[name]
    found = leaks(parse(line), asleep)
    assert {one.stack.number for one in found} == waiting
    assert {one.stack.number for one in found if one.leaked} == gone


@pytest.mark.parametrize("name", LEAKING)
def test_what_globals_lead_to_does_not_leak(name):
    line, asleep, waiting, _ = LEAKING[name]
    assert {one.stack.number for one in leaks(parse(line), asleep, shared=True) if one.leaked} == {
        one.stack.number for one in leaks(parse(line), asleep) if not one.things}


def test_what_is_found_says_for_what_they_wait_and_who_leads_to_it():
    line, asleep, *_ = LEAKING["a chain whose end is out of use"]
    one, two = leaks(parse(line), asleep)
    assert (one.things, one.knows, one.leaked) == (("ch0",), (), True)
    assert (two.things, two.knows, two.leaked) == (("ch1",), (0,), False)
    assert two.stack.places == ((2, 0),) and two.stack.reason == "chan receive"
    [three] = leaks(parse(LEAKING["a Cond leads to its Mutex"][0]), [(0, 2)])
    assert (three.things, three.knows) == (("cond0.L",), (0,))


def test_several_ps_and_other_seeds_leave_the_same_leaked():
    line, asleep, _, gone = LEAKING["a chain whose end is out of use"]
    for seed in range(10):
        found = leaks(parse(line), asleep, procs=4, seed=seed)
        assert {one.stack.number for one in found if one.leaked} == gone


def test_the_live_are_found_round_by_round():
    chain = [goroutine(n, waits={n}, holds={n, n + 1}) for n in range(1, 6)]
    asleep = goroutine(9, "sleep", holds={2})
    assert leaked([*chain, asleep], {}) == chain[:1]
    assert leaked([*reversed(chain), asleep], {}) == chain[:1]
    assert leaked(chain, {}) == chain
    assert leaked(chain, {}, roots=[5]) == chain[:4]
    assert leaked(chain, {7: 8, 8: 1}, roots=[7]) == []


def test_who_waits_for_nothing_leaks_whatever_is_reached():
    nil = goroutine(1, "chan receive (nil chan)", holds={3})
    assert leaked([nil, goroutine(2, waits={3})], {}, roots=[1, 2]) == [nil, goroutine(2, waits={3})]
    assert leaked([goroutine(1, "select (no cases)", waits=())], {}, roots=[1]) != []


def test_only_channels_and_package_sync_count():
    counts = {reason.text for reason in REASONS if reason.text and candidate(goroutine(1, reason.text))}
    assert counts == {
        "chan receive (nil chan)", "chan send (nil chan)", "select (no cases)", "select", "chan receive",
        "chan send", "sync.Cond.Wait", "sync.Mutex.Lock", "sync.RWMutex.RLock", "sync.RWMutex.Lock",
        "sync.WaitGroup.Wait"}
    assert not candidate(goroutine(1)._replace(waiting=False, reason="runnable"))


def test_a_program_that_ends_or_a_place_that_is_none_is_refused():
    with pytest.raises(ValueError, match="ends by PANIC: panic: boom; a program that has ended leaks nothing"):
        leaks(parse(program(["panic"])))
    with pytest.raises(ValueError, match="ends by FATAL: fatal error: sync: unlock of unlocked mutex"):
        leaks(parse(program([["unlock", 0]], mutexes=1)))
    for place in ((0, 2), (2, 0), (0, -1), (-1, 0)):
        with pytest.raises(ValueError, match=f"nobody can be asleep at {place[0]}.{place[1]}: there is no"):
            leaks(parse(WAITS), [place])


def test_random_programs_have_both_kinds():
    found = []
    for seed in range(40):
        try:
            found += leaks(*leaky(seed))
        except ValueError:
            continue
    leaked_ones = sum(one.leaked for one in found)
    assert leaked_ones > 30 and len(found) - leaked_ones > 30
