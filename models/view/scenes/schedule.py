"""What can happen in a small concurrent algorithm: a sentence if nothing bad can, else the shortest schedule that
brings it about, which plays; on paper it is a table with a column for each thread.
"""

import hashlib
from collections.abc import Callable, Sequence
from html import escape
from math import inf

from models.study.algorithms.staged import Stage, until_bad
from models.study.algorithms.studied import Row, Study, rows, worst
from models.study.algorithms.turning import turning
from models.study.beliefs.schedule import asks
from models.study.choosers import replaying
from models.study.explore.verdict import Verdict
from models.words import word

from ..markup import Markup, plain, rich, said, unmarked
from ..player.player import Player
from .schedule_cells import thread
from .schedule_scene import code, schedule_scene

LIMIT = 500  # steps of a schedule that somebody chooses


def schedule(study: Study, words: str = "", choose: Callable | None = None, id: str = "",
             title: str = "") -> Markup | Player:
    """Whether anything bad can happen, and the schedule that brings it about soonest; or the schedule that
    `choose` picks, up to where something is wrong.

    words: where the catalogue says what the questions mean, before each one's name; "": the name says it.
    id: the player's address on the page. TooMany where what is chosen has more than 500 steps.
    """
    name, answer = worst(study)
    if choose is None and answer.steps is None:
        return never(answer)
    stages, wrong = until_bad(study, choose or replaying(answer.steps), LIMIT)
    turn = None if choose else turning(study, name)
    scene = schedule_scene(study, stages, meaning(words, wrong), asks(stages, turn))
    caption = verdict(answer, meaning(words, name), shown=choose is None)
    return Player(scene, id or address(stages), title or word("schedule.own"), caption,
                  paper=table(study, stages, caption))


def meaning(words: str, name: str) -> str:
    """What a question means, in words; "" where there is none."""
    return word(f"{words}.{name}") if words and name else name


def address(stages: Sequence[Stage]) -> str:
    """A name for exactly this schedule."""
    steps = repr([(stage.step.thread, code(stage.step.request)) for stage in stages[1:]])
    return "fig-schedule-" + hashlib.sha256(steps.encode()).hexdigest()[:8]


def verdict(answer: Verdict, bad: str, shown: bool) -> str:
    """The verdict as a caption. bad: what can happen. shown: whether the schedule is the one it speaks of."""
    if answer.steps is None:
        return word("schedule.never", **numbers(answer))
    args = {"steps": len(answer.steps), "states": f"{answer.states:,}", "bad": bad}
    return word("schedule.caption" if shown else "schedule.caption.other", **args)


def never(answer: Verdict) -> Markup:
    """The sentence that nothing bad can happen."""
    args = numbers(answer)
    return Markup(f'<p class="verdict">{said("schedule.never", **args)}</p>', plain("schedule.never", **args))


def numbers(answer: Verdict) -> dict[str, str]:
    """How many states and schedules were followed."""
    endless = answer.schedules == inf
    schedules = plain("schedule.endless") if endless else plain("schedule.count", n=f"{answer.schedules:,}")
    return {"states": f"{answer.states:,}", "schedules": schedules}


def table(study: Study, stages: Sequence[Stage], caption: str) -> Markup:
    """A schedule on paper, a row for each step: in its thread's column, and beside it the words it changed."""
    found = rows(study, [stage.step for stage in stages[1:]])
    threads = [*map(thread, stages[-1].stands)]
    top = "".join(f'<th scope="col">{escape(head)}</th>'
                  for head in (plain("schedule.step"), *threads, plain("schedule.words")))
    body = "".join(row_html(number, row, len(threads)) for number, row in enumerate(found, 1))
    html = (f'<table class="compare schedule"><caption>{rich(caption)}</caption>'
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>")
    lines = [f"{number}  {threads[row.who]}: {step(row)}" for number, row in enumerate(found, 1)]
    return Markup(html, "\n".join([unmarked(caption), *lines]))


def row_html(number: int, row: Row, threads: int) -> str:
    """A step: its thread's cell, and what it changed."""
    cells = [f"<code>{escape(step(row))}</code>" if who == row.who else "" for who in range(threads)]
    changed = "<br>".join(f"<code>{escape(f'{name} = {new}')}</code>" for name, new in row.changed.items())
    return (f'<tr><th scope="row">{number}</th>' + "".join(f"<td>{cell}</td>" for cell in cells)
            + f"<td>{changed}</td></tr>")


def step(row: Row) -> str:
    """A step in short: "cas p0.head, 0, 1 → True"."""
    return code(row.request) + ("" if row.answer is None else f" → {row.answer}")
