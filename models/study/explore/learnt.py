"""Every state in which a thread was seen, and where each answer takes it: each step is learnt once.

A thread is a generator function with arguments. A state is a number; 0 is a thread that has ended.
A generator cannot be copied, so one that has to be at a state again is made anew and given the
answers that led there. What is learnt needs no generator at all.
"""

from collections.abc import Callable, Generator, Hashable

from .place import place

ENDED = 0


class Learnt:
    """The states, and for each what the thread asks for there."""

    def __init__(self):
        self.requests: list[tuple | None] = [None]
        self._came: list[tuple] = [()]  # (state before, answer), or (None, the start)
        self._numbers: dict[Hashable, int] = {}
        self._starts: dict[tuple, int] = {}
        self._after: dict[tuple[int, Hashable], int] = {}
        self._waiting: dict[int, Generator] = {}

    def start(self, function: Callable, *args) -> int:
        """The state of a new thread, before its first step; ValueError where it is not one."""
        start = function, args
        if _hashable(start, f"the arguments of {_name(function)}") not in self._starts:
            thread = function(*args)
            if not isinstance(thread, Generator):
                raise ValueError(f"{_name(function)} is no generator function: a thread has to yield "
                                 "its steps")
            self._starts[start] = self._moved(thread, None, (None, start))
        return self._starts[start]

    def after(self, state: int, answer: Hashable) -> int:
        """The state after that one, when the thread gets this answer."""
        step = state, answer
        if step not in self._after:
            thread = self._waiting.pop(state, None) or self._again(state)
            self._after[step] = self._moved(thread, answer, step)
        return self._after[step]

    def _moved(self, thread: Generator, answer: Hashable, came: tuple) -> int:
        """Let a thread take the answer, and see where it is then."""
        try:
            request = thread.send(answer)
        except StopIteration:
            return ENDED
        key = _hashable(request, f"a request of {thread.__name__}"), _place(thread)
        if key not in self._numbers:
            self._numbers[key] = len(self.requests)
            self.requests.append(request)
            self._came.append(came)
        return self._keep(self._numbers[key], thread)

    def _keep(self, state: int, thread: Generator) -> int:
        """Keep one generator for a state, for the next answer that is new there."""
        self._waiting.setdefault(state, thread)
        return state

    def _again(self, state: int) -> Generator:
        """A generator at that state, by way of all answers that led there first."""
        answers = []
        while state is not None:
            state, answer = self._came[state]
            answers.append(answer)
        function, args = answers.pop()
        thread = function(*args)
        for answer in [None, *reversed(answers)]:
            thread.send(answer)
        return thread


def _hashable(value: Hashable, what: str) -> Hashable:
    """The value, if it can be told apart from others by what it holds."""
    try:
        hash(value)
    except TypeError as problem:
        raise ValueError(f"{what} must be made of values that never change, like numbers and tuples: "
                         f"{problem}") from problem
    return value


def _place(thread: Generator) -> tuple:
    """Where a thread stands."""
    try:
        return place(thread)
    except TypeError as problem:
        line = thread.gi_frame.f_lineno
        raise ValueError(f"{thread.__name__} holds something at line {line} that cannot be "
                         f"told apart by its value: {problem}") from problem


def _name(function: Callable) -> str:
    """A function's name, as far as it has one."""
    return getattr(function, "__name__", repr(function))
