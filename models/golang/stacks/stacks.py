"""How real Go's stacks grow: a table of frames and depths, and chains of calls, on both releases.

The growth of a goroutine's stack follows from the frames of the functions on it, and from nothing else. So
one run of each is enough, and it is the same on every machine of this kind.
"""

import random

from models.golang import recording
from models.golang.overlay import overlay
from models.golang.stacks import stacklog
from models.golang.toolchain import VERSIONS, ToolchainError

LISTING = "frames.go"
ENV = {"GOMAXPROCS": "1", "GOGC": "off", "GODEBUG": "asyncpreemptoff=1"}
LOCALS = (0, 72, 104, 112, 120, 1000, 4072, 4080, 4088, 70_000)
DEPTHS = (1, 3, 10, 30, 100, 1000)
# In the last two the last frame just fits a stack of twice the size, to the byte: in 1.27, and in 1.22.
CHAINS = ("0x60 70000x1 72x40", "72x9 4088x1 120x30 1000x20 70000x3 0x200",
          "4072x1 4080x1 4088x1 104x1 112x1 120x1", "0x40 1000x1", "112x7 104x1", "104x7 112x1",
          "0x129 4072x1", "72x2 0x90 4072x1")


def logged(version: str, listing: str, args: list[str], env: dict[str, str]) -> list[stacklog.Event]:
    """Run a listing with the runtime that reports what becomes of stacks; what it reported."""
    program = overlay.build(version, listing, overlay.STACKS)
    return stacklog.events(overlay.run(program, version, args, env)[1])


def grown(version: str, chain: str) -> list[dict]:
    """How the stack of the goroutine grew that called these functions (as frames.go is told them).

    ToolchainError when it grew for another function than theirs: then the frames alone do not tell why.
    """
    log = logged(version, LISTING, chain.split(), ENV)
    steps = stacklog.growth(log, stacklog.made(log)[0])
    strange = [step["function"] for step in steps if not step["function"].startswith("main.f")]
    if strange:
        raise ToolchainError(f"the stack grew for {strange[0]}, not only for the functions of {LISTING}: "
                             "models/golang/stacks/stacks.py must be brought up to this release")
    return steps


def frame(version: str, locals: int) -> int:
    """The size of the frame of that function of frames.go, as newstack sees it."""
    return grown(version, f"{locals}x{DEPTHS[-1]}")[0]["needs"]


def first(version: str) -> int:
    """The size of the frame of the goroutine's own function, which calls the first of them."""
    log = logged(version, LISTING, [f"{LOCALS[-1]}x1"], ENV)
    frames = next(stacklog.moves(log, stacklog.made(log)[0]))["frames"]
    function, low, high = frames[1]
    if function != "main.main.func1":
        raise ToolchainError(f"{LISTING}'s first function is called by {function}, not by main.main.func1")
    return low - high - 8  # without the return address


def pairs(steps: list[dict]) -> list[list[int]]:
    """[bytes in use, the new size] of each step: what is kept of it."""
    return [[step["used"], step["to"]] for step in steps]


def parse(chain: str) -> list[int]:
    """The locals of the functions of a chain, one after another: "72x2 0x1" is [72, 72, 0]."""
    parts = (part.split("x") for part in chain.split())
    return [int(locals) for locals, times in parts for _ in range(int(times))]


def drawn(seed: int) -> str:
    """A chain of calls by chance, the same for the same seed."""
    chance = random.Random(seed)
    parts = range(chance.randint(2, 8))
    return " ".join(f"{chance.choice(LOCALS)}x{chance.choice((1, 2, 5, 20))}" for _ in parts)


def record_release(version: str) -> dict:
    """The table and the chains on one release: book/evidence/stacks.json says what is what."""
    about = recording.settings(version, LISTING, ["LOCALSxDEPTH"], ENV)
    table = {str(locals): {"frame": frame(version, locals), "depths": {
        str(depth): pairs(grown(version, f"{locals}x{depth}")) for depth in DEPTHS}} for locals in LOCALS}
    return about | {"first": first(version), "functions": table,
                    "chains": {chain: pairs(grown(version, chain)) for chain in CHAINS}}


def record() -> dict:
    """Both releases. first: the goroutine's own function's frame; each step is [bytes in use, new size]."""
    return {"listing": LISTING, "releases": {version: record_release(version) for version in VERSIONS}}
