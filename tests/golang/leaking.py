"""Small programs that leave goroutines waiting, and which of these have leaked, worked out by hand.

LEAKING: name -> (line of the format, places where they stay asleep, all who wait, those of them who leaked).
"""

from tests.golang.known import program

LEAKING = {
    "a send nobody will take": (program([["go", 1], "log"], [["send", 0]], chans=[0]), [], {1}, {1}),
    "main has still to receive": (
        program([["go", 1], "log", ["recv", 0]], [["send", 0]], chans=[0]), [(0, 1)], {1}, set()),
    "main has received for the last time": (
        program([["go", 1], ["tryrecv", 0], "log"], [["send", 0]], chans=[0]), [(0, 2)], {1}, {1}),
    "a nil channel": (program([["go", 1], "log"], [["recv", 0]], chans=[-1]), [], {1}, {1}),
    "a nil channel that somebody needs": (
        program([["go", 1], "log", ["recv", 0]], [["recv", 0]], chans=[-1]), [(0, 1)], {1}, {1}),
    "a select on nil channels": (
        program([["go", 1]], [["select", [["recv", 0], ["send", 1]]]], chans=[-1, -1]), [], {1}, {1}),
    "one channel of a select is enough": (
        program([["go", 1], "log", ["recv", 1]], [["select", [["recv", 0], ["send", 1]]]], chans=[0, 0]),
        [(0, 1)], {1}, set()),
    "a select keeps its other channel": (
        program([["go", 1], ["go", 2], "log", ["recv", 1]], [["select", [["send", 0], ["send", 1]]]],
                ["gosched", ["send", 0]], chans=[0, 0]), [(0, 2)], {1, 2}, set()),
    "a chain": (
        program([["go", 1], ["go", 2], "log", ["send", 0]], [["recv", 0], ["send", 1]],
                [["recv", 1]], chans=[0, 0]),
        [(0, 2)], {1, 2}, set()),
    "a chain whose end is out of use": (
        program([["go", 1], ["go", 2], "log", ["send", 1]], [["recv", 0], ["send", 1]],
                [["recv", 1]], chans=[0, 0]),
        [(0, 2)], {1, 2}, {1}),
    "two who know only each other": (
        program([["go", 1], ["go", 2]], [["recv", 0], ["send", 1]], [["recv", 1], ["send", 0]], chans=[0, 0]),
        [], {1, 2}, {1, 2}),
    "a full buffer": (program([["go", 1]], [["send", 0]] * 3, chans=[2]), [], {1}, {1}),
    "a mutex locked twice by one": (program([["lock", 0], ["lock", 0]], mutexes=1), [], {0}, {0}),
    "a mutex that a sleeper will unlock": (
        program([["lock", 0], ["go", 1], "log", ["unlock", 0]], [["lock", 0]], mutexes=1),
        [(0, 2)], {1}, set()),
    "a mutex that a sleeper has forgotten": (
        program([["lock", 0], ["go", 1], "log"], [["lock", 0]], mutexes=1), [(0, 2)], {1}, {1}),
    "two mutexes the wrong way round": (
        program([["go", 1], ["lock", 0], "gosched", ["lock", 1]], [["lock", 1], "gosched",
                ["lock", 0]], mutexes=2),
        [], {0, 1}, {0, 1}),
    "a writer behind a writer": (
        program([["wlock", 0], ["go", 1], "log", ["wunlock", 0]], [["wlock", 0]], rwmutexes=1),
        [(0, 2)], {1}, set()),
    "a writer behind a writer who forgot": (
        program([["wlock", 0], ["go", 1], "log"], [["wlock", 0]], rwmutexes=1), [(0, 2)], {1}, {1}),
    "a writer behind a reader, a reader behind it": (
        program([["rlock", 0], ["go", 1], ["go", 1], "log"], [["wlock", 0], ["rlock", 0]], rwmutexes=1),
        [(0, 3)], {1, 2}, {1, 2}),
    "a reader behind a writer": (
        program([["wlock", 0], ["go", 1], "log", ["wunlock", 0]], [["rlock", 0]], rwmutexes=1),
        [(0, 2)], {1}, set()),
    "a WaitGroup that nobody counts down": (
        program([["add", 0], ["go", 1], "log"], [["wait", 0]], waitgroups=1), [(0, 2)], {1}, {1}),
    "a WaitGroup that a sleeper counts down": (
        program([["add", 0], ["go", 1], "log", ["done", 0]], [["wait", 0]], waitgroups=1),
        [(0, 2)], {1}, set()),
    "a Cond that nobody signals": (
        program([["go", 1], "log"], [["condlock", 0], ["condwait", 0]], conds=1), [], {1}, {1}),
    "a Cond that a sleeper signals": (
        program([["go", 1], "gosched", ["signal", 0]], [["condlock", 0], ["condwait", 0]], conds=1),
        [(0, 2)], {1}, set()),
    "a Cond leads to its Mutex": (
        program([["condlock", 0], ["go", 1], "log", ["signal", 0]], [["condlock", 0]], conds=1),
        [(0, 2)], {1}, set()),
    "a Cond's waiter is woken and wants the Mutex": (
        program([["go", 1], "gosched", ["condlock", 0], ["signal", 0], "gosched", "log"],
                [["condlock", 0], ["condwait", 0]], conds=1), [(0, 5)], {1}, {1}),
    "a Once that is under way": (
        program([["go", 2], ["once", 0, 1]], ["log"], [["once", 0, 1]], onces=1), [(1, 0)], {1}, set()),
    "a Once that waits for itself": (program([["once", 0, 1]], [["once", 0, 1]], onces=1), [], {0}, {0}),
    "a Once under way keeps nothing that it handed over": (
        program([["go", 2], ["once", 0, 1]], [["trysend", 0], "log"], ["gosched",
                ["recv", 0]], onces=1, chans=[0]),
        [(1, 1)], {1}, {1}),
    "who waits for a Once keeps what it would call": (
        program([["go", 3], ["go", 4], ["once", 0, 1]], [["go", 2], "log"], [], ["gosched", ["once", 0, 5]],
                [["recv", 0], "log"], [["send", 0]], onces=1, chans=[0]), [(1, 1)], {1, 2}, set()),
    "a caller keeps what it needs afterwards": (
        program([["go", 2], ["call", 1], ["send", 0]], ["log"], [["recv", 0]], chans=[0]),
        [(1, 0)], {1}, set()),
    "a caller keeps nothing else": (
        program([["go", 2], ["call", 1], "log"], [["trysend", 0], "log"], [["recv", 0]], chans=[0]),
        [(1, 1)], {1}, {1}),
    "what is deferred is kept": (
        program([["go", 2], ["defer", 1], "log"], [["send", 0]], [["recv", 0]], chans=[0]),
        [(0, 2)], {1}, set()),
    "what was deferred is kept until the frame is gone": (
        program([["go", 3], ["defer", 1], ["defer", 2]], ["log"], [["trysend", 0]], [["recv", 0]], chans=[0]),
        [(1, 0)], {1}, set()),
    "nine deferred calls are records, and go when they run": (
        program([["go", 3], *[["defer", 1]] * 8, ["defer", 2]], ["log"], [["trysend", 0]],
                [["recv", 0]], chans=[0]),
        [(1, 0)], {1}, {1}),
    "nine deferred calls that have yet to run": (
        program([["go", 3], ["defer", 2], *[["defer", 1]] * 8], ["log"], [["trysend", 0]],
                [["recv", 0]], chans=[0]),
        [(1, 0)], {1}, set()),
    "what stands after a panic is never needed": (
        program([["go", 2], ["defer", 1], "panic", ["send", 0]], ["log"], [["recv", 0]], chans=[0]),
        [(1, 0)], {1}, {1}),
    "what stands after a Goexit is needed": (
        program([["go", 2], ["defer", 1], "goexit", ["send", 0]], ["log"], [["recv", 0]], chans=[0]),
        [(1, 0)], {1}, set()),
    "a caller of what panics keeps what it would need": (
        program([["go", 2], ["call", 3], ["send", 0]], ["log"], [["recv", 0]],
                [["defer", 1], "panic"], chans=[0]),
        [(1, 0)], {1}, set()),
    "a select that panics keeps none of its channels": (
        program([["go", 2], ["close", 0], "gosched", ["defer", 1], ["select", [["send", 0], ["send", 1]]]],
                ["log"], [["send", 1]], chans=[0, 0]), [(1, 0)], {1}, {1}),
    "who sleeps before a call has still to hand over": (
        program([["go", 2], ["call", 1]], [["send", 0]], [["recv", 0]], chans=[0]), [(0, 1)], {1}, set()),
    "what went with a panic is gone after recover": (
        program([["go", 3], ["call", 1], "log"], [["defer", 2], "panic", ["send", 0]], ["recover"],
                [["recv", 0]],
                chans=[0]), [(0, 2)], {1}, {1}),
    "more arguments than registers": (
        program([["go", 1], ["go", 2]], [*[["trysend", c] for c in range(12)], "log", ["send", 11]],
                ["gosched", ["recv", 10]], chans=[0] * 12), [(1, 12)], {2}, {2}),
    "more arguments than registers, one of them needed": (
        program([["go", 1], ["go", 2]], [*[["trysend", c] for c in range(12)], "log", ["send", 11]],
                ["gosched", ["recv", 11]], chans=[0] * 12), [(1, 12)], {2}, set()),
}
