"""A study's schedule moment by moment: where each thread stands, what it holds, and what all can see.

    found = stages(study, replaying(check(study).steps))
"""

import linecache
from collections.abc import Callable, Hashable, Iterator
from inspect import CO_VARARGS, CO_VARKEYWORDS
from types import FrameType, GeneratorType
from typing import NamedTuple

from models.study.explore import buffers
from models.study.explore.schedule import MAX_STEPS, Moment, moments
from models.study.explore.verdict import Taken

from .studied import Study, named


class Stand(NamedTuple):
    """Where a thread stands: the function that it is in, the line of its next step, and that step with its
    word's name. holds: what it has found out so far, by name: the locals that are no parameters.
    """

    function: str
    line: str
    request: tuple
    holds: dict[str, Hashable]


class Stage(NamedTuple):
    """A moment, which can be asked about like a state (verdict.At).

    step: what led here, None at the start. shared: the words that all can see, None if the process is over.
    late: for each thread its stores that are still to be seen, the oldest first, (address, value). requests:
    as At has them. stands: by a thread's name or number; None where it has ended.
    """

    step: Taken | None
    shared: tuple | None
    late: tuple[tuple[tuple[int, Hashable], ...], ...]
    requests: list[tuple]
    stands: dict[Hashable, Stand | None]
    quiet: bool
    ended: bool

    @property
    def stuck(self) -> bool:
        """Whether threads are left and none can go on."""
        return self.quiet and not self.ended


def stages(study: Study, choose: Callable, limit: int = MAX_STEPS) -> Iterator[Stage]:
    """The start, and what is so after each step that choose("step", options) picks; arguments as `play` has
    them. The steps are those of the study's verdict, also where stores are seen late.
    """
    if not study.order:
        yield from (stage(study, moment) for moment in
                    moments(study.memory, study.threads, study.steps, choose, study.names, limit))
        return
    memory, threads = buffers.begun(study.memory, study.threads)
    steps = buffers.buffered(study.steps, study.order, study.notes)

    def chosen(kind: str, options: list[Taken]) -> Taken:
        offered = [buffers.named(option, study.names) for option in options]
        return options[offered.index(choose(kind, offered))]
    for moment in moments(memory, threads, steps, chosen, (), limit):
        step = moment.step and buffers.named(moment.step, study.names)
        yield stage(study, moment._replace(step=step))


def until_bad(study: Study, choose: Callable, limit: int = MAX_STEPS) -> tuple[list[Stage], str]:
    """The same up to the first moment that is bad, and in which way; "" if the schedule ends well."""
    found = []
    for one in stages(study, choose, limit):
        found.append(one)
        if bad := badly(study, one):
            return found, bad
    return found, ""


def badly(study: Study, one: Stage) -> str:
    """The first of the study's questions that has the answer yes; "" if none has."""
    if one.shared is None:
        return ""
    return next((name for name, bad in study.bad.items() if bad(one)), "")


def stage(study: Study, moment: Moment) -> Stage:
    """A moment with the threads' names, and without what stands for stores on their way."""
    pairs = [*zip(moment.threads, moment.asked, strict=True)]
    if study.order:
        pairs = [(thread, asked and buffers.untold(asked)) for thread, asked in pairs
                 if thread.gi_code is not buffers.on_its_way.__code__]
    names = [*study.names, *range(len(study.names), len(pairs))]
    stands = {name: asked and stand(study, thread, asked)
              for name, (thread, asked) in zip(names, pairs, strict=False)}
    late, shared = (), moment.shared
    if study.order and shared is not None:
        late = tuple(tuple((a, value) for a, value, _ in kept) for kept in shared.buffers)
        shared = shared.words
    return Stage(moment.step, shared, late, [asked for _, asked in pairs if asked], stands, moment.quiet,
                 not any(moment.asked))


def stand(study: Study, thread: GeneratorType, asked: tuple) -> Stand:
    """Where a thread stands that asks for this."""
    found = [*frames(thread)]
    inner = found[-1]
    line = linecache.getline(inner.f_code.co_filename, inner.f_lineno).strip()
    holds = {name: value for frame in found for name, value in own(frame).items()}
    return Stand(inner.f_code.co_name, line, named(study, asked), holds)


def frames(thread: GeneratorType) -> Iterator[FrameType]:
    """The frames of a thread, the outermost first; not that of who says for it which thread asks."""
    if thread.gi_code is buffers.told.__code__:
        thread = thread.gi_frame.f_locals["thread"]
    while isinstance(thread, GeneratorType):
        yield thread.gi_frame
        thread = thread.gi_yieldfrom


def own(frame: FrameType) -> dict[str, Hashable]:
    """A frame's locals that it has made itself and that are plain values."""
    code = frame.f_code
    given = (code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & CO_VARARGS)
             + bool(code.co_flags & CO_VARKEYWORDS))
    return {name: frame.f_locals[name] for name in code.co_varnames[given:]
            if name in frame.f_locals and name[0] != "_" and plain(frame.f_locals[name])}


def plain(value: object) -> bool:
    """Whether a value can be shown as it is: a number, a text, a truth value, nothing, or some of these."""
    if type(value) is tuple:
        return all(map(plain, value))
    return value is None or isinstance(value, (bool, int, str))
