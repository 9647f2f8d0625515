"""A goroutine's body: a Python generator that yields what it asks of the runtime.

    def main():
        wg = yield waitgroup()
        for i in range(3):
            yield wg_add(wg, 1)
            yield go(worker, wg, i)
        yield wg_wait(wg)

Each request is a plain tuple, and its answer is what the yield returns.
"""

from .state import WaitGroup


def go(fn, *args) -> tuple:
    """go fn(args): answers the new goroutine's id."""
    return ("go", fn, args)


def gosched() -> tuple:
    """runtime.Gosched()."""
    return ("gosched",)


def work(ns: int) -> tuple:
    """Compute for ns nanoseconds without asking the runtime for anything."""
    if ns < 0:
        raise ValueError(f"work takes {ns} ns; it cannot take less than 0")
    return ("work", ns)


def log(value) -> tuple:
    """Append value to the program's own output."""
    return ("log", value)


def waitgroup() -> tuple:
    """A new sync.WaitGroup: answers its name."""
    return ("waitgroup",)


def wg_add(wg: int, delta: int) -> tuple:
    """wg.Add(delta)."""
    return ("wg_add", wg, delta)


def wg_wait(wg: int) -> tuple:
    """wg.Wait()."""
    return ("wg_wait", wg)


def wg_done(wg: int) -> tuple:
    """wg.Done()."""
    return wg_add(wg, -1)


def gogo(rt, mp, gp):
    """Let gp run on mp, request by request, until it leaves: parked, yielded or finished.

    An answer has its place among the results before the request is met: a G that leaves may run
    on another M before this one goes on, and its answers come after.

    Go: asm_amd64.s gogo
    """
    body = rt.body(gp)
    answer = gp.results[-1] if gp.results else None
    while mp.curg == gp.id:
        try:
            request = body.send(answer)
        except StopIteration:
            rt.goexit(mp)
            return
        gp.results.append(None)
        place = len(gp.results) - 1
        answer = gp.results[place] = yield from rt.ask(mp, request)


def ask(rt, mp, request: tuple):
    """Have the rule of the request's name answer it; ValueError when there is none."""
    name = request[0] if isinstance(request, tuple) and request else None
    if not hasattr(rt, f"ask_{name}"):
        raise ValueError(f"a goroutine yielded {request!r}; it may yield go(...), gosched(), "
                         "work(...), log(...), waitgroup(), wg_add(...), wg_done(...) or "
                         "wg_wait(...)")
    return getattr(rt, f"ask_{name}")(mp, *request[1:])


def ask_go(rt, mp, fn, args):
    """Answer a go statement. Each ask_ rule answers the request of its name."""
    gp = rt.newproc(mp, fn, args)
    yield "step"
    return gp.id


def ask_gosched(rt, mp):
    rt.gosched(mp)
    yield "step"


def ask_work(rt, mp, ns):
    yield ns


def ask_log(rt, mp, value):
    rt.emit("log", mp.id, mp.p, mp.curg, value)
    yield "step"


def ask_waitgroup(rt, mp):
    rt.state.waitgroups.append(WaitGroup())
    yield "step"
    return len(rt.state.waitgroups) - 1


def ask_wg_add(rt, mp, wg, delta):
    rt.wg_add(mp, wg, delta)
    yield "step"


def ask_wg_wait(rt, mp, wg):
    rt.wg_wait(mp, wg)
    yield "step"

