"""A run told by its channels: the moments, and what stands in the channels after each."""

from models.program.channels import choose, closing, meet
from models.runtime.chan import make_chan, send
from models.runtime.goroutine import go
from models.runtime.runtime import RULES, replaced
from models.study.moments.channels import Waiter, moments, printed

MEET = moments(meet, 2)


def kinds(moment) -> list[str]:
    return [event[0] for event in moment.events if event[0] != "look"]


def at(kind: str, nth: int = 0, found=MEET):
    """The nth moment with such an event."""
    return [one for one in found if kind in kinds(one)][nth]


def test_the_story_begins_with_the_first_go_statement_and_ends_with_main():
    assert kinds(MEET[0])[0] == "newproc" and MEET[0].g == 1
    assert kinds(MEET[-1]) == ["goexit"] and MEET[-1].events[0][4] == 1


def test_a_value_that_is_handed_over_never_lies_in_a_slot():
    view = at("chansend").chans[1]
    assert (view.buf, view.qcount, view.recvq) == ((None, None), 0, ())
    assert at("chansend").got == {1: 1}


def test_a_sender_that_waits_stands_in_the_queue_with_its_value():
    view = at("gopark", 1).chans[1]
    assert view.sendq == (Waiter(2, 4),) and (view.buf, view.qcount) == ((2, 3), 2)


def test_a_receive_from_a_full_buffer_moves_the_waiting_value_into_the_slot():
    after = at("chanrecv")
    view = after.chans[1]
    assert after.got[1] == 2 and (view.buf, view.sendq) == ((4, 3), ())
    assert (view.sendx, view.recvx, view.qcount) == (1, 1, 2)


def test_a_close_leaves_receivers_the_zero_value():
    after = at("closechan")
    assert after.chans[1].closed and after.got[1] == 0


def test_a_send_takes_the_first_in_line_and_a_close_empties_the_queue():
    run = moments(closing)
    before, after = run[run.index(at("chansend", 0, run)) - 1], at("chansend", 0, run)
    assert [one.g for one in before.chans[1].recvq] == [2, 3, 4, 5, 6]
    assert [one.g for one in after.chans[1].recvq] == [3, 4, 5, 6] and after.got == {2: 7}
    assert at("closechan", 0, run).chans[1].recvq == ()


def test_sudogs_of_a_select_that_is_won_leave_when_somebody_looks_or_the_g_runs():
    run = moments(choose)
    queues = [[len(view.recvq) for view in one.chans.values()] for one in run]
    assert [queue for i, queue in enumerate(queues) if i == 0 or queues[i - 1] != queue] == [
        [0, 0, 0], [1, 1, 1], [1, 0, 1], [0, 0, 1], [0, 0, 0]]
    silent = [one for one in run if not one.events]
    assert len(silent) == 1 and silent[0].done == (2,) and silent[0].g == 1
    assert run[-1].done == ()


def test_the_lines_are_those_of_the_program_and_follow_the_rules():
    assert printed(meet, 0) == ["sent 1", "got 1", "got 2", "sent 2", "sent 3", "got 3", "got 4", "sent 4", "end"]
    assert printed(closing, 1) == ["2 got 7 true", "closed"]

    def drops(rt, gp, c, v, unlockf):
        unlockf()
        return True
    assert [line for line in printed(meet, 0, rules=replaced(send_now=drops)) if line.startswith("got")] == []
    assert printed(meet, 1, rules=RULES) == printed(meet, 1)


def test_a_program_that_does_not_end_is_told_as_far_as_it_goes():
    def forever(c):
        yield send(c, 1)

    def main():
        c = yield make_chan()
        yield go(forever, c)
        yield send(c, 2)
    run = moments(main)
    assert kinds(run[-1])[-1] == "stopm" and len(run[-1].chans[1].sendq) == 2
