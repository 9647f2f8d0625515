"""What each operation of the format asks of the machine, and what comes out of the answer."""

from collections.abc import Callable
from operator import itemgetter

from models.runtime.atomic import aload, astore, atomic_word, cas, read, variable, write
from models.runtime.chan import close_chan, recv, send, tryrecv, trysend
from models.runtime.cond import (
    cond, cond_broadcast, cond_lock, cond_signal, cond_unlock, cond_wait)
from models.runtime.defer import defer
from models.runtime.goroutine import call, go, gosched
from models.runtime.mutex import lock, mutex, trylock, unlock
from models.runtime.once import once, once_do
from models.runtime.panic import goexit, panic
from models.runtime.recovery import recover
from models.runtime.rwmutex import rlock, runlock, rwmutex, wlock, wunlock
from models.runtime.select import select_
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait


def bit(answer: object) -> int:
    """1 for yes, 0 for no."""
    return int(bool(answer))


def zero(answer: object) -> int:
    """Nothing comes out."""
    return 0


def case(of: tuple) -> tuple:
    """A case of a select, as select_ takes it."""
    way, c = of
    return (way, c, 1) if way == "send" else (way, c)


# Each operation: what it asks of the machine, given what it names, and what comes out of the answer.
# A body is named by its function and arguments, everything else by its name in the heap.
DOES: dict[str, tuple[Callable[..., tuple | None], Callable[[object], int]]] = {
    "log": (lambda: None, zero),
    "go": (lambda body: go(*body), zero),  # what comes out is the new goroutine's number
    "gosched": (gosched, zero),
    "send": (lambda c: send(c, 1), zero),
    "recv": (recv, lambda got: bit(got[1])),
    "close": (close_chan, zero),
    "trysend": (lambda c: trysend(c, 1), bit),
    "tryrecv": (tryrecv, lambda got: 1 + bit(got[1]) if got else 0),
    "select": (lambda cases: select_(map(case, cases)), itemgetter(0)),
    "trysel": (lambda cases: select_(map(case, cases), default=True), itemgetter(0)),
    "lock": (lock, zero),
    "unlock": (unlock, zero),
    "trylock": (trylock, bit),
    "rlock": (rlock, zero),
    "runlock": (runlock, zero),
    "wlock": (wlock, zero),
    "wunlock": (wunlock, zero),
    "add": (lambda w: wg_add(w, 1), zero),
    "done": (wg_done, zero),
    "wait": (wg_wait, zero),
    "condlock": (cond_lock, zero),
    "condunlock": (cond_unlock, zero),
    "condwait": (cond_wait, zero),
    "signal": (cond_signal, zero),
    "broadcast": (cond_broadcast, zero),
    "call": (lambda body: call(*body), zero),
    "defer": (lambda body: defer(*body), zero),
    "panic": (lambda: panic("boom"), zero),
    "recover": (recover, lambda value: bit(value is not None)),
    "goexit": (goexit, zero),
    "once": (lambda o, body: once_do(o, *body), zero),
    "read": (read, zero),
    "write": (lambda v: write(v, 1), zero),
    "aload": (aload, int),
    "astore": (lambda a: astore(a, 1), zero),
    "cas": (lambda a: cas(a, 0, 1), bit),
}

# How shared objects of each kind are made; channels are not among them, since each has a capacity of its own.
MAKES: dict[str, Callable[..., tuple]] = {
    "mutex": mutex,
    "rwmutex": rwmutex,
    "waitgroup": waitgroup,
    "cond": cond,
    "once": once,
    "var": variable,
    "atomic": atomic_word,
}
