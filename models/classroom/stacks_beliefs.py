"""What is often believed about stacks: what one who thinks so would answer to a problem."""

from collections.abc import Callable

from models.stack.growth import ENTRY, LO, grown, growth
from models.stack.prologue import enters_morestack, form
from models.stack.sizes import GO_1_27, WORD

OWN = 16  # bytes of the frame of the goroutine's own function
COLLECTIONS = 10


# What moves, and what stays.

def ends(problem: dict) -> tuple[int, ...]:
    """lo and hi of the old stack, lo and hi of the new one."""
    return tuple(int(end, 16) for which in ("old", "new") for end in problem[which])


def re_aimed(problem: dict, moves: Callable[[str, int], bool], delta: int) -> tuple:
    """What the words hold if delta is added to those for which moves(type, value) is true."""
    values = [(kind, int(value, 16)) for _, kind, value in problem["words"]]
    return tuple(hex(value + delta if moves(kind, value) else value) for kind, value in values)


def by_value(problem: dict) -> tuple:
    """One who thinks that whatever looks like an address into the old stack is re-aimed."""
    lo, hi, _, high = ends(problem)
    return re_aimed(problem, lambda kind, value: lo <= value < hi, high - hi)


def from_low_end(problem: dict) -> tuple:
    """One who thinks that words keep their distance from the low end."""
    lo, hi, low, _ = ends(problem)
    return re_aimed(problem, lambda kind, value: kind != "uintptr" and lo <= value < hi, low - lo)


def every_pointer(problem: dict) -> tuple:
    """One who thinks that every pointer on the stack is re-aimed."""
    _, hi, _, high = ends(problem)
    return re_aimed(problem, lambda kind, value: kind != "uintptr", high - hi)


# How large.

def calls_in(frame: int, room: int) -> int:
    """How many frames, each with its return address, lie in so many bytes."""
    return room // (frame + WORD)


def above_guard(problem: dict) -> tuple:
    """One who thinks that a frame must lie above the guard."""
    taken = GO_1_27.stack_guard + ENTRY + OWN
    return tuple(calls_in(problem["frame"], size - taken) for size in (2048, 4096))


def down_to_lo(problem: dict) -> tuple:
    """One who thinks that a stack is used down to its low end."""
    return tuple(calls_in(problem["frame"], size - ENTRY - OWN) for size in (2048, 4096))


def fresh(problem: dict) -> tuple:
    """One who thinks that the new stack is empty, and that the old one stays beside it."""
    calls = [problem["frame"]] * 100
    first = grown([OWN, *calls])[0].call - 1
    return first, first + grown(calls, size=4096, used=WORD)[0].call


def doubled_once(problem: dict) -> list[int]:
    """One who thinks that a stack is doubled once each time that it grows."""
    return [GO_1_27.fixed_stack << times for times in range(len(growth(problem["frames"])))]


# What it costs.

def growths(problem: dict, larger: Callable[[int], int]) -> list[tuple[int, int]]:
    """The size, and the bytes in use, each time that the stack is full and gets larger(size) bytes."""
    frame, size, found = problem["frame"], GO_1_27.fixed_stack, []
    guard, check = LO + GO_1_27.stack_guard, form(GO_1_27, frame)
    for used in range(ENTRY, ENTRY + problem["calls"] * (frame + WORD), frame + WORD):
        if enters_morestack(GO_1_27, frame, LO + size - used, guard, form=check):
            found.append((size, used))
            size = larger(size)
    return found


def both_ways(problem: dict) -> list[list[tuple[int, int]]]:
    """The growths when the size is doubled, and when 2048 bytes are added."""
    return [growths(problem, larger) for larger in (lambda size: 2 * size, lambda size: size + 2048)]


def whole_stack(problem: dict) -> tuple:
    """One who thinks that a growth copies the whole old stack."""
    return tuple(sum(size for size, _ in found) for found in both_ways(problem))


def copied_once(problem: dict) -> tuple:
    """One who thinks that each frame is copied once: all that was in use the last time."""
    return tuple(found[-1][1] for found in both_ways(problem))


def crossing(segments: Callable[[int], int], copying: Callable[[int], int]) -> Callable[[dict], tuple]:
    """How often each design goes into the runtime in so many rounds, if these cross the edge; else never."""
    def trips(problem: dict) -> tuple:
        crosses, rounds = problem["deep"] > problem["above"], problem["rounds"]
        return (segments(rounds), copying(rounds)) if crosses else (0, 0)
    return trips


def smaller(problem: dict, fits: Callable[[int], bool]) -> tuple:
    """The size in the end, and how many collections halve a stack where that is done if fits(size)."""
    size, times = problem["size"], 0
    while times < COLLECTIONS and size // 2 >= GO_1_27.fixed_stack and fits(size):
        size, times = size // 2, times + 1
    return size, times


def shrinks_at_once(problem: dict) -> tuple:
    """One who thinks that one collection makes a stack as small as it can be."""
    size, times = smaller(problem, lambda size: problem["used"] + GO_1_27.stack_nosplit < size // 4)
    return size, min(times, 1)


def to_smallest(problem: dict) -> tuple:
    """One who thinks that each collection halves a stack, whatever is in use."""
    return smaller(problem, lambda size: True)


# Read what Go prints.

def crash(problem: dict) -> tuple[int, ...]:
    """The limit, and sp, lo and hi, that the lines of a crash say."""
    limit = problem["lines"][0].split("exceeds ")[1].split("-")[0]
    sp, stack = problem["lines"][1].split("sp=")[1].split(" stack=")
    lo, hi = stack.strip("[]").split(", ")
    return int(limit), int(sp, 16), int(lo, 16), int(hi, 16)


def limit_is_size(problem: dict) -> tuple:
    """One who thinks that the stack was as large as the limit."""
    limit, sp, _, hi = crash(problem)
    return limit, hi - sp, 2 * limit


def used_from_lo(problem: dict) -> tuple:
    """One who thinks that a stack is filled from its low end."""
    _, sp, lo, hi = crash(problem)
    return hi - lo, sp - lo, 2 * (hi - lo)


def up_to_limit(problem: dict) -> tuple:
    """One who thinks that a stack would at last get what the limit allows."""
    limit, sp, lo, hi = crash(problem)
    return hi - lo, hi - sp, limit


MOVED = {"values-tell-pointers": by_value, "switch-grow-low": from_low_end,
         "stack-every-pointer": every_pointer}
CALLS = {"frame-above-guard": above_guard, "guard-is-low-end": down_to_lo, "switch-grow-fresh": fresh}
SIZES = {"always-doubled": doubled_once}
COPIED = {"stack-copied-whole": whole_stack, "stack-frame-copied-once": copied_once}
TRIPS = {"segment-is-kept": crossing(lambda rounds: 1, lambda rounds: 1),
         "return-is-free": crossing(lambda rounds: rounds, lambda rounds: 1),
         "copies-each-time": crossing(lambda rounds: 2 * rounds, lambda rounds: rounds)}
SHRUNK = {"stack-shrinks-at-once": shrinks_at_once, "stack-halved-to-smallest": to_smallest}
OVERFLOW = {"stack-limit-is-size": limit_is_size, "stack-used-from-lo": used_from_lo,
            "stack-up-to-limit": up_to_limit}
