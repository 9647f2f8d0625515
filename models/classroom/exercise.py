"""The two kinds of exercise, and what is said about an answer to one.

A message says what is wrong and where, and never what to write: of a function the first case that
goes wrong, with what it gives and what the rule gives; of a prediction the first part that is
wrong, and the belief behind it where one who holds that would have said the same.
"""

from collections.abc import Callable, Mapping, Sequence
from inspect import signature
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from models.runtime.runtime import RULES
from models.words import word

PLAIN = (int, float, str, list, tuple, dict, range, type(None))
SHOWN = 60  # characters of a value that a message shows


class Function(NamedTuple):
    """An exercise whose answer is a function.

    right       what it is to give
    cases       the arguments it is tried with, some of them the student's own
    ask         ask(function, *arguments) is what is compared: the result, unless said otherwise
    """

    right: Callable
    cases: Callable[[Random], list[tuple]]
    ask: Callable = lambda function, *args: function(*args)

    def message(self, answer: object, luck: Random) -> str:
        """What to say about this answer."""
        if not callable(answer):
            return word("check.function", type=type(answer).__name__)
        names, cases = list(signature(self.right).parameters), self.cases(luck)
        for number, case in enumerate(cases):
            want = self.right(*case)
            shown = ", ".join(f"{name}={show(value)}" for name, value in zip(names, case))
            given = shown or word("check.no-arguments")
            try:
                got = self.ask(answer, *case)
            except Exception as error:
                return word("check.raised", given=given, error=f"{type(error).__name__}: {error}")
            if unanswered(got) and number == 0:
                return word("check.unanswered")
            if trouble := difference(got, want):
                key, args = trouble
                return word(f"check.case{key}", given=given, **args)
        return word("check.right.function", n=len(cases))


class Prediction(NamedTuple):
    """An exercise whose answer is about a problem of the student's own.

    problem     makes it
    right       right(problem, rules) is the answer of one who holds these rules
    parts       the catalogue's keys of the names of its parts; none: the answer is an order
    beliefs     what is often believed: belief(problem) is the answer of one who thinks so
    tolerance   how far off a number may be, as a part of it
    """

    problem: Callable[[Random], dict]
    right: Callable[..., list | tuple]
    parts: tuple[str, ...] = ()
    beliefs: Mapping[str, Callable[[dict], Sequence]] = MappingProxyType({})
    tolerance: float = 0.0

    def message(self, answer: object, luck: Random) -> str:
        """What to say about this answer."""
        problem = self.problem(luck)
        want = self.right(problem, RULES)
        if not isinstance(answer, (list, tuple)):
            return self.wrong_form(answer)
        if len(answer) != len(want):
            said = word("check.length", got=len(answer), want=len(want))
            return " ".join([said, *self.believed(problem, answer, len(answer))])
        for i, (got, part) in enumerate(zip(answer, want)):
            if not close(got, part, self.tolerance):
                return " ".join([self.wrong_part(i, got), *self.believed(problem, answer, i)])
        return word("check.right.prediction")

    def wrong_form(self, answer: object) -> str:
        """Said when the answer is no list or tuple."""
        parts = ", ".join(word(part) for part in self.parts)
        form = word("check.form.parts", parts=parts) if parts else word("check.form.order")
        return word("check.form", form=form, type=type(answer).__name__)

    def wrong_part(self, i: int, got: object) -> str:
        """Said of the first part that is wrong."""
        if self.parts:
            return word("check.part", part=word(self.parts[i]), got=show(got))
        return word("check.place", place=i + 1, got=show(got))

    def believed(self, problem: dict, answer: list | tuple, i: int) -> list[str]:
        """What is said of the belief that would have given this answer; else of the first that gives its part i."""
        def same(belief: Sequence) -> list[bool]:
            return [close(got, part, self.tolerance) for got, part in zip(answer, belief)]
        held = {name: belief(problem) for name, belief in self.beliefs.items()}
        whole = [name for name, belief in held.items() if len(belief) == len(answer) and all(same(belief))]
        here = [name for name, belief in held.items() if same(belief)[i:i + 1] == [True]]
        return [word(f"belief.{name}") for name in [*whole, *here][:1]]


Exercise = Function | Prediction


def under(right: Callable, rules: dict) -> Callable[[dict], Sequence]:
    """The answers of one who holds other rules than Go's."""
    return lambda problem: right(problem, rules)


def taking(right: Callable, others: Mapping[str, str]) -> Callable[[dict], list]:
    """The answers of one who takes each of these words to be another: {what is right: what is believed}."""
    return lambda problem: [others.get(part, part) for part in right(problem, RULES)]


def unanswered(answer: object) -> bool:
    """Whether this is what stands in an exercise before it is done: None or an ellipsis."""
    return answer is None or answer is ...


def close(got: object, want: object, tolerance: float = 0.0) -> bool:
    """Whether got is want, or a number near enough."""
    if not tolerance:
        return type(got) is type(want) and got == want
    return isinstance(got, (int, float)) and abs(got - want) <= tolerance * want


def difference(got: object, want: object) -> tuple[str, dict[str, object]] | None:
    """How got differs from want: the end of the message's key, and its arguments. None: not at all."""
    if isinstance(want, dict) and isinstance(got, dict) and want.keys() == got.keys():
        key = next((key for key in want if not close(got[key], want[key])), None)
        return key and (".field", {"field": key, "got": show(got[key]), "want": show(want[key])})
    if not isinstance(want, list) or not isinstance(got, (list, tuple, range)):
        return None if close(got, want) else ("", {"got": show(got), "want": show(want)})
    if len(got) != len(want):
        return ".length", {"got": len(got), "want": len(want)}
    for place, (one, other) in enumerate(zip(got, want), 1):
        if not close(one, other):
            return ".place", {"place": place, "got": show(one), "want": show(other)}
    return None


def show(value: object) -> str:
    """A value in a message: cut where it is long, and by its type where it may have no fixed text."""
    text = repr(value) if isinstance(value, PLAIN) else word("check.type", type=type(value).__name__)
    return text if len(text) <= SHOWN else text[:SHOWN - 1] + "…"
