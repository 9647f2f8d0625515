"""What to ask a reader while deferred calls run, and what others would expect."""

from collections.abc import Callable

from ..asking import Ask, before


def tells(kind: str, function: str = "") -> Callable:
    """Finds the moments of this kind; and of this function, where one is named."""
    return before(lambda one: one.kind == kind and function in ("", one.what, one.by))


FIRST = Ask("panic-first", tells("panic"),
            {"outer": "panic-oldest-first", "rescues": "panic-seeks-recover", "inner": ""})
UNWIND = {
    "outer": (
        FIRST,
        Ask("panic-then", tells("return", "rescues"),
            {"panic": "panic-goes-on-behind", "end": "", "jump": "panic-jumps-at-once"}),
        Ask("panic-where", tells("recovery"),
            {"call": "panic-after-call", "main": "panic-skips-the-rest", "end": ""}),
        Ask("panic-value", tells("return", "outer"),
            {"zero": "panic-zero-result", "before": "panic-rolls-back", "changed": ""}),
    ),
    "helper": (
        FIRST,
        Ask("panic-helper", tells("recover"),
            {"boom": "panic-anywhere-below", "error": "panic-helper-error", "nil": ""}),
    ),
}
NESTED = {
    "panic": (
        Ask("nested-value", tells("recover"), {"boom": "nested-oldest", "both": "nested-both", "worse": ""}),
        Ask("nested-older", tells("recovery"), {"goes": "nested-goes-on", "over": "", "fatal": "nested-is-fatal"}),
    ),
    "goexit": (
        Ask("goexit-value", tells("recover"),
            {"nil": "goexit-hides-panic", "goexit": "goexit-is-panic", "worse": ""}),
        Ask("goexit-where", tells("resume"),
            {"worker": "goexit-forgotten", "goexit": "", "end": "goexit-at-once"}),
    ),
}
