"""Every log that select may bring about on one P: against sets worked out by hand, and against trying all."""

from itertools import count

import pytest

from models.program.format import Program, chooses
from models.program.generate import generate
from models.program.parse import parse
from models.program.run import Run, run
from models.study.programs import every
from models.study.programs.every import START, TooMany, every_log, explored, possible
from tests.golang.known import program
from tests.runtime.build import error

RECV_BOTH = [["recv", 0], ["recv", 1]]
ROUND = [["send", 0], ["send", 1], ["select", RECV_BOTH], ["tryrecv", 0], ["tryrecv", 1]]


def rounds(n: int, **fields) -> Program:
    """n times two ready cases; what was not taken is taken away after that."""
    return parse(program(ROUND * n, chans=[1, 1], **fields))


def logs(*bodies, **fields) -> list[str]:
    """Every log of a program, in order."""
    return sorted(every_log(parse(program(*bodies, **fields))))


def test_without_a_choice_there_is_one_log():
    assert logs([["go", 1], "gosched"], ["log"]) == ["0:0.0=1 1:1.0=0 0:0.1=0 END"]


def test_any_ready_case_may_be_taken():
    ready = [["recv", 0], ["send", 1], ["recv", 2], ["recv", 3]]
    assert logs([["send", 0], ["select", ready]], chans=[1, 1, 0, -1]) == [
        "0:0.0=0 0:0.1=0 END", "0:0.0=0 0:0.1=1 END"]


def test_of_two_cases_on_one_channel_either_may_be_in_front():
    blocked = [["recv", 0], ["recv", 0], ["recv", 1], ["recv", 1]]
    for c, cases in ((0, (0, 1)), (1, (2, 3))):
        assert logs([["go", 1], ["select", blocked]], [["send", c]], chans=[0, 0]) == [
            f"0:0.0=1 1:1.0=0 0:0.1={i} END" for i in cases]


def test_what_was_taken_decides_how_it_ends():
    other = ["select", [["recv", 0], ["recv", 1]]]
    assert logs([["send", 0], ["send", 1], other, ["recv", 0]], chans=[1, 1]) == [
        "0:0.0=0 0:0.1=0 0:0.2=0 DEADLOCK", "0:0.0=0 0:0.1=0 0:0.2=1 0:0.3=1 END"]
    assert logs([["close", 1], ["select", [["send", 0], ["send", 1]]]], chans=[1, 0]) == [
        "0:0.0=0 0:0.1=0 END", "0:0.0=0 PANIC"]


def test_who_was_chosen_goes_on():
    sends = [["send", 0], "log"], [["send", 1], "log"]
    assert logs([["go", 1], ["go", 2], "gosched", ["select", RECV_BOTH], "gosched"], *sends,
                chans=[0, 0]) == [
        "0:0.0=1 0:0.1=2 0:0.2=0 0:0.3=0 1:1.0=0 1:1.1=0 0:0.4=0 END",
        "0:0.0=1 0:0.1=2 0:0.2=0 0:0.3=1 2:2.0=0 2:2.1=0 0:0.4=0 END"]


def test_the_limit_is_met_on_every_path():
    assert every_log(rounds(1), max_steps=3) == {
        "0:0.0=0 0:0.1=0 0:0.2=0 LIMIT", "0:0.0=0 0:0.1=0 0:0.2=1 LIMIT"}


def test_a_place_is_gone_through_once_however_many_ways_lead_to_it():
    graph = explored(rounds(30), {})
    assert len(graph) == 31 and all(len(on) <= 2 for on in graph.values())
    assert len(every_log(rounds(10))) == 1024


def test_too_many_logs_are_not_listed():
    assert len(every_log(rounds(4), most=16)) == 16
    with error(TooMany, "too many: 16 ways that chance may go, more than 15; make the program smaller"):
        every_log(rounds(4), most=15)


def test_a_release_and_rules_are_passed_on():
    assert every_log(rounds(1), release="1.22.10") == every_log(rounds(1))
    assert START.place in explored(rounds(1), {"release": "1.22.10"})


# Against trying every choice, without a thought of what has been seen before.

def all_tried(tried: Program, most: int = 300) -> set[str] | None:
    """Every log, by every list of choices; None if there are more runs than `most`."""
    found, todo = set(), [()]
    for runs in count():
        if not todo:
            return found
        if runs == most:
            return None
        path, widths = todo.pop(), []

        def choose(kind, options):
            widths.append(len(options))
            i = path[len(widths) - 1] if len(widths) <= len(path) else 0
            return options[i]

        found.add(Run(tried, choose).finish().line)
        for at in range(len(path), len(widths)):
            todo += [(*path, *[0] * (at - len(path)), i) for i in range(1, widths[at])]


@pytest.mark.parametrize("kind", ["channels", "mixed"])
def test_all_logs_are_found(kind):
    compared = 0
    for seed in range(400):
        tried = generate(kind, seed)
        if chooses(tried) and (found := all_tried(tried)) is not None:
            assert every_log(tried) == found, seed
            compared += len(found) > 1
    assert compared > 20


# possible: the same question of one log.

@pytest.mark.parametrize("kind", ["channels", "mixed"])
def test_a_log_is_possible_if_it_is_in_the_set(kind):
    for seed in range(150):
        tried = generate(kind, seed)
        if chooses(tried) and all_tried(tried, 50) is not None:
            for log in every_log(tried):
                assert possible(tried, log)


def changed(log: str) -> list[str]:
    """Logs that are a little different: an entry less, or more, another result, another ending."""
    *entries, ending = log.split(" ")
    return [" ".join([*entries[:-1], ending]), " ".join([*entries, "0:0.0=0", ending]),
            " ".join([*entries[:-1], entries[-1] + "1", ending]), " ".join([*entries, "FATAL"]),
            " ".join(entries), ""]


def test_a_log_that_is_a_little_different_is_not_possible():
    for log in every_log(rounds(2)):
        for other in changed(log):
            assert not possible(rounds(2), other), other


def test_that_a_log_is_possible_is_found_out_at_once_even_among_very_many(monkeypatch):
    long = rounds(60)
    walks = []
    monkeypatch.setattr(every, "Walk", lambda *args: walks.append(1) or WALK(*args))
    assert possible(long, run(long, seed=9).line)
    assert len(walks) <= 61
    assert not possible(long, run(long, seed=9).line.replace("END", "PANIC"))
    assert len(walks) <= 200


WALK = every.Walk


def test_the_whole_log_of_a_run_that_is_stopped_is_possible():
    assert possible(rounds(2), "0:0.0=0 0:0.1=0 0:0.2=1 LIMIT", max_steps=3)
    assert not possible(rounds(2), "0:0.0=0 0:0.1=0 LIMIT", max_steps=3)
