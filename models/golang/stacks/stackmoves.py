"""What happens to pointers when a stack moves, read from real programs: book/evidence/stackmoves.json.

No address is kept: places are distances from the stack's upper end, which a move does not change.
"""

from models.golang import recording
from models.golang.stacks import stacklog, stacks
from models.golang.toolchain import VERSIONS, ToolchainError

LISTING = "pointers.go"
SCENES = ("locals", "closure", "defers", "panic", "receive", "send", "select")
SHRUNK = ("receive", "send", "select")  # in these another goroutine waits, and its stack shrinks


def mover(log: list[stacklog.Event], scene: str) -> int:
    """The goroutine whose stack is looked at: the one that main made, or the one that this one made."""
    made = stacklog.made(log)[0]
    if scene not in SHRUNK:
        return made
    return next(event.args[0] for event in log if event.kind == "Birth" and event.args[1] == made)


def looked_at(move: dict, scene: str) -> bool:
    """Whether a move is what the scene is about: growth in a function of its own, or the shrinking."""
    if scene in SHRUNK:
        return move["to"] < move["from"]
    return move["frames"][0][0].startswith("main.")


def moves(version: str, scene: str) -> list[dict]:
    """The moves of one scene."""
    log = stacks.logged(version, LISTING, [scene], stacks.ENV)
    found = [move for move in stacklog.moves(log, mover(log, scene)) if looked_at(move, scene)]
    if not found:
        raise ToolchainError(f"no stack moved in `{LISTING} {scene}` on Go {version}: "
                             "its functions must need more of it")
    return found


def record_release(version: str) -> dict:
    """All scenes on one release."""
    about = recording.settings(version, LISTING, ["SCENE"], stacks.ENV)
    return about | {"scenes": {scene: moves(version, scene) for scene in SCENES}}


def record() -> dict:
    """All scenes on both releases; models/golang/stacks/stacklog.py says what the numbers are."""
    return {"listing": LISTING, "releases": {version: record_release(version) for version in VERSIONS}}
