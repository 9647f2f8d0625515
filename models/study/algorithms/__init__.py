"""Small concurrent algorithms of Go's runtime, each right and wrong, explored whole.

    from models.study import algorithms

    print(algorithms.check("wakep"))
    print(algorithms.check("wakep", "nobody looks again"))
"""

from . import closing, mutex, note, park, pollblock, runq, sema, wakep
from .studied import Study
from .studied import check as check_study

ALGORITHMS = {"runq": runq, "wakep": wakep, "park": park, "pollblock": pollblock, "note": note,
              "mutex": mutex, "closing": closing, "sema": sema}


def study(name: str, wrong: str = "") -> Study:
    """An algorithm by name, right, or wrong in the way named; ValueError says which there are."""
    if name not in ALGORITHMS:
        raise ValueError(f"there is no algorithm {name!r}; there are {', '.join(ALGORITHMS)}")
    if not wrong:
        return ALGORITHMS[name].study()
    ways = ALGORITHMS[name].WRONG
    if wrong not in ways:
        raise ValueError(f"{name} is not wrong in the way {wrong!r}; there are {', '.join(map(repr, ways))}")
    return ways[wrong]()


def check(name: str, wrong: str = "", reduced: bool = False):
    """The verdict on an algorithm: never, in so many states and schedules; or the shortest bad schedule."""
    return check_study(study(name, wrong), reduced=reduced)
