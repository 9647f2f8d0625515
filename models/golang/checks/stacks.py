"""Checks of what real Go's stacks were recorded to do (book/evidence), and of our listing of its routines."""

import re

from models.amd64.program import code
from models.golang import evidence
from models.golang.checks.source import Source


def kept(source: Source, file: str) -> dict:
    """What a recording has of this release."""
    return evidence.load(file)["releases"][source.release]


def check_recorded_growth(source: Source, locals: int, depth: int, sizes: list[int]) -> list[str]:
    """The stack of the goroutine that called a function with so many bytes of locals so deep grew to these sizes."""
    seen = [size for _, size in kept(source, "stacks")["functions"][str(locals)]["depths"][str(depth)]]
    return [] if seen == sizes else [f"{depth} calls with {locals} bytes of locals grow to {seen}, not to {sizes}"]


def check_recorded_move(source: Source, scene: str, has: list[str], left: int | None = None) -> list[str]:
    """Each time that the stack of this scene of pointers.go moved, pointers of these kinds were adjusted and no word
    changed otherwise. left: how many words that looked like addresses in it stayed as they were.
    """
    found = []
    for move in kept(source, "stackmoves")["scenes"][scene]:
        kinds = {which for which, *_ in move["adjusted"]}
        found += [f"no {one} was adjusted" for one in has if one not in kinds]
        stayed = sum(not moved for *_, moved in move["words"])
        found += [f"{stayed} such words stayed, not {left}"] if left not in (None, stayed) else []
        found += [f"{move['changed']} words changed otherwise"] if move["changed"] else []
    return found


def check_recorded_check(source: Source, kind_of: str, frame: int, check: list[str]) -> list[str]:
    """A function of this kind ("calls", "leaf", "nosplit", "closure") with this frame begins with these
    instructions.
    """
    seen = kept(source, "prologues")["kinds"][kind_of][str(frame)]["check"]
    return [] if seen == check else [f"{kind_of} with {frame} bytes begins with {seen}, not {check}"]


def check_recorded_pool(source: Source, has: list[str]) -> list[str]:
    """The recorded run of pools.go has a step that matches each of these patterns as a whole."""
    steps = kept(source, "stackpools")["steps"]
    return [f"no step is /{one}/" for one in has if not any(re.fullmatch(one, step) for step in steps)]


def check_recorded_shrinks(source: Source, owner: str, sizes: list[int]) -> list[str]:
    """The stack of that goroutine of shrink.go had these sizes at one collection after another."""
    seen = [size for size, *_ in kept(source, "stacklife")["shrinking"][owner]["scans"]]
    return [] if seen == sizes else [f"the sizes are {seen}, not {sizes}"]


def check_routine(source: Source, routines: list[str], has: list[str] | None = None,
                  lacks: list[str] | None = None) -> list[str]:
    """These routines, of which a test compares our listing with the machine code, have these lines together, and no
    instruction that does any of that: "compare".
    """
    lines = [(name, line.instruction) for name in routines for line in code(source.release)[name].lines]
    texts = {line.text for _, line in lines}
    return ([f"{name} has {line.text}" for name, line in lines if line.op in (lacks or [])]
            + [f"no line is {one}" for one in has or [] if one not in texts])
