"""Small programs and the logs that Go's own rules give them, worked out by hand.

KNOWN: name -> (line of the format, log). Each starts at a schedtick of 14 unless it says another.
"""

import json


def program(*bodies: list, **fields) -> str:
    """One line of the format: bodies are lists of operations, a plain name standing for [name]."""
    spelt = [[[op] if isinstance(op, str) else op for op in body] for body in bodies]
    return json.dumps({"schedtick": 14} | fields | {"bodies": spelt})


CASES = [["recv", 0], ["send", 1]]
RECOVERS = ["recover"]
KNOWN = {
    "the example": (
        program([["go", 1], "gosched", ["recv", 0]], [["send", 0], "log"], chans=[0, 2, -1]),
        "0:0.0=1 0:0.1=0 0:0.2=1 END"),
    "nothing": (program([]), "END"),
    "spawn three": (
        program([["go", 1]] * 3 + ["gosched"], ["log"]),
        "0:0.0=1 0:0.1=2 0:0.2=3 3:1.0=0 1:1.0=0 2:1.0=0 0:0.3=0 END"),
    "the 61st tick takes main first": (
        program([["go", 1], "gosched"], ["log"], schedtick=0), "0:0.0=1 0:0.1=0 END"),
    "the 62nd tick does not": (
        program([["go", 1], "gosched"], ["log"], schedtick=1), "0:0.0=1 1:1.0=0 0:0.1=0 END"),
    "main waits for nobody": (program(["log", ["recv", 0]], chans=[0]), "0:0.0=0 DEADLOCK"),
    "send on nil": (program([["send", 0]], chans=[-1]), "DEADLOCK"),
    "close wakes the first receiver last, into runnext": (
        program([["go", 1]] * 3 + ["gosched", ["close", 0], "gosched"], [["recv", 0]], chans=[0]),
        "0:0.0=1 0:0.1=2 0:0.2=3 0:0.3=0 0:0.4=0 3:1.0=0 2:1.0=0 1:1.0=0 0:0.5=0 END"),
    "close of closed": (program([["close", 0], ["close", 0]], chans=[0]), "0:0.0=0 PANIC"),
    "close of nil": (program([["close", 0]], chans=[-1]), "PANIC"),
    "send on closed": (program([["close", 0], ["send", 0]], chans=[1]), "0:0.0=0 PANIC"),
    "try": (
        program([["trysend", 0], ["trysend", 0], ["tryrecv", 0], ["tryrecv", 0], ["close", 0],
                 ["tryrecv", 0], ["recv", 0]], chans=[1]),
        "0:0.0=1 0:0.1=0 0:0.2=2 0:0.3=0 0:0.4=0 0:0.5=1 0:0.6=0 END"),
    "select takes the ready case": (
        program([["select", CASES], ["trysel", CASES], ["select", [["recv", 1]]]], chans=[0, 1]),
        "0:0.0=1 0:0.1=-1 0:0.2=0 END"),
    "select blocks on nil": (
        program([["select", [["recv", 0], ["send", 0]]]], chans=[-1]), "DEADLOCK"),
    "select sends on closed": (program([["close", 1], ["select", CASES]], chans=[0, 1]),
                               "0:0.0=0 PANIC"),
    "lock and try": (
        program([["lock", 0], ["trylock", 0], ["unlock", 0], ["trylock", 0]], mutexes=1),
        "0:0.0=0 0:0.1=0 0:0.2=0 0:0.3=1 END"),
    "main barges in": (
        program([["lock", 0], ["go", 1], "gosched", ["unlock", 0], ["lock", 0], ["unlock", 0],
                 "gosched"],
                [["lock", 0], ["unlock", 0]], mutexes=1),
        "0:0.0=0 0:0.1=1 0:0.2=0 0:0.3=0 0:0.4=0 0:0.5=0 1:1.0=0 1:1.1=0 0:0.6=0 END"),
    "unlock of unlocked": (program([["unlock", 0]], mutexes=1), "FATAL"),
    "it cannot be recovered": (
        program([["defer", 1], ["unlock", 0]], RECOVERS, mutexes=1), "0:0.0=0 FATAL"),
    "runlock of unlocked": (program([["runlock", 0]], rwmutexes=1), "FATAL"),
    "wunlock of unlocked": (program([["wunlock", 0]], rwmutexes=1), "FATAL"),
    "readers go before the writer": (
        program([["wlock", 0], ["go", 1], ["go", 1], ["go", 2], "gosched", ["wunlock", 0],
                 "gosched"],
                [["rlock", 0], ["runlock", 0]], [["wlock", 0], ["wunlock", 0]], rwmutexes=1),
        "0:0.0=0 0:0.1=1 0:0.2=2 0:0.3=3 0:0.4=0 0:0.5=0 1:1.0=0 1:1.1=0 2:1.0=0 2:1.1=0 "
        "3:2.0=0 3:2.1=0 0:0.6=0 END"),
    "wait for two": (
        program([["add", 0], ["add", 0], ["go", 1], ["go", 1], ["wait", 0]], [["done", 0], "log"],
                waitgroups=1),
        "0:0.0=0 0:0.1=0 0:0.2=1 0:0.3=2 2:1.0=0 2:1.1=0 1:1.0=0 1:1.1=0 0:0.4=0 END"),
    "a counter below 0": (program([["done", 0]], waitgroups=1), "PANIC"),
    "a WaitGroup used again too early": (
        program([["add", 0], ["go", 1], ["wait", 0]], [["done", 0], ["add", 0]], waitgroups=1),
        "0:0.0=0 0:0.1=1 1:1.0=0 1:1.1=0 PANIC"),
    "broadcast wakes in order": (
        program([["go", 1]] * 3 + ["gosched", ["broadcast", 0], "gosched"],
                [["condlock", 0], ["condwait", 0], ["condunlock", 0]], conds=1),
        "0:0.0=1 0:0.1=2 0:0.2=3 3:1.0=0 1:1.0=0 2:1.0=0 0:0.3=0 0:0.4=0 2:1.1=0 2:1.2=0 "
        "3:1.1=0 3:1.2=0 1:1.1=0 1:1.2=0 0:0.5=0 END"),
    "signal wakes the first": (
        program([["go", 1]] * 2 + ["gosched", ["signal", 0], "gosched"],
                [["condlock", 0], ["condwait", 0], ["condunlock", 0]], conds=1),
        "0:0.0=1 0:0.1=2 2:1.0=0 1:1.0=0 0:0.2=0 0:0.3=0 2:1.1=0 2:1.2=0 0:0.4=0 END"),
    "a Cond waits without its lock": (program([["condwait", 0]], conds=1), "FATAL"),
    "once": (program([["once", 0, 1], ["once", 0, 1]], ["log"]), "0:1.0=0 0:0.0=0 0:0.1=0 END"),
    "once inside itself": (program([["once", 0, 1]], [["once", 0, 1]]), "DEADLOCK"),
    "a panic in once counts": (
        program([["call", 1], ["once", 0, 3]], [["defer", 2], ["once", 0, 3]], RECOVERS, ["panic"]),
        "0:1.0=0 0:3.0=0 0:2.0=1 0:0.0=0 0:0.1=0 END"),
    "recover called through once": (
        program([["defer", 1], "panic"], [["once", 0, 2]], RECOVERS),
        "0:0.0=0 0:0.1=0 0:2.0=0 0:1.0=0 PANIC"),
    "atomics": (
        program([["aload", 0], ["cas", 0], ["cas", 0], ["aload", 0], ["astore", 1], ["aload", 1]],
                atomics=2),
        "0:0.0=0 0:0.1=1 0:0.2=0 0:0.3=1 0:0.4=0 0:0.5=1 END"),
    "variables": (program([["write", 0], ["read", 0]], vars=1), "0:0.0=0 0:0.1=0 END"),
    "panic": (program(["panic", "log"]), "0:0.0=0 PANIC"),
    "a panic elsewhere": (program([["go", 1], ["recv", 0]], ["panic"], chans=[0]),
                          "0:0.0=1 1:1.0=0 PANIC"),
    "recovered": (
        program([["call", 1]], [["defer", 2], "panic"], RECOVERS),
        "0:1.0=0 0:1.1=0 0:2.0=1 0:0.0=0 END"),
    "recover called too deep": (
        program([["call", 1]], [["defer", 2], "panic"], [["call", 3]], RECOVERS),
        "0:1.0=0 0:1.1=0 0:3.0=0 0:2.0=0 PANIC"),
    "recover called too high": (
        program([["defer", 1], ["defer", 2], "panic"], RECOVERS, [["call", 3]], RECOVERS),
        "0:0.0=0 0:0.1=0 0:0.2=0 0:3.0=0 0:2.0=0 0:1.0=1 END"),
    "recover without a panic": (program(["recover"]), "0:0.0=0 END"),
    "deferred calls, last first": (
        program([["defer", 1], ["defer", 2], "log"], ["log"], ["log"]),
        "0:0.0=0 0:0.1=0 0:0.2=0 0:2.0=0 0:1.0=0 END"),
    "a panic in a deferred call": (
        program([["call", 1]], [["defer", 3], ["defer", 2], "panic"], ["panic"],
                ["recover", "recover"]),
        "0:1.0=0 0:1.1=0 0:1.2=0 0:2.0=0 0:3.0=1 0:3.1=0 0:0.0=0 END"),
    "a negative counter is recovered": (
        program([["defer", 1], ["done", 0]], RECOVERS, waitgroups=1), "0:0.0=0 0:1.0=1 END"),
    "Goexit in main": (program([["go", 1], "goexit"], ["log"]), "0:0.0=1 0:0.1=0 1:1.0=0 DEADLOCK"),
    "Goexit runs what is deferred": (
        program([["defer", 1], "goexit"], RECOVERS), "0:0.0=0 0:0.1=0 0:1.0=0 DEADLOCK"),
    "Goexit ends a panic": (
        program([["go", 1], "gosched"], [["defer", 2], "panic"], ["goexit"]),
        "0:0.0=1 1:1.0=0 1:1.1=0 1:2.0=0 0:0.1=0 END"),
    "main returns while another panics": (
        program([["go", 1], "gosched"], [["defer", 2], "panic"], ["gosched", "log"]),
        "0:0.0=1 1:1.0=0 1:1.1=0 0:0.1=0 END"),
}
# These take a stack of 64 MB in the harness, and of 1 GB in a plain program.
TOO_DEEP = {
    "calls itself": (program([["call", 0]]), "FATAL"),
    "calls itself in turns": (program([["call", 1]], [["call", 0]]), "FATAL"),
}
EVERY_OPERATION = program(
    [["go", 1], "gosched", ["send", 0], ["recv", 0], ["close", 0], ["trysend", 1], ["tryrecv", 1],
     ["select", CASES], ["trysel", CASES], ["lock", 0], ["unlock", 0], ["trylock", 0], ["rlock", 0],
     ["runlock", 0], ["wlock", 0], ["wunlock", 0], ["add", 0], ["done", 0], ["wait", 0],
     ["condlock", 0], ["condunlock", 0], ["condwait", 0], ["signal", 0], ["broadcast", 0],
     ["call", 1], ["defer", 1], ["once", 0, 1], ["read", 0], ["write", 0], ["aload", 0],
     ["astore", 0], ["cas", 0], "goexit", "panic", "log"],
    ["log", "recover"], [], chans=[1, 1, -1], mutexes=1, rwmutexes=1, waitgroups=1, conds=1,
    onces=1, vars=1, atomics=1)
