"""What to ask a reader about stacks, and which belief each wrong answer shows: `belief.<name>` in the catalogue.

A belief about numbers is what it would make of them, so that it stays wrong for any parameter; where it comes
to the right answer it is not offered.
"""

from models.stack.growth import newsize
from models.stack.sizes import GO_1_27, WORD

from ..asking import Choice, question
from ..measure.hotsplit import Moment
from ..moments.stackchecks import Check
from ..moments.stackpools import Moment as Pooled


def offered(label: str, right: int, beliefs: dict[str, int]) -> list[Choice]:
    """The right number and those of the beliefs that are other ones, each once, in order."""
    found = {right: ""}
    for belief, number in beliefs.items():
        found.setdefault(number, belief)
    return [(label, {"n": number}, found[number]) for number in sorted(found)]


def how_large(old: int, used: int, frame: int) -> tuple:
    """How large the new stack becomes when a function with that frame has found no room."""
    beliefs = {"always-doubled": 2 * old, "exact-fit": used + frame + GO_1_27.stack_guard}
    return question("stacks-size", {"old": old, "frame": frame},
                    offered("predict.stacks.bytes", newsize(GO_1_27, old, used, frame), beliefs))


def number_that_was_an_address(what: str) -> tuple:
    """What becomes of a uintptr that holds the address of a variable on the stack."""
    names = {"follows": "values-tell-pointers", "stays": "", "zero": "stale-is-cleared"}
    return question("stacks-number", {"what": what},
                    ((f"predict.stacks.number.{name}", {}, belief) for name, belief in names.items()))


def while_channels_may_write() -> tuple:
    """What keeps a sender away while the stack of the goroutine that receives moves."""
    names = {"stopped": "world-stopped", "later": "pointer-mended-later", "lock": ""}
    return question("stacks-sender", {},
                    ((f"predict.stacks.sender.{name}", {}, belief) for name, belief in names.items()))


def at_checks(found: list[Check], frame: int) -> dict[int, tuple]:
    """Where to ask about the checks of calls with that frame: for the index of a moment, the question before it.

    At the second call, which one will be the first without room; and at the call of a goroutine that somebody
    wants to stop.
    """
    asked = {next(i for i, one in enumerate(found) if one.kind == "stop") - 1: stop_asked()}
    choices = offered("predict.stacks.call", *first_without_room(found, frame))
    if len(choices) > 2:
        asked[1] = question("stacks-first", {"frame": frame, "taken": frame + WORD, "size": found[0].size}, choices)
    return asked


def first_without_room(found: list[Check], frame: int) -> tuple[int, dict[str, int]]:
    """The number of the first call that finds no room; and what the beliefs make of it.

    One takes the guard for the lowest place of a frame, one the stack's low end.
    """
    first, taken = found[0], frame + WORD

    def below(place: int) -> int:
        return max((first.sp - frame - place) // taken + 2, 1)
    full = next(one.call for one in found if not one.fits)
    return full, {"frame-above-guard": below(first.guard), "guard-is-low-end": below(0)}


def stop_asked() -> tuple:
    """What a call comes to when the guard says that the goroutine is to stop."""
    names = {"grows": "morestack-means-growth", "stops": "", "goes-on": "check-sees-room"}
    return question("stacks-stop", {},
                    ((f"predict.stacks.stop.{name}", {}, belief) for name, belief in names.items()))


def at_the_edge(found: list[Moment]) -> dict[int, tuple]:
    """Where to ask about the loop at the edge: at the second call, of the copied stack; at the end, of the
    segments.
    """
    second = next(i for i, one in enumerate(found) if (one.what, one.round) == ("call", 2))
    last, rounds = len(found) - 1, found[-1].round
    copying, segments = found[second].costs["copying"], found[last].costs["segments"]
    return {second: question("stacks-second", {}, offered(
                "predict.stacks.copies", copying.morestack, {"copies-each-time": 2, "room-is-free": 0})),
            last: question("stacks-trips", {"rounds": rounds}, offered(
                "predict.stacks.trips", segments.morestack + segments.lessstack,
                {"segment-is-kept": 1, "return-is-free": rounds}))}


def at_pools(found: list[Pooled]) -> dict[int, tuple]:
    """Where to ask about the lists of stacks: when one is taken that has come back, and when the list is full."""
    again = next(i for i, one in enumerate(found) if found[i - 1].kind == "free" and one.kind == "take")
    full = next(i for i, one in enumerate(found) if one.kind == "release")
    kept, pool = found[again - 1].kept, found[again - 1].pool
    first = next(free[-1] for free in pool.values() if free)
    beliefs = {kept[-1]: "", kept[0]: "longest-free-first", first: "back-to-pool"}
    held = len(found[full - 1].kept)
    return {again: question("stacks-reuse", {"g": found[again].who, "ended": found[again - 1].who},
                            [("predict.stacks.stack", {"stack": one}, beliefs[one]) for one in sorted(beliefs)]),
            full: question("stacks-full", {"g": found[full].who, "held": held}, offered(
                "predict.stacks.kept", len(found[full + 1].kept), {"list-grows": held + 1, "one-goes-on": held}))}
