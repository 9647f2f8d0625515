"""What a recording of every step holds: the model's events, and some of which the model makes no event.

A recorded event is a plain tuple (kind, t, m, p, ...) like any other. Here its kinds are told, and which of
them were recorded while sched.lock was held: these stand in the order in which they happened.
"""

from collections import namedtuple

from models.runtime.events import FIELDS

# Recorded only: what replay has to know, and the model does not report.
ONLY = {
    "end": "",                       # main has returned; what follows is there to explain what came before
    "runqtail": "tail",              # the Gs that m has put into p's ring up to `tail` can be seen by others
    "runqputbatch": "gs index",      # m puts gs into p's ring from `index`; a runqtail shows them
    "globrunqputbatch": "gs",
    "runqdrain": "gs",               # a worker of the garbage collector empties its p's queue
    "noidle": "",                    # m looks for an idle P under the lock, and there is none
    "mget": "target",                # m takes the M on top of those that sleep; None: there is none
    "mreserve": "id",                # m reserves the next number for a thread that it will make
    "wakep": "won",                  # m wants to wake another: won if it changed nmspinning from 0 to 1
    "wakenetpoller": "",             # m wants to wake another: a timer is set, and nobody polls
    "enlist": "",                    # m wants to wake another to collect garbage
    "needed": "",                    # so m notes that an M is needed that spins
    "nowakep": "nmspinning",         # and gives that back
    "handed": "why",                 # m hands its P on because of work, trace, gc, or as the last one running
    "again": "why",                  # find_runnable starts over: timers, stopped, or needed
    "got": "g what",                 # m has a G from elsewhere: trace, gc, net, or idlegc
    "netpolled": "",                 # m has come back from its sleep in the network poller
    "slice": "tp schedtick us",      # sysmon has seen P tp at this schedtick for so many microseconds
    "called": "tp us seen",          # sysmon wants P tp back from a system call; seen: it saw it there before
    "suspend": "g",                  # m, which collects garbage, asks g to park
    "preemptpark": "g",              # g parks because of that
    "gcworker": "tp",                # at the start of the world P tp gets a worker of the garbage collector
    "coroswitch": "g next exits",    # g lets `next` run in its place, without a scheduler (iter.Pull)
}
# And of these the recording says something else: nmspinning as it is then; the tail of its victim that a
# thief saw; and what becomes of the Gs that are found ready stands in events of their own.
OTHER = {"spinning": "on nmspinning", "runqgrab": "victim head gs index tail", "injectglist": "gs"}

KINDS = {kind: namedtuple(kind, f"kind t m p {rest}") for kind, rest in (FIELDS | ONLY | OTHER).items()}

LOCKED = frozenset({
    "pidleput", "pidleget", "noidle", "mget", "mreserve", "stopm", "globrunqput", "globrunqget",
    "globrunqgetbatch", "globrunqputbatch", "gcstop", "stoptheworld", "procresize", "starttheworld",
    "nowakep", "needed"})


COUNTED = ("spinning", "nowakep")  # their last field is nmspinning


def typed(event: tuple):
    """The event with its fields named; ValueError when it is none of a recording."""
    kind = KINDS.get(event[0]) if event else None
    if kind is None:
        raise ValueError(f"unknown kind {event[0]!r}" if event else "an event has at least a kind")
    if len(event) != len(kind._fields):
        raise ValueError(f"a {event[0]} event has {len(kind._fields)} fields, this has {len(event)}")
    if event[0] in COUNTED and not isinstance(event[-1], int):
        raise ValueError(f"the last field of a {event[0]} event is a number")
    return kind._make(event)


def locked(event) -> bool:
    """Whether sched.lock was held."""
    return event.kind in LOCKED or (event.kind == "look" and event.where == "recheck")


def same(e, event: tuple, rt) -> bool:
    """Whether a recorded event is what the model reports, as far as both say it. rt stands as it does just
    after.
    """
    args = event[4:]
    if e.kind != event[0]:
        return False
    if e.kind == "spinning":
        return (e.on, e.nmspinning) == (args[0], rt.sched.nmspinning)
    if e.kind == "runqgrab":
        return e[4:8] == args
    if e.kind == "globrunqgetbatch":
        return e.gs == args[0] and e.index in (None, args[1])
    if e.kind == "injectglist":
        return sorted(e.gs) == sorted(args[0] + args[1])
    return e[4:] == args and (e.kind != "acquirep" or e.p == event[3])
