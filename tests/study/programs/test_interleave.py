"""The logs of every interleaving: no more than can be, and all that the machine and real Go show."""

import pytest

from models.golang.programs.real import seen
from models.golang.toolchain import VERSIONS
from models.program.format import operations
from models.program.generate import KINDS, small
from models.program.parse import parse
from models.study.explore.explore import TooMany, explore
from models.study.explore.logset import DONE, Words, words
from models.study.explore.memory import BLANK, PRIVATE
from models.study.programs import interleave
from models.study.programs.every import every_log as on_one_p
from models.study.programs.interleave import every_log, explored, possible
from models.study.steps.body import EXITED, PANICKED, RETURNED, RULES, Ended, after, longest
from models.study.steps.chan import Chan, close, trysend
from models.study.steps.mutex import STARVING
from tests.golang.known import EVERY_OPERATION, KNOWN, TOO_DEEP, program
from tests.study import fine

SMALL_KINDS = [kind for kind in KINDS if kind != "many"]


def logs(*bodies, max_steps=1_000_000, **fields):
    """Every log of a program."""
    return every_log(parse(program(*bodies, **fields)), max_steps)


def merged(*sequences):
    """Every way to merge sequences, each staying in its order."""
    if not any(sequences):
        return {()}
    return {(one[0], *rest) for i, one in enumerate(sequences) if one
            for rest in merged(*sequences[:i], one[1:], *sequences[i + 1:])}


def prefixes(sequence):
    return [sequence[:n] for n in range(len(sequence) + 1)]


def ended(ways, ending, *orders):
    """The ways as logs that end so. orders: pairs of which the first must come before the second."""
    return {" ".join([*way, ending]) for way in ways
            if all(way.index(one) < way.index(other) for one, other in orders)}


# Main starts others and calls Goexit, so that all run as far as they can: every log ends DEADLOCK.
GO1, GO2, EXIT = "0:0.0=1", "0:0.1=2", "0:0.2=0"
START_TWO = [["go", 1], ["go", 1], "goexit"]
AFTER_GO1 = GO1, "2:1.0=0"  # the second is started when the first go statement is in the log


def notes(g, k, *outs):
    """What goroutine g notes of body k."""
    return tuple(f"{g}:{k}.{pc}={out}" for pc, out in enumerate(outs))


# Sets that are known.

def test_a_goroutine_may_run_before_its_go_statement_is_noted_and_in_any_order_then():
    assert logs(START_TWO, ["log"]) == ended(
        merged((GO1, GO2, EXIT), notes(1, 1, 0), notes(2, 1, 0)), "DEADLOCK", AFTER_GO1)


def test_mains_end_may_cut_the_others_anywhere():
    ways = [way for some in prefixes(notes(1, 1, 0, 0)) for way in merged((GO1,), some)]
    assert logs([["go", 1]], ["log", "log"]) == ended(ways, "END")
    assert len(ways) == 1 + 2 + 3


def test_a_mutex_keeps_critical_sections_apart():
    one, two = notes(1, 1, 0, 0, 0), notes(2, 1, 0, 0, 0)
    ways = merged((GO1, GO2, EXIT), one, two)
    expected = {way for first, second in ((one, two), (two, one))
                for way in ended(ways, "DEADLOCK", AFTER_GO1, (first[1], second[0]))}
    assert logs(START_TWO, [["lock", 0], "log", ["unlock", 0]], mutexes=1) == expected


def test_readers_share_and_a_writer_does_not():
    one, two = notes(1, 1, 0, 0, 0), notes(2, 1, 0, 0, 0)
    ways = merged((GO1, GO2, EXIT), one, two)
    assert logs(START_TWO, [["rlock", 0], "log", ["runlock", 0]], rwmutexes=1) == ended(
        ways, "DEADLOCK", AFTER_GO1)
    writer = notes(2, 2, 0, 0, 0)
    ways = merged((GO1, GO2, EXIT), one, writer)
    assert logs([["go", 1], ["go", 2], "goexit"], [["rlock", 0], "log", ["runlock", 0]],
                [["wlock", 0], "log", ["wunlock", 0]], rwmutexes=1) == {
        way for first, second in ((one, writer), (writer, one))
        for way in ended(ways, "DEADLOCK", (GO1, writer[0]), (first[1], second[0]))}


@pytest.mark.parametrize("capacity, order", [(0, [("0:0.0=1", "1:1.0=0")]), (1, [])])
def test_a_send_waits_for_its_receiver_where_there_is_no_buffer(capacity, order):
    ways = merged(("0:0.0=1", "0:0.1=1", "0:0.2=0"), notes(1, 1, 0, 0))
    assert logs([["go", 1], ["recv", 0], "goexit"], [["send", 0], "log"],
                chans=[capacity]) == ended(ways, "DEADLOCK", *order)


def test_what_is_received_was_sent_before():
    """The send, not its note: its note may come later. But what stands before the send is noted."""
    ways = merged(("0:0.0=1", "0:0.1=1", "0:0.2=0"), notes(1, 1, 0, 0))
    assert logs([["go", 1], ["recv", 0], "goexit"], ["log", ["send", 0]], chans=[1]) == ended(
        ways, "DEADLOCK", ("1:1.0=0", "0:0.1=1"))


def test_a_waitgroup_waits_for_what_comes_before_done():
    main, worker = notes(0, 0, 0, 1, 0, 0), notes(1, 1, 0, 0, 0)
    assert logs([["add", 0], ["go", 1], ["wait", 0], "goexit"], ["log", ["done", 0], "log"],
                waitgroups=1) == ended(merged(main, worker), "DEADLOCK",
                                       (main[0], worker[0]), (worker[0], main[2]))


def test_one_compare_and_swap_wins():
    first = ended(merged((GO1, GO2, EXIT), notes(1, 1, 1), notes(2, 1, 0)), "DEADLOCK", AFTER_GO1)
    second = ended(merged((GO1, GO2, EXIT), notes(1, 1, 0), notes(2, 1, 1)), "DEADLOCK",
                   (GO1, "2:1.0=1"), (GO1, "1:1.0=0"))  # nobody has lost before another has begun
    assert logs(START_TWO, [["cas", 0]], atomics=1) == first | second


def test_an_atomic_load_sees_a_store_that_was_noted_and_may_see_one_that_was_not():
    main = "0:0.0=1", "0:0.1=0"
    ways = {n: merged((*main, f"0:0.2={n}", "0:0.3=0"), notes(1, 1, 0, 0)) for n in (0, 1)}
    expected = ended(ways[1], "DEADLOCK", ("1:1.0=0", "0:0.2=1")) | ended(
        ways[0], "DEADLOCK", (main[1], "1:1.1=0"))
    assert logs([["go", 1], "log", ["aload", 0], "goexit"], ["log", ["astore", 0]],
                atomics=1) == expected


def test_once_runs_once_and_all_wait_for_it():
    expected = set()
    for g, other in ((1, 2), (2, 1)):
        does = f"{g}:2.0=0", f"{g}:1.0=0"
        ways = merged((GO1, GO2, EXIT), does, (f"{other}:1.0=0",))
        first_of_2 = does[0] if g == 2 else f"{other}:1.0=0"
        expected |= ended(ways, "DEADLOCK", (GO1, first_of_2), (does[0], f"{other}:1.0=0"))
    assert logs(START_TWO, [["once", 0, 2]], ["log"], onces=1) == expected


def test_a_signal_that_comes_too_early_is_lost():
    main, waits = ("0:0.0=1", "0:0.1=0", "0:0.2=0"), notes(1, 1, 0, 0, 0)
    lost = ended(merged(main, waits[:1]), "DEADLOCK")
    woken = ended(merged(main, waits), "DEADLOCK", (waits[0], main[1]), (main[0], waits[1]))
    assert logs([["go", 1], ["signal", 0], "goexit"],
                [["condlock", 0], ["condwait", 0], ["condunlock", 0]], conds=1) == lost | woken


def test_a_broadcast_wakes_all_who_wait_and_a_signal_one():
    wait = [["condlock", 0], ["condwait", 0], ["condunlock", 0]]

    def woken(does):
        return {sum(entry.endswith(":1.1=0") for entry in log.split())
                for log in logs([["go", 1], ["go", 1], [does, 0], "goexit"], wait, conds=1)}
    assert (woken("signal"), woken("broadcast")) == ({0, 1}, {0, 1, 2})


def test_a_select_takes_any_case_that_is_ready():
    both = [["recv", 0], ["recv", 1]]
    sent = [["send", 0], ["send", 1]]
    assert logs([*sent, ["select", both]], chans=[1, 1]) == {
        f"0:0.0=0 0:0.1=0 0:0.2={i} END" for i in (0, 1)}
    assert logs([*sent[:1], ["trysel", both], ["trysel", both]], chans=[1, 1]) == {
        "0:0.0=0 0:0.1=0 0:0.2=-1 END"}


@pytest.mark.parametrize("does, cases, outs", [
    (["send", 0], [["recv", 0]] * 2, (0, 1)), (["recv", 0], [["send", 0]] * 2, (0, 1)),
    (["send", 0], [["send", 0], ["recv", 0]], (1,)), (["close", 0], [["recv", 0]] * 3, (0, 1, 2))])
def test_a_select_that_waited_may_be_served_by_any_case_of_its_channel(does, cases, outs):
    found = logs([["go", 1], does, ["recv", 1]], [["select", cases], ["send", 1]], chans=[0, 1])
    assert {entry.split("=")[1] for log in found for entry in log.split()
            if entry.startswith("1:1.0=")} == {str(out) for out in outs}


def test_a_select_that_sends_panics_when_its_channel_is_closed():
    found = logs([["go", 1], ["close", 0], "goexit"], [["select", [["send", 0], ["recv", 1]]]],
                 chans=[0, 0])
    main = "0:0.0=1", "0:0.1=0", "0:0.2=0"
    assert found == {" ".join([*main[:n], "PANIC"]) for n in (1, 2, 3)}


def test_others_go_on_while_a_panic_ends_the_process():
    main, panics = ("0:0.0=1", "0:0.1=0"), ("1:1.0=0",)
    assert logs([["go", 1], "log"], ["panic"]) == (
        {log for some in prefixes(main) for log in ended(merged(some, panics), "PANIC")}
        | {log for some in prefixes(panics) for log in ended(merged(main, some), "END")})


def test_others_go_on_while_a_fatal_error_ends_the_process():
    main = "0:0.0=1", "0:0.1=0"
    assert logs([["go", 1], "log"], [["unlock", 0]], mutexes=1) == (
        {log for some in prefixes(main) for log in ended(merged(some), "FATAL")}
        | ended(merged(main), "END"))


def test_an_unlock_may_pass_while_the_process_ends_for_another():
    found = logs([["go", 1], ["unlock", 0]], [["unlock", 0]], mutexes=1)
    assert "0:0.0=1 1:1.0=0 FATAL" in found and "0:0.0=1 0:0.1=0 END" in found
    assert "0:0.0=1 1:1.0=0 0:0.1=0 END" not in found


def test_goroutines_that_are_left_asleep_are_a_deadlock_only_when_all_are():
    assert logs([["recv", 0]], chans=[-1]) == logs([["select", [["send", 0]]]], chans=[-1]) == {
        "DEADLOCK"}
    assert logs([["go", 1]], [["recv", 0]], chans=[0]) == {"0:0.0=1 END"}
    assert logs([["lock", 0], ["lock", 0]], mutexes=1) == {"0:0.0=0 DEADLOCK"}


def test_ids_are_taken_before_the_go_statement():
    found = logs([["go", 1], ["go", 2], "goexit"], [["go", 2]], [])
    assert {tuple(entry for entry in log.split() if entry.split(".")[0] in ("0:0", "1:1"))
            for log in found} == {
        way for a, b in ((2, 3), (3, 2))
        for way in merged((GO1, f"0:0.1={a}", EXIT), (f"1:1.0={b}",))
        if b == 2 or way[0] == GO1}  # who gets 3 is second, so main has begun its second go statement


# The log's limit.

def test_a_log_may_be_full():
    assert logs(["log", "log"], max_steps=1) == {"0:0.0=0 LIMIT"}
    assert logs(["log", "log"], max_steps=2) == {"0:0.0=0 0:0.1=0 END"}
    assert logs(["log"], max_steps=0) == {"LIMIT"} and logs([], max_steps=0) == {"END"}
    assert logs(["log", ["call", 0]], max_steps=3) == {"0:0.0=0 0:0.0=0 0:0.0=0 LIMIT"}


def test_the_last_place_may_be_taken_and_never_filled():
    assert logs([["go", 1], "log"], ["log"], max_steps=2) == {
        "0:0.0=1 0:0.1=0 END", "0:0.0=1 0:0.1=0 LIMIT", "0:0.0=1 1:1.0=0 LIMIT",
        "1:1.0=0 0:0.0=1 LIMIT", "0:0.0=1 LIMIT"}
    assert logs([["go", 1], "goexit"], ["log"], max_steps=2) == {
        "0:0.0=1 LIMIT", "0:0.0=1 1:1.0=0 LIMIT", "1:1.0=0 0:0.0=1 LIMIT", "0:0.0=1 0:0.1=0 LIMIT"}


def test_several_places_may_be_taken_and_never_filled():
    found = logs(START_TWO, ["log"], max_steps=3)
    assert "0:0.0=1 LIMIT" in found  # main and the first have taken the others, then the second comes
    assert "LIMIT" not in found      # for that one starts when main's first entry is there


def test_a_longest_run_is_counted():
    assert longest(parse(program([["go", 1], ["once", 0, 1], "log"], ["log", ["defer", 2]], [],
                                 onces=1))) == 7
    assert longest(parse(program(["log"], ["log", ["go", 1]]))) == 1
    assert longest(parse(program([["call", 1]], [["go", 0]]))) == float("inf")


# Panics, Goexit, recover.

@pytest.mark.parametrize("how, its, recovered, then", [
    (RETURNED, RETURNED, False, RETURNED),
    (PANICKED, RETURNED, False, PANICKED),
    (PANICKED, RETURNED, True, RETURNED),
    (EXITED, RETURNED, False, EXITED),
    (RETURNED, PANICKED, False, PANICKED),
    (PANICKED, PANICKED, True, PANICKED),
    (PANICKED, EXITED, False, EXITED),
    (PANICKED, EXITED, True, EXITED),
    (EXITED, PANICKED, False, Ended(True, True)),
    (Ended(True, True), RETURNED, False, Ended(True, True)),
    (Ended(True, True), RETURNED, True, EXITED),
    (Ended(True, True), PANICKED, True, Ended(True, True)),
    (Ended(True, True), EXITED, False, EXITED),
    (RETURNED, Ended(True, True), False, Ended(True, True)),
])
def test_how_a_body_ends_after_a_deferred_call(how, its, recovered, then):
    assert after(how, its, recovered) == then


@pytest.mark.parametrize("name", KNOWN)
def test_what_was_worked_out_for_one_p_is_possible(name):
    line, log = KNOWN[name]
    found = possible(parse(line))
    assert log.split() in found
    if '"go"' not in line:
        assert len(found) == 1


@pytest.mark.parametrize("name", TOO_DEEP)
def test_a_stack_that_grows_without_a_note_ends_the_process(name):
    line, log = TOO_DEEP[name]
    assert every_log(parse(line)) == {log}


def test_every_operation_is_understood():
    assert possible(parse(EVERY_OPERATION))


# Beside the rules of the machine, the second text.

@pytest.mark.parametrize("kind", ["channels", "locks", "sync", "panics", "mixed"])
def test_a_goroutine_alone_does_what_it_does_on_one_p(kind):
    """Without go statements no scheduler has a choice: the two sets are equal."""
    for seed in range(40):
        some = small(kind, seed)
        alone = parse(program(*([list(op) if op[0] != "go" else ["call", op[1]] for op in body]
                                for body in some.bodies),
                              chans=list(some.chans), mutexes=some.mutexes, rwmutexes=some.rwmutexes,
                              waitgroups=some.waitgroups, conds=some.conds, onces=some.onces,
                              vars=some.vars, atomics=some.atomics))
        assert every_log(alone) == on_one_p(alone), seed


def same(one: Words, other: Words) -> bool:
    """Whether two sets of logs are equal."""
    met, left = set(), [(one.root, other.root)]
    while left:
        pair = left.pop()
        nodes = one.nodes[pair[0]], other.nodes[pair[1]]
        if nodes[0].keys() != nodes[1].keys() or (pair[0] == DONE) != (pair[1] == DONE):
            return False
        if pair not in met:
            met.add(pair)
            left += [(nodes[0][label], nodes[1][label]) for label in nodes[0]]
    return True


@pytest.mark.parametrize("kind", ["locks", "sync", "mixed"])
def test_steps_that_are_joined_lose_nothing(kind, monkeypatch):
    programs = [some for some in (small(kind, seed) for seed in range(60))
                if operations(some) <= 9][:6]
    programs.append(parse(program(START_TWO, [["lock", 0], ["unlock", 0]], mutexes=1)))
    joined = [possible(some) for some in programs]
    states = len(explored(programs[-1]).states)
    fine.use(monkeypatch)
    assert all(same(possible(some), found) for some, found in zip(programs, joined))
    assert len(explored(programs[-1]).states) > 2 * states


def test_private_steps_are_not_interleaved(monkeypatch):
    contended = parse(program(START_TWO, [["lock", 0], ["unlock", 0]], mutexes=1))
    states = len(explored(contended).states)
    monkeypatch.setattr(interleave, "PRIVATE", ())
    assert len(explored(contended).states) > states


@pytest.mark.parametrize("kind", SMALL_KINDS)
def test_private_steps_that_are_interleaved_change_no_log(kind, monkeypatch):
    programs = [small(kind, seed) for seed in range(5)]
    reduced = [possible(some) for some in programs]
    monkeypatch.setattr(interleave, "PRIVATE", ())
    assert all(same(possible(some), found) for some, found in zip(programs, reduced))


# What only several threads can do.

def test_no_more_steps_are_counted_than_there_are():
    graph = explored(parse(program([["go", 1], ["go", 1]], ["log", "log"])))
    assert len(graph.shared) == 1 + 3  # ids 0, 1 and 2; entries are counted only where that matters


def test_a_send_that_does_not_wait_may_see_neither_the_receiver_nor_the_close():
    """A receiver waits, until the channel is closed. So a send finds one of the two at any moment.
    But it looks without the lock: not closed yet, nobody there any more, and takes its default.
    """
    c = len(BLANK)
    waiting = Chan(0, queues=((), (("r", 0),)))

    def tries():
        yield "note", (yield from trysend("s", c)), None

    def closes():
        yield from close("c", c)

    graph = explore((*BLANK, waiting), [(tries,), (closes,)], RULES, PRIVATE)
    assert set(words(graph, lambda _: [])) == set()
    assert {word[0] for word in words(graph, lambda _: ["end"])} == {0, 1, "PANIC"}


def test_three_who_want_a_mutex_may_starve_one():
    graph = explored(parse(program(START_TWO, [["lock", 0], ["unlock", 0]], mutexes=1)))
    assert not any(memory[3] & STARVING for memory in graph.shared[1:])
    graph = explored(parse(program([["go", 1], ["go", 1], ["lock", 0], ["unlock", 0], "goexit"],
                                   [["lock", 0], ["unlock", 0]], mutexes=1)))
    assert any(memory[3] & STARVING for memory in graph.shared[1:])


# Too much.

def test_what_is_too_much_is_said():
    many = parse(program([["go", 1]] * 4, ["log"] * 2))
    with pytest.raises(TooMany, match="^too many: more than 50 states; make the program smaller$"):
        every_log(many, limit=50)
    with pytest.raises(TooMany, match="^too many: more than 100 calls within calls; "
                                      "make the program smaller$"):
        every_log(parse(program(["log", ["call", 0]])))


def test_too_many_logs_are_counted_and_not_listed(monkeypatch):
    many = parse(program([["go", 1]] * 4, ["log"] * 2))
    assert len(possible(many)) == 262_070 and interleave.MAX_LOGS == 500_000
    monkeypatch.setattr(interleave, "MAX_LOGS", 262_069)
    with pytest.raises(TooMany, match="^too many: 262,070 logs, more than 262,069; "
                                      "make the program smaller$"):
        every_log(many)


# Beside real Go.

@pytest.mark.parametrize("version", VERSIONS)
def test_what_real_go_shows_on_several_ps_is_possible(version):
    for kind in SMALL_KINDS:
        for seed in range(100, 103):
            some = small(kind, seed)
            found = possible(some)
            for procs in (2, 4):
                for log in seen(some, version, 10, procs):
                    assert log.split() in found, (kind, seed, log)
