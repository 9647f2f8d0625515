"""How a program ends when it cannot go on. A Throw (status.py) is the runtime's own fault; these are not.

Go ends it by throw all the same for a stack overflow and for a defer after its loop.
"""


class Fatal(Exception):
    """The program did what cannot be recovered from: "fatal error: " and the message.

    before: what Go prints before that, on the panics whose deferred calls were running; nothing where Go
    calls throw.
    """

    def __init__(self, message: str, before: str = ""):
        super().__init__(message)
        self.before = before


class Deadlock(Fatal):
    """Nobody can go on: Go's word for it."""


class Panicked(Exception):
    """A panic that nobody recovered: the message is what Go prints, from "panic: " on."""
