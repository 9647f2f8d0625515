"""In which order do goroutines run on one P? Ask real Go, with the start tick found beforehand."""

from models.golang import toolchain
from models.golang.places import CACHE, LISTINGS
from models.golang.toolchain import ToolchainError
from models.study.stretches import stretches

LISTING = "spawn.go"
ENV = {"GOMAXPROCS": "1", "GOGC": "off", "GODEBUG": "asyncpreemptoff=1"}
CALIBRATION = 300  # goroutines in a round that is there to read the tick from; as in spawn.go
PERIOD = 61
MAX_OUTLIERS = 20  # more disturbed runs than this, one after another, are no longer rare


def command(n: int) -> str:
    """The same run, as a reader types it."""
    settings = " ".join(f"{name}={value}" for name, value in ENV.items())
    return f"{settings} go run {LISTING} {n}"


def expand(text: str) -> list[int]:
    """Read an order as spawn.go prints it: "9 0-2" is 9, 0, 1, 2."""
    order = []
    for part in text.split():
        first, _, last = part.partition("-")
        order += range(int(first), int(last or first) + 1)
    return order


def compact(order: list[int]) -> str:
    """Write an order as spawn.go prints it: the opposite of expand."""
    return " ".join(str(first) if first == last else f"{first}-{last}"
                    for first, last in stretches(order))


def tick(order: list[int]) -> int | None:
    """schedtick modulo 61 when main stopped to wait, read from a round of 300; None if unreadable.

    Goroutine 0 heads the global queue, so it is what the 61st tick picks. The last one spawned
    runs first, out of runnext, and leaves the tick alone; each one after it is a tick.
    """
    place = order.index(0)
    if place == 0:
        return 0
    return PERIOD - (place - 1) if 2 <= place <= PERIOD else None


def after(start: int, n: int) -> int:
    """The tick when main stops again after a round of n: all but the one from runnext step it."""
    return (start + n - 1) % PERIOD


def parse(printed: str) -> dict[str, list[int]]:
    """The four orders that spawn.go printed, by name, and how many ran early in each round."""
    lines = (line.partition(":") for line in printed.splitlines())
    return {name: expand(rest) for name, _, rest in lines}


def measured(rounds: dict[str, list[int]], n: int) -> int | None:
    """The tick with which the round of n began; None if the rounds were disturbed.

    They were when something else ran on the P, which the ticks show, or when main lost its time
    slice while it was spawning, so that some ran before it was done.
    """
    first, second, last = (tick(rounds[name]) for name in ("first", "second", "last"))
    if None in (first, second, last) or any(rounds["early"]):
        return None
    start = after(second, CALIBRATION)
    undisturbed = second == after(first, CALIBRATION) and last == after(start, n)
    return start if undisturbed else None


def program(version: str):
    """spawn.go compiled by that release."""
    place = CACHE / "programs" / version / "spawn"
    place.parent.mkdir(parents=True, exist_ok=True)
    return toolchain.build(version, LISTINGS / LISTING, place)


def spawn_order(version: str, n: int, compiled=None) -> dict:
    """Run spawn.go once: {"tick", "order", "outliers"}.

    tick: schedtick modulo 61 when main stopped to wait for the n goroutines.
    outliers: disturbed runs before this one; they are repeated. ToolchainError when there are too
    many of them.
    """
    compiled = compiled or program(version)
    env = toolchain.environment(version, ENV)
    for outliers in range(MAX_OUTLIERS):
        rounds = parse(toolchain.run([str(compiled), str(n)], env, None, timeout=60))
        start = measured(rounds, n)
        if start is not None:
            return {"tick": start, "order": rounds["order"], "outliers": outliers}
    raise ToolchainError(f"{MAX_OUTLIERS} runs of {LISTING} {n} on Go {version} were disturbed "
                         "one after another: run it again on a quieter machine")
