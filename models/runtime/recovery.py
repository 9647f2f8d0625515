"""recover: a deferred call stops the panic that made it, and the frame that deferred it returns.

    def rescues():
        value = yield recover()
        yield log(value)
"""


def recover() -> tuple:
    """recover(): answers the value of the panic that it stops; None where it stops none."""
    return ("gorecover",)


def gorecover(rt, gp):
    """Stop the newest panic, if the function that asks is the very one that this panic has called.

    Nothing happens yet but a mark: the function goes on, and gopanic sees the mark when it has returned.

    Go: panic.go gorecover
    """
    p = gp.panic[-1] if gp.panic else None
    if p is None or p.goexit or p.recovered or len(rt.frames[gp.id]) != p.start_sp + 1:
        return None
    p.recovered = True
    return p.arg


def recovery(rt, mp, gp) -> None:
    """Cut off everything above the frame whose deferred call recovered; that frame goes on at its end.

    The panics that began up there are over. If one of them is a Goexit, it cannot be jumped over: the
    stack is cut at its frame only, and it goes on with the deferred calls that are left.

    Go: panic.go recovery
    """
    sp = gp.panic[-1].sp
    while gp.panic and gp.panic[-1].start_sp > sp:
        if gp.panic[-1].goexit:
            rt.cut(gp, gp.panic[-1].start_sp)
            return
        gp.panic.pop()
        rt.sched.running_panic_defers -= 1
    gp.panic = gp.panic or None
    rt.cut(gp, sp)
    rt.leave(gp, None)
