"""Who holds which P: one M at most; and what an M does that has none, or gives up the one it has."""

from .ledger import PLedger, empty_handed


def _startm(ledger, m, p, target, tp, spinning, new):
    if ledger.ps[tp].m is not None:
        yield f"m{target} is started for p{tp}, which m{ledger.ps[tp].m} holds"
    if ledger.p_of(target) is not None:
        yield f"m{target} is started, but holds p{ledger.p_of(target)}"
    if target in ledger.ending:
        yield f"m{target} is started, but has to end"


def _acquirep(ledger, m, p):
    if ledger.ps[p].m is not None or ledger.p_of(m) is not None:
        yield f"m{m} takes p{p}: m{ledger.ps[p].m} holds it, or m{m} holds p{ledger.p_of(m)}"
    ledger.ps[p].m = m


def _releasep(ledger, m, p):
    """Whoever leaves a P because it has found nothing has looked there first. Others have reasons of their
    own: the G is in a system call, the world is being stopped, m may only run a G of its own, or has to end,
    or has found a G of another M's.
    """
    own = m in ledger.locked or m in ledger.ending
    if not (own or ledger.running.get(m) or ledger.stopping or ledger.ps[p].got):
        yield from empty_handed(ledger, p)
    ledger.ps[p].m = None


def _stopm(ledger, m, p):
    if ledger.p_of(m) is not None:
        yield f"m{m} sleeps with p{ledger.p_of(m)}"
    if ledger.running.get(m):
        yield f"m{m} sleeps with g{ledger.running[m]}"


def _pidleput(ledger, m, p, tp):
    yield from empty_handed(ledger, tp)
    if ledger.ps[tp].m is not None:
        yield f"p{tp} becomes idle, but m{ledger.ps[tp].m} holds it"
    ledger.idle.append(tp)


def _pidleget(ledger, m, p, tp):
    top = ledger.idle.pop() if ledger.idle else tp
    if tp != top:
        yield f"takes p{tp} from the idle Ps, on top of which is p{top}"
    if ledger.ps[tp].m is not None:
        yield f"takes p{tp} from the idle Ps, but m{ledger.ps[tp].m} holds it"


def _retake(ledger, m, p, victim):
    holder = ledger.ps[victim].m
    if ledger.running.get(holder) not in ledger.calling:
        yield f"takes p{victim} from m{holder}, whose G is in no system call"
    ledger.ps[victim].m = None


def _startlockedm(ledger, m, p, g, target, tp):
    if ledger.locked.get(target) != g:
        yield f"m{target} gets p{tp} for g{g}, but is locked to g{ledger.locked.get(target)}"
    if ledger.ps[tp].m is not None:
        yield f"m{target} gets p{tp}, which m{ledger.ps[tp].m} holds"


def _mexit(ledger, m, p):
    if m not in ledger.ending:
        yield f"m{m} ends, but no G has ended that was locked to it"


# The world stands still, and changes.

def _stoptheworld(ledger, m, p):
    if ledger.stopping:
        yield "stops the world, which is being stopped already"
    ledger.stopping = True


def _starttheworld(ledger, m, p):
    if not ledger.still:
        yield "starts the world, which has not been stopped"
    ledger.stopping = ledger.still = False


def _worldstopped(ledger, m, p):
    ledger.still = True
    for i, pp in ledger.ps.items():
        if pp.m not in (None, m):
            yield f"the world stands still, but m{pp.m} holds p{i}"


def _procresize(ledger, m, p, old, new):
    if not ledger.still:
        yield "changes the number of Ps while they run"
    if old != len(ledger.ps):
        yield f"there were {len(ledger.ps)} Ps, not {old}"
    for i in range(old, new):
        ledger.ps[i] = ledger.gone.pop(i, None) or PLedger(0, 0, 0, None)
    for i in range(new, old):
        pp = ledger.gone[i] = ledger.ps.pop(i)
        ring = [pp.slots.pop(at) for at in range(pp.head, pp.tail)]
        ledger.queue[:0] = [g for g in (pp.runnext, *ring) if g]
        pp.tail, pp.runnext, pp.m = pp.head, 0, None


CHECKS = {
    "startm": _startm, "acquirep": _acquirep, "releasep": _releasep, "stopm": _stopm, "pidleput": _pidleput,
    "pidleget": _pidleget, "retake": _retake, "startlockedm": _startlockedm, "mexit": _mexit,
    "stoptheworld": _stoptheworld, "worldstopped": _worldstopped, "starttheworld": _starttheworld,
    "procresize": _procresize,
}
