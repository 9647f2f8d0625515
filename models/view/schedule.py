"""A verdict on a small concurrent algorithm: one sentence, and the shortest bad schedule as a table.

A column for each thread, in which its steps stand; and beside them the words that a step changed.
"""

from collections.abc import Hashable
from html import escape
from math import inf

from models.study.algorithms.studied import Row, Study, rows, worst
from models.study.verdict import Verdict
from models.words import catalogue, language

from .markup import Markup, plain, said


def schedule(study: Study, words: str = "") -> Markup:
    """Whether anything bad can happen, and the schedule that brings it about soonest.

    words: where the catalogue says what the questions mean, before each one's name; "": the name says it.
    """
    bad, answer = worst(study)
    if answer.steps is None:
        return never(answer)
    found = rows(study, answer)
    threads = [thread(name) for name in study.names]
    extra = range(len(threads), 1 + max((row.who for row in found), default=-1))
    return table(plain(f"{words}.{bad}") if words else bad, answer, found, [*threads, *(plain("schedule.thread.more", number=n) for n in extra)])


def never(answer: Verdict) -> Markup:
    """The sentence that nothing bad can happen."""
    endless = answer.schedules == inf
    schedules = plain("schedule.endless") if endless else plain("schedule.count", n=f"{answer.schedules:,}")
    args = {"states": f"{answer.states:,}", "schedules": schedules}
    return Markup(f'<p class="verdict">{said("schedule.never", **args)}</p>', plain("schedule.never", **args))


def thread(name: Hashable) -> str:
    """A thread's name in words: "thief 1" by its word, one that is not in the catalogue as it is."""
    word, space, number = str(name).partition(" ")
    key = f"schedule.thread.{word}"
    return f"{plain(key) if key in catalogue(language()) else word}{space}{number}"


def table(bad: str, answer: Verdict, found: list[Row], threads: list[str]) -> Markup:
    """The schedule, a row for each step."""
    args = {"steps": len(found), "states": f"{answer.states:,}", "bad": bad}
    heads = [plain("schedule.step"), *threads, plain("schedule.words")]
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(row_html(number, row, len(threads)) for number, row in enumerate(found, 1))
    html = (f'<table class="compare schedule"><caption>{said("schedule.caption", **args)}</caption>'
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>")
    lines = [f"{number}  {threads[row.who]}: {step(row)}" for number, row in enumerate(found, 1)]
    return Markup(html, "\n".join([plain("schedule.caption", **args), *lines]))


def row_html(number: int, row: Row, threads: int) -> str:
    """A step: its thread's cell, and what it changed."""
    cells = [f"<code>{escape(step(row))}</code>" if who == row.who else "" for who in range(threads)]
    changed = "<br>".join(f"<code>{escape(f'{name} = {value}')}</code>" for name, value in row.changed.items())
    return (f'<tr><th scope="row">{number}</th>' + "".join(f"<td>{cell}</td>" for cell in cells)
            + f"<td>{changed}</td></tr>")


def step(row: Row) -> str:
    """A step in short: "cas p0.head, 0, 1 → True"."""
    name, *args = row.request
    shown = ", ".join(getattr(arg, "__name__", str(arg)) for arg in args)
    answer = "" if row.answer is None else f" → {row.answer}"
    return f"{name} {shown}".rstrip() + answer
