"""The states of an algorithm drawn, with the shortest bad schedule marked; or told in numbers if many."""

import hashlib
from html import escape
from math import inf

from models.study.algorithms.studied import Study, rows, worst
from models.study.explore.explore import OVER, START, Graph
from models.study.explore.shape import Shape, depths, kind, shape, widest
from models.study.explore.verdict import At, Verdict, shortest

from ..markup import Markup, plain, said
from .schedule import step
from .schedule_cells import thread

MOST, WIDEST = 320, 24  # states that can still be told apart on a phone, in all and in a row


def states(study: Study, words: str = "") -> Markup:
    """Every state that the algorithm can be in, drawn or counted, and the shortest bad schedule.

    words: where the catalogue says what the questions mean, before each one's name; "": the name says it.
    """
    graph = study.explored()
    name, answer = worst(study)
    found = shape(graph)
    args = numbers(found) | {"answer": answered(plain(f"{words}.{name}") if words and name else name, answer)}
    steps = schedule(study, answer)
    if found.states > MOST or widest(graph) > WIDEST:
        return counted(args, steps)
    return drawn(graph, path(study, graph, name), args, steps)


def numbers(found: Shape) -> dict[str, str]:
    """A shape as a caption's words."""
    endless = found.schedules == inf
    schedules = plain("schedule.endless") if endless else plain("schedule.count", n=f"{found.schedules:,}")
    counts = {name: f"{count:,}" for name, count in found._asdict().items() if name != "schedules"}
    return counts | {"schedules": schedules}


def answered(bad: str, answer: Verdict) -> str:
    """What the verdict is. bad: what can happen, in words."""
    if answer.steps is None:
        return plain("states.never")
    return plain("states.happens", bad=bad, steps=len(answer.steps))


def schedule(study: Study, answer: Verdict) -> list[str]:
    """The shortest bad schedule, a line for each step."""
    names = dict(enumerate(study.names))
    return [f"{thread(names.get(row.who, row.who))}: {step(row)}"
            for row in rows(study, answer.steps or ())]


def path(study: Study, graph: Graph, name: str) -> list[int]:
    """The states that the shortest bad schedule goes through; none if nothing bad can happen."""
    if not name:
        return []
    bad = study.question(name)
    goal = next(state for state in range(START, len(graph.states)) if bad(At(graph, state)))
    return [*(state for state, _ in shortest(graph, goal)), goal]


def drawn(graph: Graph, through: list[int], args: dict[str, str], steps: list[str]) -> Markup:
    """The drawing with its caption, and the schedule as a list."""
    from ..figures import states as figure
    from ..figures.frame import one
    deep = depths(graph)
    kinds = {state: kind(graph, state) for state in deep} | {state: "bad" for state in through[-1:]}
    edges = [(state, to) for state in range(START, len(graph.states)) for _, to in graph.edges[state]]
    picture = figure.draw(figure.States(kinds, deep, edges, through))
    key = "figure-states-" + hashlib.sha256(repr((edges, through, steps)).encode()).hexdigest()[:8]
    caption = said("figure.states.caption", **args) + said("figure.states.path") * bool(steps)
    back = any(to != state and deep[to] <= deep[state] for state, to in edges)
    caption += said("figure.states.back") * back
    caption += said("figure.states.over") * (OVER in deep)
    html = (f'<figure class="standing states" id="{key}"><div class="states__both">'
            f'<div class="states__drawing">'
            f"{one(picture, 'states', key, args)}</div>{listed(steps)}</div>"
            f"<figcaption>{caption}</figcaption></figure>")
    return Markup(html, text("figure.states.caption", args, steps))


def counted(args: dict[str, str], steps: list[str]) -> Markup:
    """The numbers as a table, and the schedule as a list."""
    body = "".join(f'<tr><th scope="row">{said(f"states.{name}")}</th><td>{escape(args[name])}</td></tr>'
                   for name in Shape._fields)
    html = (f'<table class="compare states"><caption>{said("states.caption", **args)}</caption>'
            f"<tbody>{body}</tbody></table>{listed(steps)}")
    lines = [f'{plain(f"states.{name}")}: {args[name]}' for name in Shape._fields]
    return Markup(html, text("states.caption", args, [*lines, *steps]))


def listed(steps: list[str]) -> str:
    """A schedule as a numbered list."""
    items = "".join(f"<li><code>{escape(line)}</code></li>" for line in steps)
    return f'<ol class="states__steps">{items}</ol>' if steps else ""


def text(key: str, args: dict[str, str], lines: list[str]) -> str:
    """The caption and some lines, where only text can be shown."""
    return "\n".join([plain(key, **args), *lines])
