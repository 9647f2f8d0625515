"""Ask real Go more than once: on a busy machine a program may stand still for longer than a slice, and then sysmon
stops whoever runs there. Another order is right in such a run.
"""

from collections.abc import Callable

TRIES = 20


def again(ask: Callable[[], object], expected: object) -> object:
    """The answer, asked for until it is what is expected, TRIES times at most; else the last."""
    for _ in range(TRIES):
        answer = ask()
        if answer == expected:
            break
    return answer
