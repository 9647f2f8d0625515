"""A server whose requests come to hang: book/go/hanging.go, with one connection for each order.

A real connection has a second goroutine while its handler runs, which notices when the client goes away.
"""

from models.runtime.chan import make_chan, recv, send
from models.runtime.goroutine import go
from models.runtime.network import read

MS = 1_000_000            # nanoseconds
LATER = 60_000 * MS       # nobody sends anything meanwhile
ORDERS = (-1, 1, 1, 1)    # the amounts, in the order in which the requests come
WRONG = 0                 # an amount below it is


def work(orders: int, ledger: int):
    """Take orders, have each written down, and report it as done."""
    while True:
        (amount, done), _ = yield recv(orders)
        yield send(ledger, amount)
        yield send(done, True)


def audit(ledger: int):
    """Read the ledger up to the first amount that is wrong."""
    while True:
        amount, _ = yield recv(ledger)
        if amount < WRONG:
            return


def conn(orders: int, amount: int, ns: int):
    """A connection: read a request, which comes in ns, place its order, wait until it is done; read on."""
    yield read(ns)
    done = yield make_chan()
    yield send(orders, (amount, done))
    yield recv(done)
    yield read(LATER)


def serve():
    """Start who works, and a goroutine for each connection; then wait for more connections."""
    orders, ledger = (yield make_chan()), (yield make_chan())
    yield go(work, orders, ledger)
    yield go(audit, ledger)
    for i, amount in enumerate(ORDERS, 1):
        yield go(conn, orders, amount, i * MS)
    yield read(LATER)
