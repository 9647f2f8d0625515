"""Small programs, and what is reported of each in the run on one P, worked out by hand.

In each, goroutine 1 (body 1) and main touch v0, and something lies between that orders them or does not.
"""

from models.program.format import Program
from models.program.parse import parse
from tests.golang.known import program

W, R, GO, YIELD = ["write", 0], ["read", 0], ["go", 1], ["gosched"]


def made(*bodies: list, **shared) -> Program:
    """The program; one P finds no goroutine in the global queue first."""
    return parse(program(*bodies, **{"vars": 1, "schedtick": 1} | shared))


# name: (program, the things that are reported, each once)
CASES: dict[str, tuple[Program, list[str]]] = {
    "go orders what was before it": (made([W, GO, YIELD], [R]), []),
    "and not what comes after": (made([GO, W, YIELD], [R]), ["v0"]),
    "two reads are no race": (made([GO, R, YIELD], [R]), []),
    "the end of a goroutine orders nothing": (made([GO, YIELD, R], [W]), ["v0"]),
    "send orders the receiver": (made([GO, ["recv", 0], R], [W, ["send", 0]], chans=[0]), []),
    "receive orders the sender": (made([GO, W, ["recv", 0], YIELD], [["send", 0], R], chans=[0]), []),
    "without a buffer also who waited": (made([GO, YIELD, W, ["recv", 0], YIELD], [["send", 0], R], chans=[0]), []),
    "a buffered send orders the receiver": (made([GO, YIELD, ["recv", 0], R], [W, ["send", 0]], chans=[1]), []),
    "a buffered receive does not order the send": (
        made([GO, YIELD, W, ["recv", 0], YIELD], [["send", 0], YIELD, R], chans=[1]), ["v0"]),
    "but the send that needs its slot again": (
        made([GO, YIELD, W, ["recv", 0], YIELD], [["send", 0], ["send", 0], R], chans=[1]), []),
    "slots are told apart": (
        made([GO, YIELD, W, ["recv", 0], YIELD], [["send", 0], ["send", 0], ["send", 0], ["recv", 0], R], chans=[3]),
        ["v0"]),
    "a value past the buffer uses a slot": (
        made([GO, ["recv", 0], W, ["recv", 0], YIELD], [["send", 0], ["send", 0], ["send", 0], R], chans=[1]), []),
    "and both sides move on by it": (
        made([GO, ["recv", 0], YIELD, ["recv", 0], R], [["send", 0], W, ["send", 0]], chans=[2]), []),
    "a closed channel orders the receiver": (made([GO, YIELD, ["recv", 0], R], [W, ["close", 0]], chans=[0]), []),
    "also the one who waits": (made([GO, ["recv", 0], R], [W, ["close", 0]], chans=[0]), []),
    "to close races with a send": (made([GO, YIELD, ["close", 0]], [["send", 0]], chans=[1]), ["ch0"]),
    "not where the send comes first": (made([GO, ["recv", 0], ["recv", 0], ["close", 0]], [["send", 0], ["send", 0]],
                                            chans=[0]), []),
    "a select sends as a send does": (made([GO, ["recv", 0], R], [W, ["select", [["send", 0]]]], chans=[0]), []),
    "a default orders nothing": (made([GO, YIELD, ["tryrecv", 0], R], [W], chans=[0]), ["v0"]),
    "a Mutex orders who comes after": (
        made([GO, YIELD, ["lock", 0], R, ["unlock", 0]], [["lock", 0], W, ["unlock", 0]], mutexes=1), []),
    "also who waits for it": (made([GO, ["lock", 0], W, YIELD, ["unlock", 0], YIELD], [["lock", 0], R], mutexes=1), []),
    "a Mutex of another kind does not": (
        made([GO, YIELD, ["lock", 1], R, ["unlock", 1]], [["lock", 0], W, ["unlock", 0]], mutexes=2), ["v0"]),
    "a TryLock that fails orders nothing": (
        made([GO, YIELD, ["trylock", 0], R], [W, ["lock", 0]], mutexes=1), ["v0"]),
    "one that succeeds does": (
        made([GO, YIELD, ["trylock", 0], R], [W, ["lock", 0], ["unlock", 0]], mutexes=1), []),
    "what a Lock leaves is learnt by who waits only": (
        made([GO, YIELD, R], [W, ["lock", 0]], mutexes=1), ["v0"]),
    "who unlocks learns nothing of who waits": (
        made([GO, ["lock", 0], YIELD, ["unlock", 0], R], [W, ["lock", 0]], mutexes=1), ["v0"]),
    "a writer orders readers": (
        made([GO, YIELD, ["rlock", 0], R], [["wlock", 0], W, ["wunlock", 0]], rwmutexes=1), []),
    "a reader orders writers": (
        made([GO, YIELD, ["wlock", 0], W], [["rlock", 0], R, ["runlock", 0]], rwmutexes=1), []),
    "every reader orders writers": (
        made([["go", 1], ["go", 2], YIELD, YIELD, ["wlock", 0], R], [["rlock", 0], ["runlock", 0]],
             [["rlock", 0], W, ["runlock", 0]], rwmutexes=1), []),
    "a reader orders no reader": (
        made([GO, YIELD, ["rlock", 0], R], [["rlock", 0], W, ["runlock", 0]], rwmutexes=1), ["v0"]),
    "a writer orders writers": (
        made([GO, YIELD, ["wlock", 0], W], [["wlock", 0], W, ["wunlock", 0]], rwmutexes=1), []),
    "Done orders Wait": (made([["add", 0], GO, ["wait", 0], R], [W, ["done", 0]], waitgroups=1), []),
    "also a Wait that need not wait": (
        made([["add", 0], GO, YIELD, ["wait", 0], R], [W, ["done", 0]], waitgroups=1), []),
    "every Done orders Wait": (
        made([["add", 0], ["add", 0], ["go", 1], ["go", 2], ["wait", 0], R], [["done", 0]], [W, ["done", 0]],
             waitgroups=1), []),
    "only the first who waits writes": (
        made([["add", 0], ["go", 1], ["go", 2], YIELD, YIELD, ["wait", 0]], [["wait", 0]],
             [YIELD, YIELD, YIELD, ["done", 0]], waitgroups=1), []),
    "Done orders no Done": (
        made([["add", 0], ["add", 0], GO, YIELD, ["done", 0], R], [W, ["done", 0]], waitgroups=1), ["v0"]),
    "only the first Add reads what Wait writes": (
        made([GO, YIELD, ["add", 0], ["done", 0]], [["add", 0], ["done", 0], ["add", 0], ["wait", 0]], waitgroups=1), []),
    "Add while another waits": (
        made([["go", 1], ["go", 2], YIELD, YIELD], [["add", 0], ["wait", 0]], [YIELD, ["done", 0], ["add", 0]],
             waitgroups=1), ["wg0"]),
    "a Once orders who finds it done": (
        made([GO, YIELD, ["once", 0, 2], R], [["once", 0, 2]], [W], onces=1), []),
    "Signal orders nobody": (
        made([GO, YIELD, W, ["signal", 0], YIELD], [["condlock", 0], ["condwait", 0], ["condunlock", 0], R],
             conds=1), ["v0"]),
    "its Mutex does": (
        made([GO, YIELD, ["condlock", 0], W, ["signal", 0], ["condunlock", 0], YIELD],
             [["condlock", 0], ["condwait", 0], ["condunlock", 0], R], conds=1), []),
    "a store orders the load": (made([GO, YIELD, ["aload", 0], R], [W, ["astore", 0]], atomics=1), []),
    "a load orders nobody": (made([GO, YIELD, ["astore", 0], W], [R, ["aload", 0]], atomics=1), ["v0"]),
    "a swap orders the swap": (made([GO, YIELD, ["cas", 0], R], [W, ["cas", 0]], atomics=1), []),
    "one that fails leaves nothing": (
        made([["astore", 0], GO, YIELD, ["aload", 0], R], [W, ["cas", 0]], atomics=1), ["v0"]),
    "a store forgets the one before": (
        made([["go", 1], ["go", 2], YIELD, YIELD, ["aload", 0], R], [YIELD, ["astore", 0]], [W, ["astore", 0]],
             atomics=1), ["v0"]),
    "a swap that fails does not": (
        made([["go", 1], ["go", 2], YIELD, YIELD, ["aload", 0], R], [YIELD, ["cas", 0]], [W, ["astore", 0]],
             atomics=1), []),
    "a report clears the cells": (made([GO, W, YIELD, R], [R, W]), ["v0", "v0"]),
}
