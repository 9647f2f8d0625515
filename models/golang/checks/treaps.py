"""Checks of the tree in which goroutines wait for semaphores: gdb's walk through a real one, and the model's.
"""

from models.golang.checks.source import Source
from models.golang.sessions import sessions, treap
from models.study.measure.treapdepth import mean_steps


def check_recorded_treap(source: Source, waiters: int, addresses: int) -> list[str]:
    """In the recorded walk of this release so many wait for so many addresses: nwait counts all of them,
    there is a node for each address, in their order, with odd tickets that are no greater than those below,
    and a line of goroutines in the order in which they came. In the order of the walk the goroutines' numbers
    go up and down.
    """
    output = next(run["output"] for run in sessions.recorded("treap") if run["go"] == source.release)
    walked = treap.nodes(output)
    firsts = [one.goids[0] for one in walked]
    so = {
        f"nwait is {treap.nwait(output)}, not {waiters}": treap.nwait(output) == waiters,
        "nwait does not count the waiters": sum(len(one.goids) for one in walked) == waiters,
        "the nodes are not the addresses in their order": [one.mutex for one in walked] == [*range(addresses)],
        "a ticket is even": all(one.ticket % 2 for one in walked),
        "a ticket is greater than one below it": all(one.ticket <= low.ticket for one, low in treap.below(walked)),
        "a line is not in the order of coming": all([*one.goids] == sorted(one.goids) for one in walked),
        "the nodes are in the order of goroutines": firsts != sorted(firsts),
    }
    return [wrong for wrong, fine in so.items() if not fine]


def check_model_treap(source: Source, addresses: int, seed: int, least: float, most: float) -> list[str]:
    """In the model's treap of so many addresses the way to one has on average so many nodes, at least and at
    most.
    """
    steps = mean_steps(addresses, seed)
    if least <= steps <= most:
        return []
    return [f"the way to one of {addresses} addresses has {steps:.1f} nodes"]
