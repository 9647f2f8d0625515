"""What each event moves in the picture of channels, and what it says: one function an event.

Each takes the look at the run (channel_scene.Look), the event, and all events of the step by kind, and returns
the step; the cells of channels are set by the scene.
"""

from models.runtime.goroutine import MAIN

from ..player.scene import Cell, Step

RUNNING, RUNNABLE, DEAD = Cell("running"), Cell("runnable"), Cell("dead")


def status(g: int, cell: Cell) -> tuple[str, Cell]:
    """The cell that says what a G does, or why it does not."""
    return f"gs.{g}", cell


def newproc(look, e, parts):
    return Step("channels.new", {"g": e.g, "by": e.by}, moves=((f"g{e.g}", "next"),),
                sets=(status(e.g, RUNNABLE),))


def gosched(look, e, parts):
    return Step("channels.yield", {"g": e.g}, moves=((f"g{e.g}", "global"),), sets=(status(e.g, RUNNABLE),))


def runs(message: str, g: int) -> Step:
    return Step(f"channels.run.{message}", {"g": g}, moves=((f"g{g}", "run"),), sets=(status(g, RUNNING),))


def getnext(look, e, parts):
    return runs("next", e.g)


def runqget(look, e, parts):
    return runs("ring", e.g)


def globrunqget(look, e, parts):
    return runs("global", e.g)


def globrunqgetbatch(look, e, parts):
    return runs("global", e.gs[0])


def chansend(look, e, parts):
    args = {"g": e.g, "v": e.value, "to": e.to, "slot": look.before.chans[e.c].sendx, "c": look.names[e.c]}
    return Step("channels.hand" if e.to else "channels.buffer", args)


def chanrecv(look, e, parts):
    before = look.before.chans[e.c]
    args = {"g": e.g, "v": look.now.got[e.g], "source": e.source, "slot": before.recvx, "c": look.names[e.c]}
    if not e.source:
        return Step("channels.unbuffer", args)
    if not before.buf:
        return Step("channels.take", args)
    return Step("channels.rotate", args | {"w": before.sendq[0].value})


def chanwait(look, e, parts):
    cases = sum(event[0] == "chanwait" for event in look.now.events)
    args = {"g": e.g, "v": e.value, "n": cases, "c": look.names[e.c]}
    return Step("channels.wait.select" if cases > 1 else f"channels.wait.{e.way}", args)


def gopark(look, e, parts):
    message = "channels.park.select" if e.reason == "select" else "channels.park"
    return Step(message, {"g": e.g, "reason": e.reason}, moves=((f"g{e.g}", "waiting"),),
                sets=(status(e.g, Cell(f'"{e.reason}"')),))


def goready(look, e, parts):
    kicked = parts["runnext"].kicked
    pushed = ((f"g{kicked}", "ring"),) if kicked else ()
    args = {"g": e.g, "by": e.by, "kicked": kicked}
    return Step("channels.ready.kick" if kicked else "channels.ready", args,
                moves=(*pushed, (f"g{e.g}", "next")), sets=(status(e.g, RUNNABLE),))


def closechan(look, e, parts):
    before = look.before.chans[e.c]
    n = len(before.recvq) + len(before.sendq)
    message = {0: "channels.close.nobody", 1: "channels.close.one"}.get(n, "channels.close")
    return Step(message, {"g": e.g, "n": n, "c": look.names[e.c]})


def log(look, e, parts):
    return Step("channels.log", {"g": e.g, "text": e.value})


def goexit(look, e, parts):
    return Step("channels.exit.main" if e.g == MAIN else "channels.exit", {"g": e.g},
                moves=((f"g{e.g}", "done"),), sets=(status(e.g, DEAD),))


def silent(look) -> Step:
    """A step that no event tells of, and that takes sudogs out of queues: the G's own ones, or another's."""
    gone = [(c, waiter.g) for c, view in look.before.chans.items() for waiter in view.recvq + view.sendq
            if waiter not in look.now.chans[c].recvq + look.now.chans[c].sendq]
    c, g = gone[0] if gone else (next(iter(look.names)), look.now.g)
    woken = look.before.done and not look.now.done
    args = {"g": look.before.done[0] if woken else look.now.g, "who": g, "c": look.names[c], "n": len(gone)}
    return Step("channels.leave" if woken else "channels.passed", args)
