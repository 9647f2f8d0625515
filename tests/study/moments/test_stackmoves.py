"""The two stacks that the page shows: what is on them, and what the move changes."""

from models.study.moments.stackmoves import Move, growing, shrinking


def changed(move: Move) -> dict[str, tuple[int, int]]:
    """The words that hold something else after the move, by what they are: where they pointed and point, as
    distances from the high ends.
    """
    return {word.name or word.kind: (move.before.hi - word.value, move.after.hi - after.value)
            for word, after in zip(move.before.words, move.after.words, strict=True) if word.value != after.value}


def kinds(move: Move) -> list[str]:
    return [event[0] for event in move.events]


def test_a_stack_grows_and_its_pointers_keep_their_distance():
    move = growing()
    assert (move.before.hi - move.before.lo, move.after.hi - move.after.lo) == (2048, 16384)
    assert changed(move) == {"p": (56, 56), "q": (56, 56), "bp": (48, 48)}


def test_the_number_and_the_pointer_to_the_heap_stay():
    move = growing()
    held = {word.name: word for word in move.after.words if word.kind in ("local", "arg")}
    assert held["n"].value == move.before.hi - 56 and held["n"].target is None
    assert held["h"].pointer and not move.before.lo <= held["h"].value < move.before.hi
    assert held["x"].value == 42


def test_what_happens_is_the_runtimes_order():
    order = [kind for kind in kinds(growing()) if not kind.startswith(("alloc", "stackcache", "stackalloc"))]
    assert order == ["call", "morestack", "newstack", "copystack", "memmove", "adjust", "switch",
                     "adjust", "adjust", "adjust", "stackfree"]


def test_a_stack_shrinks_under_its_channels_lock():
    move = shrinking()
    assert (move.before.hi - move.before.lo, move.after.hi - move.after.lo) == (8192, 4096)
    wanted = [kind for kind in kinds(move) if kind in ("lock", "unlock", "memmove", "switch")]
    assert wanted == ["lock", "memmove", "unlock", "memmove", "switch"]
    assert [event[2] for event in move.events if event[0] == "adjust"] == [
        "sudog.elem", "sched.bp", "defer.sp", "bp"]


def test_no_end_of_a_stack_looks_like_zero():
    for move in (growing(), shrinking()):
        for picture in (move.before, move.after):
            assert picture.lo % 0x10000 and picture.hi % 0x10000
            assert picture.lo >> 32 == picture.hi >> 32 == 0xC0
