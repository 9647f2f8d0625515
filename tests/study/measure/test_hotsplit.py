"""The loop at the edge of a stack."""

from models.study.measure.hotsplit import LAST, ROUNDS, moments


def test_segments_are_taken_and_given_back_in_every_round():
    found = moments()
    assert [one.stacks["segments"] for one in found[:4]] == [(4096,), (4096, 4096), (4096,), (4096, 4096)]
    end = found[-1].costs["segments"]
    assert (end.calls, end.morestack, end.lessstack, end.copied) == (LAST, LAST, LAST, 2 * 16 * LAST)


def test_a_copied_stack_moves_once():
    found = moments()
    assert [one.stacks["copying"] for one in found] == [(2048,)] + [(4096,)] * (2 * ROUNDS + 1)
    costs = [one.costs["copying"] for one in found]
    assert [(one.morestack, one.lessstack) for one in costs] == [(0, 0)] + [(1, 0)] * (2 * ROUNDS + 1)
    assert costs[1].copied == costs[-1].copied > 1000


def test_the_first_rounds_and_the_last_one_are_there():
    assert [(one.what, one.round) for one in moments()] == [("ret", 0), *(
        (what, n) for n in range(1, ROUNDS + 1) for what in ("call", "ret")), ("ret", LAST)]


def test_what_was_called_on_the_way_to_the_edge_does_not_count():
    assert all(one.calls == one.morestack == one.copied == 0 for one in moments()[0].costs.values())
