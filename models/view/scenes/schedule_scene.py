"""A schedule of a study as a scene: each step is a step of one thread, and the last one looks at the end."""

from collections.abc import Hashable, Sequence

from models.study.algorithms.staged import Stage
from models.study.algorithms.studied import Study, address, named
from models.study.beliefs.schedule import Ask
from models.study.explore import buffers
from models.study.explore.verdict import Taken
from models.words import catalogue, language, word

from ..player.scene import Choice, Question, Scene, State, Step
from . import schedule_cells as tables
from .schedule_cells import shown, thread, word_of


def schedule_scene(study: Study, stages: Sequence[Stage], bad: str, asks: Sequence[Ask]) -> Scene:
    """The scene of a schedule. bad: what is wrong at its end, in words; "" if nothing is."""
    laid = tables.tables(study, stages)
    places = tables.places(laid)
    now = tables.cells(laid, stages[0])
    start = State({place.name: [] for place in places}, values=dict(now))
    steps = []
    for before, after in zip(stages, stages[1:], strict=False):
        then = now | tables.cells(laid, after)
        sets = tuple((name, value) for name, value in then.items() if value != now[name])
        steps.append(step(laid, before, after)._replace(sets=sets))
        now = then
    for ask in asks:
        asked = question(study, stages[ask.step].step, ask, bad)
        steps[ask.step - 1] = steps[ask.step - 1]._replace(question=asked)
    last = Step(*ending(stages[-1], bad), marks=waiting(laid, stages[-1]))
    return Scene(places, start, (*steps, last), {}, ("schedule.starts", {"n": len(study.threads)}),
                 heads=tables.heads(laid), titles=tables.titles(laid))


def step(laid: tables.Tables, before: Stage, after: Stage) -> Step:
    """What one thread does. Its table is the one that acts; the word that it asks for is marked."""
    taken, study = after.step, laid.study
    at = address(study, taken.request)
    args = {"answer": said(taken.answer), "step": code(named(study, taken.request))} | called(taken.thread)
    args |= {f"arg{i}": said(arg) for i, arg in enumerate(taken.request[1 if at is None else 2:])}
    if at is not None:
        args |= {"word": word_of(study, at), "before": said(before.shared[at]),
                 "after": said((after.shared or before.shared)[at])}
    return Step(message(laid, before, after), args, lane=tables.lane(laid.threads.index(taken.thread)),
                marks=() if at is None else (f"word {at}",))


def called(name: Hashable) -> dict[str, str]:
    """A thread's name within a sentence, and at its beginning."""
    who = thread(name)
    return {"who": who, "Who": who[:1].upper() + who[1:]}


def said(value: Hashable) -> str:
    """A value within a sentence."""
    return word("schedule.nothing") if value is None or value == () else shown(value)


def message(laid: tables.Tables, before: Stage, after: Stage) -> str:
    """Which sentence a step has: its own, or a general one where the catalogue has none for its name.

    A step has another where it fails or finds nothing (.not), leaves a word as it is that it might have changed
    (.same), is about a store buffer (.late), or about no word that has a name (.plain).
    """
    taken, known = after.step, catalogue(language())
    name = taken.request[0]
    key = f"schedule.does.{name}"
    at = address(laid.study, taken.request)
    if at is None and "{word}" in known.get(key, ""):
        key += ".plain"
    elif laid.study.order and late(name, at, before.late[laid.threads.index(taken.thread)]):
        key += ".late"
    elif name == "update" and (after.shared or before.shared)[at] == before.shared[at]:
        key += ".same"
    elif taken.answer in (False, None) and f"{key}.not" in known:
        key += ".not"
    if key in known:
        return key
    return "schedule.does.other" if taken.answer is None else "schedule.does.other.answer"


def late(name: str, at: int | None, kept: Sequence[tuple[int, Hashable]]) -> bool:
    """Whether a step puts something into the thread's store buffer, or reads it from there."""
    return name in buffers.STORES or name in buffers.LOADS and at in (a for a, _ in kept)


def code(request: tuple) -> str:
    """A step in short, given with its word's name: "add inside, 1"."""
    name, *args = request
    return f"{name} {', '.join(map(shown, args))}".rstrip()


def ending(last: Stage, bad: str) -> tuple[str, dict[str, Hashable]]:
    """What is said at the end."""
    if bad:
        return "schedule.ends.bad", {"bad": bad}
    if last.shared is None:
        return "schedule.ends.over", {}
    return "schedule.ends.well" if last.ended else "schedule.ends.waiting", {}


def waiting(laid: tables.Tables, last: Stage) -> tuple[str, ...]:
    """Where the threads stand that cannot go on."""
    return tuple(tables.cell_of(who, "line") for who, name in enumerate(laid.threads)
                 if last.quiet and last.stands.get(name))


def question(study: Study, taken: Taken, ask: Ask, bad: str) -> Question:
    """The question before a step, in words. bad: what is wrong at the end."""
    key, at = f"predict.schedule-{ask.name}", address(study, taken.request)
    given = [said(arg) for arg in taken.request[2:]] or [""]
    args = {"word": "" if at is None else word_of(study, at), "value": said(ask.right), "old": given[0],
            "new": given[-1], "bad": bad} | called(taken.thread)
    offered = {ask.right: ""} | dict(ask.beliefs)
    choices = tuple(Choice(choice(ask.name, answer), not belief, belief and word(f"belief.{belief}"))
                    for answer, belief in sorted(offered.items(), key=lambda one: str(one[0])))
    return Question(word(f"{key}.ask", **args), choices, word(f"{key}.so", **args))


def choice(name: str, answer: Hashable) -> str:
    """An answer in words."""
    if name == "turn":
        return called(answer)["Who"]
    if name == "cas":
        return word("predict.schedule-cas.succeeds" if answer else "predict.schedule-cas.fails")
    return word("predict.schedule-load.value", value=said(answer))
