"""What each event of the run queues moves in the picture, and what it says: one function an event.

Each takes the board before the event, the event, and all events of the step by kind. It returns
the step, or None where there is nothing to see. It reads the board and changes only what the board
remembers for later captions.
"""

from models.view.player.scene import Step
from models.words import word

MAIN = 1  # the id of the G that main runs in


class Misfit(Exception):
    """An event that cannot have happened on this board."""


def home(p: int) -> str:
    return f"P{p}.home"


def seat(p: int) -> str:
    return f"P{p}.run"


def ring(p: int) -> str:
    return f"P{p}.ring"


def front(board, place: str, gs: tuple[int, ...]) -> None:
    """Misfit unless exactly these Gs stand at the front of the place."""
    names = [f"g{g}" for g in gs]
    if board.gs(place)[:len(gs)] != names:
        raise Misfit(f"{', '.join(names)} is not at the front of {place}")


def moved(gs: tuple[int, ...], place: str) -> tuple:
    return tuple((f"g{g}", place) for g in gs)


def sitting(board, e, parts) -> tuple:
    """What changes by name when a G sits down on P e.p: it only waits to run until `execute`."""
    run = parts.get("execute")
    if run is None:
        return ((seat(e.p), "pick"),)
    clear = ((seat(e.p), ""),) if board.state.values.get(seat(e.p)) else ()
    tick = ((home(e.p), run.schedtick),)
    return clear + (tick if board.state.values.get(home(e.p)) != run.schedtick else ())


# Gs are made and put into queues.

def queued(board, parts, stem: str, args: dict) -> Step | None:
    """The step of a G that is put somewhere by runqput, whatever made it runnable."""
    nxt, put, slow = (parts.get(kind) for kind in ("runnext", "runqput", "runqputslow"))
    moves, how = (), "put" if put else ""
    if slow:
        front(board, ring(slow.p), slow.gs[:-1])
        moves, how = moved(slow.gs, "global"), "overflow"
        args |= {"p": slow.p, "n": len(slow.gs) - 1, "kicked": slow.gs[-1]}
    if nxt:
        kick = moved((nxt.kicked,), ring(nxt.p)) if put else ()
        args |= {"g": nxt.g, "p": nxt.p, "kicked": nxt.kicked}
        moves = moves + kick + moved((nxt.g,), f"P{nxt.p}.next")
        how = how if slow else "kick" if nxt.kicked else "next"
    elif put:
        args |= {"g": put.g, "p": put.p}
        moves = moved((put.g,), ring(put.p))
    key = {"put.put": "put", "put.overflow": "overflow"}.get(f"{stem}.{how}", f"{stem}.{how}")
    return Step("runq." + key.strip("."), args, moves=moves)


def newproc(board, e, parts):
    return queued(board, parts, "new", {"g": e.g, "by": e.by})


def goready(board, e, parts):
    return queued(board, parts, "ready", {"g": e.g, "by": e.by})


def runnext(board, e, parts):
    return queued(board, parts, "put", {})


runqput = runqputslow = runnext


def globrunqput(board, e, parts):
    return Step("runq.global.put", {"g": e.g}, moves=moved((e.g,), "global"))


def gosched(board, e, parts):
    return Step("runq.yield", {"g": e.g}, moves=moved((e.g,), "global"))


def gopreempt(board, e, parts):
    return Step("runq.preempt", {"g": e.g}, moves=moved((e.g,), "global"))


def goyield(board, e, parts):
    return queued(board, parts, "yield", {"g": e.g})


# Gs are taken from queues.

def getnext(board, e, parts):
    front(board, f"P{e.p}.next", (e.g,))
    return Step("runq.run.next", {"p": e.p, "g": e.g}, moves=moved((e.g,), seat(e.p)),
                sets=sitting(board, e, parts))


def runqget(board, e, parts):
    front(board, ring(e.p), (e.g,))
    return Step("runq.run.ring", {"p": e.p, "g": e.g}, moves=moved((e.g,), seat(e.p)),
                sets=sitting(board, e, parts))


def listed(names: list[str]) -> str:
    """The names as a phrase: P2, P1 or P0."""
    if len(names) < 2:
        return "".join(names)
    return word("runq.tried", all=", ".join(names[:-1]), last=names[-1])


def runqgrab(board, e, parts):
    """Several Gs move at once: all but the last into the thief's ring, the last to be run."""
    front(board, ring(e.victim), e.gs)
    args = {"p": e.p, "victim": e.victim, "n": len(e.gs), "of": len(board.gs(ring(e.victim)))}
    looked = dict.fromkeys(board.looked.pop(e.m, ()))
    tried = listed([f"P{victim}" for victim in looked if victim != e.victim])
    return Step("runq.steal.tried" if tried else "runq.steal", args | {"tried": tried} if tried else args,
                moves=moved(e.gs[:-1], ring(e.p)) + moved(e.gs[-1:], seat(e.p)),
                sets=sitting(board, e, parts), marks=(ring(e.victim),))


def grabnext(board, e, parts):
    front(board, f"P{e.victim}.next", (e.g,))
    board.looked.pop(e.m, None)
    return Step("runq.steal.next", {"p": e.p, "victim": e.victim, "g": e.g},
                moves=moved((e.g,), seat(e.p)), sets=sitting(board, e, parts),
                marks=(f"P{e.victim}.next",))


def globrunqget(board, e, parts):
    front(board, "global", (e.g,))
    tick = board.state.values.get(home(e.p), 0)
    return Step("runq.global", {"p": e.p, "g": e.g, "tick": tick}, moves=moved((e.g,), seat(e.p)),
                sets=sitting(board, e, parts), marks=("global",))


def globrunqgetbatch(board, e, parts):
    front(board, "global", e.gs)
    args = {"p": e.p, "g": e.gs[0]}
    if len(e.gs) > 1:
        args |= {"n": len(e.gs), "of": len(board.gs("global"))}
    return Step("runq.global.batch" if len(e.gs) > 1 else "runq.global.batch.one", args,
                moves=moved(e.gs[:1], seat(e.p)) + moved(e.gs[1:], ring(e.p)),
                sets=sitting(board, e, parts), marks=("global",))


# Gs run and stop.

def execute(board, e, parts):
    """A G begins to run that was taken earlier; a recording that begins late may show its M first."""
    moves = moved((e.g,), seat(e.p)) if board.gs(seat(e.p)) != [f"g{e.g}"] else ()
    return Step("runq.execute.inherit" if e.inherit else "runq.execute", {"m": e.m, "g": e.g},
                moves=taken(board, e.m, e.p) + moves, sets=sitting(board, e, {"execute": e}))


def gopark(board, e, parts):
    return Step("runq.park", {"g": e.g, "reason": e.reason}, moves=moved((e.g,), "waiting"))


def gokeep(board, e, parts):
    return Step("runq.keep", {"g": e.g}, moves=moved((e.g,), seat(e.p)))


def goexit(board, e, parts):
    message = "runq.exit.main" if e.g == MAIN else "runq.exit"
    return Step(message, {"g": e.g}, moves=moved((e.g,), "done"))


def log(board, e, parts):
    """What the program prints is no matter of queues."""
    return None


makechan = chansend = chanrecv = chanwait = closechan = log  # nor what goes through channels
netpoll = log  # an M that sleeps with an alarm has left its P already
pidleput = pidleget = mstart = handoffp = log  # where P and M are then, releasep, startm and acquirep tell
preempt = log  # whether the G obeys, gopreempt tells


# Ms and Ps come and go.

def taken(board, m: int, p: int) -> tuple:
    """The moves that bring an M and a P together, where they are not."""
    moves = ((f"p{p}", home(p)),) if not board.gs(home(p)) else ()
    return moves + (((f"m{m}", f"P{p}.m"),) if board.gs(f"P{p}.m") != [f"m{m}"] else ())


def stopped(board, m: int | None) -> tuple:
    """What shows that an M no longer spins, once; the board forgets it."""
    if m not in board.found:
        return ()
    board.found.discard(m)
    return ((f"m{m}", ""),)


def startm(board, e, parts):
    found = stopped(board, e.m)
    if e.spinning:
        board.spins.add(e.target)
    key = "runq.startm" + ".new" * bool(e.new) + ".found" * bool(found)
    return Step(key, {"m": e.m, "target": e.target, "p": e.tp},
                moves=((f"p{e.tp}", home(e.tp)), (f"m{e.target}", f"P{e.tp}.m")),
                sets=found + ((f"m{e.target}", "wake"),))


def acquirep(board, e, parts):
    woken = board.state.values.get(f"m{e.m}") == "wake"
    look = "spin" if e.m in board.spins else ""
    board.spins.discard(e.m)
    return Step("runq.acquirep" if woken else "runq.acquirep.again", {"m": e.m, "p": e.p},
                moves=taken(board, e.m, e.p), sets=((f"m{e.m}", look),))


def releasep(board, e, parts):
    board.looked.pop(e.m, None)
    return Step("runq.releasep", {"m": e.m, "p": e.p},
                moves=((f"p{e.p}", "idlep"), (f"m{e.m}", "mfree")))


def stopm(board, e, parts):
    board.found.discard(e.m)
    moves = () if f"m{e.m}" in board.gs("mfree") else ((f"m{e.m}", "mfree"),)
    return Step("runq.stopm", {"m": e.m}, moves=moves, sets=((f"m{e.m}", "sleep"),))


def spinning(board, e, parts):
    """Starting to spin is a step; stopping is told by what the M does next."""
    if e.on:
        return Step("runq.spin", {"m": e.m, "p": e.p}, sets=((f"m{e.m}", "spin"),))
    board.found.add(e.m)
    return None


def look(board, e, parts):
    """Looking moves nothing: the step that ends the search tells of it."""
    if e.where == "steal":
        board.looked[e.m].append(e.arg[1])
    return None
