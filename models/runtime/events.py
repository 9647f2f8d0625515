"""What happened, as plain tuples (kind, t, m, p, ...): cheap to make, typed when read.

t is in simulated nanoseconds (in recordings: measured), m and p are ids or None, g ids are from 1.
"""

from collections import namedtuple

FIELDS = {
    "newproc": "g by",                   # a go statement by `by` has made g
    "runnext": "g kicked",               # g takes runnext, and `kicked` (0: nobody) leaves it
    "runqput": "g index",                # g goes into p's ring at `index`, the tail
    "runqputslow": "head gs",            # the older half from `head`, and one more, go global
    "getnext": "g",                      # p's own M takes runnext
    "runqget": "g index",                # p's own M takes the ring's head
    "runqgrab": "victim head gs index",  # p takes gs from victim's head; all but the last wait in p
    "grabnext": "victim g",              # p takes victim's runnext, to run at once
    "globrunqput": "g",
    "globrunqget": "g",
    "globrunqgetbatch": "gs index",      # the first is to run, the others wait in p from `index`
    "execute": "g inherit schedtick",    # g runs; schedtick as it is then
    "gosched": "g",
    "goyield": "g",                      # g lets the Gs of its own P's ring go first
    "gopark": "g reason",
    "gokeep": "g",                       # g was about to wait, and need not: it goes on
    "goready": "g by",
    "goexit": "g",
    "startm": "target tp spinning new",  # m has M `target` run P `tp`; new: a thread just made
    "stopm": "",
    "netpoll": "until",                  # m, which has no P, sleeps until a timer goes off at `until`
    "acquirep": "",
    "releasep": "",
    "pidleput": "tp",                    # m puts P `tp`, which nobody has, on top of the idle ones
    "pidleget": "tp",                    # m takes the idle P on top
    "spinning": "on",
    "mstart": "",                        # the thread m begins
    "mexit": "",                         # and ends
    "handoffp": "tp",                    # m finds an M for P `tp`, which has lost its own, or lays it aside
    "entersyscall": "g",                 # g asks the operating system, and keeps p as long as nobody takes it
    "entersyscallblock": "g",            # g does so knowing that it will take long: p is handed off at once
    "exitsyscall": "g how",              # g is back, and its P: kept, old (taken back), idle, none
    "retake": "victim",                  # m takes P `victim` from a G in a system call, or gives its own up there
    "preempt": "victim g",               # m asks g, which runs on P `victim`, to stop
    "gopreempt": "g",                    # g stops because it was asked to; where it goes is told next
    "stoptheworld": "",                  # m begins to stop all Ps but its own
    "gcstop": "tp",                      # P `tp` stands still: m has left it, or it was idle, or m took it
    "worldstopped": "",                  # all Ps have stopped
    "procresize": "old new",
    "starttheworld": "",                 # all Ps may run again
    "lockosthread": "g",                 # g runs on m only from here on, and m runs only g
    "unlockosthread": "g",
    "stoplockedm": "",                   # m sleeps until somebody brings it a P and its own G is to run
    "startlockedm": "g target tp",       # m gives its P to M `target`, the only one that may run g
    "netready": "g",                     # the network has brought g, which m runs at once
    "injectglist": "shared gs index",    # the network's Gs: `shared` go global, gs into p's ring from `index`
    "look": "where arg",                 # find_runnable looks: tick, local, global, steal, recheck
    "makechan": "g c size",
    "chansend": "g c value to",          # g has sent: to G `to`, who waited, or into the buffer (0)
    "chanrecv": "g c source",            # g has received: from G `source`, or out of the buffer (0)
    "chanwait": "g c way value",         # g waits in c's queue for this way: send or recv
    "closechan": "g c",
    "log": "g value",                    # the program's own output
    "question": "name args choices",     # nothing happens; models/study asks what comes next
}

TYPES = {kind: namedtuple(kind, f"kind t m p {rest}") for kind, rest in FIELDS.items()}


def read(event: tuple):
    """The event with its fields named.

    ValueError names the kind or the number of fields that is wrong.
    """
    kind = event[0]
    if kind not in TYPES:
        raise ValueError(f"unknown event kind {kind!r}; the kinds are {', '.join(TYPES)}")
    if len(event) != len(TYPES[kind]._fields):
        fields = len(TYPES[kind]._fields)
        raise ValueError(f"a {kind} event has {fields} fields, this has {len(event)}")
    return TYPES[kind](*event)
