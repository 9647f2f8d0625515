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
        """The state of a new thread, before its first step."""
        start = function, args
        if start not in self._starts:
            self._starts[start] = self._moved(function(*args), None, (None, start))
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
        key = request, place(thread)
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
