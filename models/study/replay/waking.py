"""Ms are woken, and fall asleep: who wakes whom with which P, who spins, and the idle Ps."""

from models.study.replay.why import Why, why


def wakep(m, mp=None):
    """Wake an M to spin, unless the model's rule would not, with what m may have read."""
    rt, world = m.rt, m.world
    e = yield from m.takes("wakep", lambda e: won(m, e))
    if not e.won:
        return
    rt.sched.nmspinning += 1
    pp = yield from pidleget_spinning(m)
    if pp is None:
        yield from m.takes("nowakep", lambda e: e.nmspinning == rt.sched.nmspinning - 1 or
                           why("nmspinning-is", n=rt.sched.nmspinning))
        rt.sched.nmspinning -= 1
    else:
        yield from startm(m, m.mp, pp, spinning="startm" in world.rulings.wakep(0))


def won(m, e):
    """A guard: the rule wakes one, nmspinning being as it is; or it did not when m looked."""
    def wakes(n: int) -> bool:
        return "startm" in m.world.rulings.wakep(n)
    if e.won == 1:
        n = m.rt.sched.nmspinning
        return (not n and wakes(n)) or why("nmspinning-is", n=n)
    return (e.won == 0 and m.ever(lambda s: not wakes(s.nmspinning))) or why("has-to-wake", m=m.id)


def wake_net_poller(m):
    """A timer is set: wake an M that will see to it, unless one sleeps in the network poller, as m has seen.
    """
    yield from m.takes("wakenetpoller", lambda e: m.ever(lambda s: not s.polling) or why("polls-always"))
    yield from wakep(m)


def enlist(m):
    """Wake an M that will collect garbage, of which the model knows nothing."""
    yield from m.takes("enlist")
    yield from wakep(m)


# The idle Ps.

def pidleget(m):
    """Take the idle P on top, or see that there is none, which gives None."""
    if m.kind == "noidle":
        yield from m.takes("noidle", lambda e: not m.rt.sched.pidle or why("is-idle", p=m.rt.sched.pidle[-1]))
        return None
    return (yield from m.does("pidleget", "pidleget", m.mp))


def pidleget_spinning(m):
    """As pidleget; finding none is remembered."""
    pp = yield from pidleget(m)
    if pp is None:
        yield from m.takes("needed")
        m.world.seen.note_needed(m.window, True)
    return pp


def pidleput(m, pp):
    """pp becomes idle."""
    yield from m.does("pidleput", "pidleput", m.mp, pp)


def acquirep(m, pp):
    """m takes pp."""
    yield from m.does("acquirep", "acquirep", m.mp, pp)


def releasep(m, mp=None):
    """m leaves its P, and gives it."""
    return (yield from m.does("releasep", "releasep", m.mp))


# Ms.

def startm(m, mp, pp, spinning: bool):
    """Have the M on top of those that sleep run pp, or make one. While m, without a P, makes one, it borrows
    pp.
    """
    idle = m.rt.sched.midle
    yield from m.takes("mget", lambda e: e.target == (idle[-1] if idle else None) or
                       (why("m-on-top", m=idle[-1]) if idle else why("no-m-sleeps")))
    made = len(m.rt.allm) if not idle else None
    agenda, _ = m.world.carry_out("startm", mp, pp, spinning)
    if made is not None:
        yield from reserve(m, made)
    yield from m.finishes(agenda)
    if made is not None and mp.p is None:
        yield from acquirep(m, pp)
        yield from releasep(m)


def reserve(m, made: int | None = None):
    """The next number is reserved for a thread. made: it is there already. Else it is one that runs no Gs:
    the one that makes threads for Ms that are locked.
    """
    def number() -> int:
        return len(m.rt.allm) if made is None else made
    yield from m.takes("mreserve", lambda e: e.id == number() or why("next-m", m=number()))
    if made is None:
        m.world.carry_out("newm")


def start_idle(m, mp, n: int):
    """Up to n idle Ps get an M."""
    for _ in range(n):
        pp = yield from pidleget_spinning(m)
        if pp is None:
            return
        yield from startm(m, mp, pp, spinning=False)


def stopm(m):
    """Sleep until somebody brings a P."""
    left = yield from m.does("stopm", "stopm", m.mp)
    yield from woken(m, left)


def woken(m, left=None):
    """Wake. left: the rest of the rule in which m fell asleep, if it has done so since the recording began.
    """
    yield from wake_with_p(m)
    if left:
        next(left, None)


def wake_with_p(m, mp=None):
    """Take the P that was brought. Who has brought it may have borrowed it before, and has to give it back.
    """
    def brought(e) -> bool | Why:
        if m.mp.nextp is None:
            return why("not-woken", m=m.id)
        return e.p == m.mp.nextp or why("was-brought", m=m.id, p=m.mp.nextp)
    yield from m.does("acquirep", "wake_with_p", m.mp, when=(
        brought, lambda e: m.rt.allp[e.p].m is None or why("p-held", p=e.p, m=m.rt.allp[e.p].m)))


# Spinning.

def stop_spinning(m):
    """m no longer spins; what nmspinning is then tells the order."""
    yield from m.does("spinning", "stop_spinning", m.mp, when=(
        lambda e: m.mp.spinning or why("no-spinner", m=m.id),))


def become_spinning(m, *guards):
    """m spins from here on."""
    yield from m.does("spinning", "become_spinning", m.mp, when=(
        *guards, lambda e: not m.mp.spinning or why("spins-already", m=m.id)))
    m.world.seen.note_needed(m.window, False)
