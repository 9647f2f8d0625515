"""What a body still needs: the objects that its operations from a place on use, or hand over.

The compiler knows of each variable where it is used last. From there on the collector does not see it any
more, however long its name stays in scope. So what a goroutine keeps alive is what it needs, and no more.
"""

from models.program.format import Program, arguments

Thing = tuple[str, int]             # an object: its kind and its index, ("chan", 0)
Needs = list[list[frozenset[Thing]]]  # by body and pc; one more pc than there are operations
NAMES = {"chan": "ch", "mutex": "mu", "rwmutex": "rw", "waitgroup": "wg", "cond": "cond", "once": "once",
         "var": "v", "atomic": "a"}


def name(thing: Thing) -> str:
    """What an object is called in Go source: ch0."""
    return f"{NAMES[thing[0]]}{thing[1]}"


def needs(program: Program) -> Needs:
    """For each body and pc: what it needs from that operation on, at its end nothing.

    A body needs what those need that it starts, calls or defers: it has to hand it over. Bodies may name
    each other in a circle, so this is worked out again until nothing is added.
    """
    found = [[frozenset()] * (len(body) + 1) for body in program.bodies]
    before = None
    while before != found:
        before = found
        found = [_body(body, found) for body in program.bodies]
    return found


def _body(body: tuple[tuple, ...], known: Needs) -> list[frozenset[Thing]]:
    """One body, from its end to its beginning. What stands after a panic is never compiled."""
    after = [frozenset()]
    for operation in reversed(body):
        rest = frozenset() if operation[0] == "panic" else after[-1]
        after.append(rest | uses(operation, known))
    return after[::-1]


def uses(operation: tuple, known: Needs) -> frozenset[Thing]:
    """What an operation names, and what the body needs that it names."""
    named = frozenset(thing for thing in arguments(operation) if thing[0] != "body")
    return named.union(*(known[k][0] for kind, k in arguments(operation) if kind == "body"))


def during(operation: tuple, known: Needs) -> frozenset[Thing]:
    """What an operation still needs while its goroutine waits in it: a select all its channels, a Once what
    it is going to call. A call needs nothing more: what it handed over is the other's matter.
    """
    return frozenset() if operation[0] in ("go", "call", "defer") else uses(operation, known)
