"""Records of a log of steps that belong together, put together."""

from collections.abc import Iterable, Iterator

from models.golang.overlay.decode import NOBODY, Record


def batches(records: list[Record]) -> list[Record]:
    """The same records, each batch from the global queue with its Gs.

    What follows it on its M tells them: one record of all of them that go into the ring (1.27), or a put for
    each (1.22), of which only what others see of them is kept.
    """
    kept, opened = [], {}
    for r in records:
        batch = opened.get(r.m)
        if r.kind == "Globbatch":
            r.more, r.args = [r.args[0]], (*r.args[:2], None)
            if r.args[1] > 1:
                opened[r.m] = r
        elif batch and r.kind in ("Putbatch", "Runqput"):
            if filled(batch, r):
                del opened[r.m]
            if r.kind == "Putbatch":
                continue
            r.kind, r.args = "Tail", (r.args[1] + 1,)
        kept.append(r)
    return kept


def filled(batch: Record, r: Record) -> bool:
    """Add what r puts into the ring; whether the batch is whole then."""
    if len(batch.more) == 1:
        batch.args = (*batch.args[:2], r.args[1])
    batch.more += r.more[:r.args[0]] if r.kind == "Putbatch" else r.args[:1]
    return len(batch.more) == batch.args[1]


def threads(records: Iterable[Record]) -> Iterator[Record]:
    """The same records; one of a P for which a thread is made when the world starts stands after that
    thread's number, and names it.
    """
    waiting: dict[int, Record] = {}
    for r in records:
        if r.kind != "Worldp":
            yield r
            if r.kind == "Mid" and (made := waiting.pop(r.m, None)):
                made.args = (made.args[0], r.args[0], 1)
                yield made
        elif r.args[1] == NOBODY:
            waiting[r.m] = r
        else:
            r.args = (*r.args[:2], 0)
            yield r
