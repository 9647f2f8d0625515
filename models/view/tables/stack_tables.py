"""What real Go's stacks were recorded to do, beside the model: how they grow, and what becomes of pointers."""

from models.golang import evidence
from models.golang.stacks import stackrebuilt
from models.golang.toolchain import REFERENCE, VERSIONS
from models.stack.growth import grown, recursion
from models.stack.sizes import BY_RELEASE

from ..markup import Markup, plain, said
from .compare import table

DEEPEST = "1000"  # calls
SCENE = "locals"  # of pointers.go
HELD = "number"   # a word that looked like an address and was none


KIB, MIB = 1 << 10, 1 << 20


def mark(same: bool) -> str:
    """The cell that says whether the model does the same."""
    kind = "same" if same else "differs"
    return f'<span class="{kind}">{said(f"compare.stacks.{kind}")}</span>'


def size(n: int) -> str:
    """A stack's size in the largest unit that it is a multiple of."""
    return plain("compare.stacks.mib", n=n // MIB) if n >= MIB else plain("compare.stacks.kib", n=n // KIB)


def growths() -> Markup:
    """A row for each function of frames.go: its frame, how its stack grows, and whether the model's does too."""
    kept = evidence.load("stacks")["releases"]
    rows, text = [], []
    for locals, one in kept[REFERENCE]["functions"].items():
        steps = one["depths"][DEEPEST]
        same = all(grows_alike(version, kept[version]["first"], kept[version]["functions"][locals])
                   for version in VERSIONS)
        rows.append([str(one["frame"]), str(len(steps)), size(steps[-1][1]), mark(same)])
        text.append(f'{one["frame"]}: {[new for _, new in steps]}, {same}')
    args = {"calls": DEEPEST, "depths": ", ".join(one["depths"]), "new": REFERENCE, "old": VERSIONS[1]}
    return table("growths", ["frame", "times", "size", "model"], rows, args, "\n".join(text))


def grows_alike(version: str, first: int, kept: dict) -> bool:
    """Whether the model's stack grows at the same calls and to the same sizes, at every recorded depth."""
    return all(steps == [[step.used, step.new] for step in grown(
        [first, *recursion(kept["frame"], int(depth))], BY_RELEASE[version])]
        for depth, steps in kept["depths"].items())


def pointers() -> Markup:
    """A row for each word of a recorded stack that looked like an address in it, and for the register kept."""
    told = {version: told_of(version) for version in VERSIONS}
    rows, text = [], []
    for i, (which, owner, place, target, moved, _) in enumerate(told[REFERENCE]):
        same = all(told[version][i][-1] and told[version][i][:2] == (which, owner) for version in VERSIONS)
        became = plain(f"compare.pointers.{'re-aimed' if moved else 'left'}")
        where = plain("compare.pointers.where", place=place, target=target) if place else plain(
            "compare.pointers.register", target=target)
        name = said(f"compare.pointers.{which.replace(' ', '-')}", owner=owner.split(".")[-1])
        rows.append([name, where, became, mark(same)])
        text.append(f"{which} {owner} {where}: {became}")
    args = {"new": REFERENCE, "old": VERSIONS[1]} | totals()
    return table("pointers", ["what", "points", "became", "model"], rows, args, "\n".join(text))


def told_of(version: str) -> list[tuple]:
    """(which, of which function, its place, where it points, whether it was re-aimed, whether the model does the
    same) for each, by place; the places are bytes below the high end, 0 for a register.
    """
    move, = evidence.load("stackmoves")["releases"][version]["scenes"][SCENE]
    model = stackrebuilt.modelled(move, BY_RELEASE[version])
    found = [(which, owner, place, target, True, [which, place, target] in model["adjusted"])
             for which, owner, place, target in move["adjusted"]]
    for word in move["words"]:
        if not word[2]:
            owner = next(name for name, low, high in move["frames"] if high < word[0] <= low)
            found.append((HELD, owner, word[0], word[1], False, word in model["words"]))
    return sorted(found, key=lambda one: one[2])


def totals() -> dict[str, int]:
    """Of all recorded moves: how many, and in how many of them the model does the same; how many pointers were
    re-aimed, and how many words stayed as they were.
    """
    moves = [(version, move) for version in VERSIONS
             for scene in evidence.load("stackmoves")["releases"][version]["scenes"].values() for move in scene]
    return {"moves": len(moves), "alike": sum(moved_alike(version, move) for version, move in moves),
            "adjusted": sum(len(move["adjusted"]) for _, move in moves),
            "stayed": sum(move["same"] for _, move in moves)}


def moved_alike(version: str, move: dict) -> bool:
    """Whether the model re-aims the same pointers of a recorded stack, and leaves every word as real Go has."""
    model = stackrebuilt.modelled(move, BY_RELEASE[version])
    real = {(which, place, target) for which, _, place, target in move["adjusted"]}
    return {tuple(one) for one in model["adjusted"]} == real and model["words"] == move["words"]
