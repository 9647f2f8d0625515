"""What the compiler makes of each defer statement of a function: a bit in the frame, or a record, and where
that lies.
"""

from models.runtime.function import OPEN_DEFERS

PATHS = 15  # copies of deferred calls that the compiler is ready to write: one for each return


def kinds(loops: list[bool], returns: int) -> list[str]:
    """"open", "stack" or "heap" for each defer statement, of which it is told whether it stands in a loop.

    returns: the number of return statements. One defer in a loop, and none of the function is open-coded.

    Go: cmd/compile/internal/ssagen/ssa.go buildssa, cmd/compile/internal/walk/stmt.go walkStmt
    Leaves out: builds without optimisation or with the race detector, and functions with results in the
    heap, where none
    is open-coded; loops made by goto; loops over functions, whose body's defers have a kind of their own.
    """
    if not any(loops) and len(loops) <= OPEN_DEFERS and returns * len(loops) <= PATHS:
        return ["open"] * len(loops)
    return ["heap" if loop else "stack" for loop in loops]
