"""The exercises on stacks: right answers counted by hand, and wrong ones that are told so."""

import pytest

from models.classroom import check, stacks, task
from models.classroom.seeds import luck

STUDENTS = [f"student {i}" for i in range(12)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"stacks/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_pointers_keep_their_distance_and_all_else_stays():
    problem = {"old": ("0xc000008000", "0xc000008800"), "new": ("0xc000010000", "0xc000011000"), "words": [
        ("p", "*int", "0xc0000087f8"), ("n", "uintptr", "0xc000008700"), ("r", "*int", "0xc000008800"),
        ("q", "*int", "0xc000008700")]}
    assert stacks.moved(problem, {}) == ("0xc000010ff8", "0xc000008700", "0xc000008800", "0xc000010f00")


@pytest.mark.parametrize("student", STUDENTS)
def test_each_student_has_two_words_that_move_and_two_that_stay(student):
    problem = stacks.move_problem(luck("stacks/moved", student))
    held = [value for _, _, value in problem["words"]]
    assert [was == now for was, now in zip(held, stacks.moved(problem, {}))] == [False, True, True, False]
    assert held[1] == held[3], "the number looks like the pointer"


def test_calls_are_counted_to_the_last_with_room():
    assert stacks.calls_with_room({"frame": 120}, {}) == (9, 25)
    assert stacks.calls_with_room({"frame": 64}, {}) == (15, 44)


@pytest.mark.parametrize("frame, sp, fails", [(128, 929, False), (128, 928, True), (136, 936, True),
                                              (136, 937, False), (1016, 1817, False), (1016, 1816, True)])
def test_the_check_compares_what_is_left(frame, sp, fails):
    assert stacks.fails(frame, sp, 928) is fails


def test_the_sizes_skip_what_would_not_fit():
    assert stacks.sizes({"frames": [64, 65536]}, {}) == [2048, 131072]
    assert stacks.newsize(2048, 112, 9000) == 16384


def test_copies_of_a_doubled_stack_are_few():
    assert stacks.copied({"frame": 120, "calls": 26}, {}) == (1192 + 3240, 1192 + 3240)
    doubled, added = stacks.copied({"frame": 120, "calls": 1000}, {})
    assert doubled < 2 * 1000 * 128 < 10 * doubled and added == sum(range(1192, 127_000, 2048))


@pytest.mark.parametrize("above, deep, trips", [(0, 1, (200, 1)), (3, 3, (0, 0)), (3, 4, (200, 1)), (0, 6, (200, 1))])
def test_a_round_crosses_the_edge_in_both_directions_or_not_at_all(above, deep, trips):
    assert stacks.trips({"above": above, "deep": deep, "rounds": 100}, {}) == trips


@pytest.mark.parametrize("size, used, end", [(524288, 232, (4096, 7)), (16384, 3288, (8192, 1)),
                                             (16384, 3296, (16384, 0)), (32768, 1248, (8192, 2)), (32768, 1240, (4096, 3))])
def test_a_stack_shrinks_while_less_than_a_quarter_is_in_use(size, used, end):
    assert stacks.shrunk({"size": size, "used": used}, {}) == end


@pytest.mark.parametrize("student", STUDENTS)
def test_a_crash_is_one_that_go_would_print(student):
    problem = stacks.overflow_problem(luck("stacks/overflow", student))
    size, used, wanted = stacks.read_overflow(problem, {})
    limit = int(problem["lines"][0].split()[-2].removesuffix("-byte"))
    assert size <= limit < wanted, "the next size is the first beyond the limit"
    assert 0 <= used - (size - 928) < 64


def test_going_by_values_changes_a_number_that_looks_like_an_address():
    assert stacks.read_by_value(120) == {"x": "same", "p": "56 below", "q": "56 below", "n": "120 below"}
    assert stacks.read_by_value(2056)["n"] == stacks.read_by_value(0)["n"] == "same"


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    words = task("stacks/moved")["words"]
    right = stacks.moved(task("stacks/moved"), {})
    assert said(capsys, "moved", (right[0], right[3], right[2], right[3])).startswith(
        f"not yet. The part “what n holds” is not '{right[3]}'.")
    assert said(capsys, "moved", [value for *_, value in words]).startswith("not yet. The part “what p holds”")
    assert said(capsys, "sizes", [2048, 4096, 8192]).startswith("not yet. The answer has 4 entries, and this has 3")
    assert said(capsys, "trips", (494, 1)).startswith("not yet. The part “trips with segments” is not 494")
    assert said(capsys, "shrunk", (2048, 3)).startswith("not yet. The part “the size in the end” is not 2048")
    size, used, wanted = stacks.read_overflow(task("stacks/overflow"), {})
    assert said(capsys, "overflow", (size, used, size)).startswith("not yet. The part “the size that it would")


def test_wrong_functions_are_told_the_first_case_that_goes_wrong(capsys):
    assert said(capsys, "check", lambda frame, sp, guard: sp - frame <= guard).startswith("not yet. With frame=")
    assert said(capsys, "check", lambda frame, sp, guard: sp - max(frame - 128, 0) < guard).startswith("not yet.")
    assert said(capsys, "newsize", lambda old, used, frame: 2 * old).startswith("not yet. With old=")
    assert said(capsys, "newsize", lambda old, used, frame: old).startswith("not yet.")

    def as_go_does(rt, gp, adjinfo, base, at, slot, checked):
        for address in range(base + at, base + at + 8 * slot.words, 8):
            if slot.pointer:
                rt.adjustpointer(gp, adjinfo, address, slot.name)

    def nothing(rt, gp, adjinfo, base, at, slot, checked):
        ...
    assert said(capsys, "by-value", as_go_does).endswith("leaves `n` at 'same'. The rule leaves it at '56 below'.")
    assert said(capsys, "by-value", nothing) == "not answered yet."
    assert said(capsys, "by-value", stacks.by_value).startswith("right.")
