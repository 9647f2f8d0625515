"""The tables of a schedule: one for each thread, one for the words that all share, one for store buffers."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from models.study.algorithms.staged import Stage
from models.study.algorithms.studied import Study, address
from models.words import catalogue, language, word

from ..player.scene import Cell, Place

NOTHING = Cell("–", "free")
SHARED, LATE = "shared", "late"


class Tables(NamedTuple):
    """What is shown of a study: its threads, and the words at these addresses.

    holds: for each thread the names of what it ever holds.
    """

    study: Study
    threads: tuple[Hashable, ...]
    words: tuple[int, ...]
    holds: dict[Hashable, tuple[str, ...]]


def tables(study: Study, stages: Sequence[Stage]) -> Tables:
    """The tables of a schedule. Words that no step names or changes are left out."""
    asked = {address(study, stage.step.request) for stage in stages[1:]} - {None}
    changed = {a for one, other in zip(stages, stages[1:], strict=False)
               for a, value in enumerate(other.shared or ()) if value != one.shared[a]}
    threads = tuple(stages[-1].stands)
    held = {name: tuple(dict.fromkeys(key for stage in stages if stage.stands.get(name)
                                      for key in stage.stands[name].holds)) for name in threads}
    return Tables(study, threads, tuple(sorted(asked | changed)), held)


def places(shown: Tables) -> tuple[Place, ...]:
    """The cells, table after table."""
    found = []
    for who, name in enumerate(shown.threads):
        found += [Place(cell_of(who, part), "cell", lane(who), f"schedule.{part}") for part in ("function", "line")]
        found += [Place(cell_of(who, f"holds {key}"), "cell", lane(who), code=key) for key in shown.holds[name]]
    found += [Place(f"word {a}", "cell", SHARED, code=word_of(shown.study, a)) for a in shown.words]
    if shown.study.order:
        found += [Place(f"late {who}", "cell", LATE, code=thread(name)) for who, name in enumerate(shown.threads)]
    return tuple(found)


def cells(shown: Tables, stage: Stage) -> dict[str, Cell]:
    """What every cell shows at that moment. Once the process is over, the words are as they were."""
    found = {}
    for who, name in enumerate(shown.threads):
        stand = stage.stands.get(name)
        holds = stand.holds if stand else {}
        found[cell_of(who, "function")] = Cell(stand.function) if stand else NOTHING
        found[cell_of(who, "line")] = Cell(stand.line if stand else NOTHING.text, "code")
        found |= {cell_of(who, f"holds {key}"): cell(holds[key]) if key in holds else NOTHING
                  for key in shown.holds[name]}
    if stage.shared is not None:
        found |= {f"word {a}": cell(stage.shared[a]) for a in shown.words}
    if shown.study.order:
        kept = dict(enumerate(stage.late))
        found |= {f"late {who}": buffer(shown.study, kept.get(who, ())) for who in range(len(shown.threads))}
    return found


def heads(shown: Tables) -> dict[str, str]:
    """The words above the tables that belong to nobody."""
    return {SHARED: "schedule.shared", LATE: "schedule.late"}


def titles(shown: Tables) -> dict[str, str]:
    """The names above the threads' tables."""
    return {lane(who): thread(name) for who, name in enumerate(shown.threads)}


def thread(name: Hashable) -> str:
    """A thread's name in words: "thief 1" by its word, a number as that of a thread that has no name."""
    if isinstance(name, int):
        return word("schedule.thread.more", number=name)
    first, space, number = str(name).partition(" ")
    key = f"schedule.thread.{first}"
    return f"{word(key) if key in catalogue(language()) else first}{space}{number}"


def lane(who: int) -> str:
    """The name of a thread's table."""
    return f"thread {who}"


def cell_of(who: int, part: str) -> str:
    """The name of a cell in it."""
    return f"{lane(who)} {part}"


def word_of(study: Study, a: int) -> str:
    """What the word at an address is called."""
    return study.words[a] if a < len(study.words) else str(a)


def buffer(study: Study, kept: Sequence[tuple[int, Hashable]]) -> Cell:
    """A store buffer, the oldest store first."""
    return Cell(", ".join(f"{word_of(study, a)} ← {shown(value)}" for a, value in kept)) if kept else NOTHING


def cell(value: Hashable) -> Cell:
    """A value as a cell shows it."""
    return NOTHING if value is None or value == () else Cell(shown(value))


def shown(value: object) -> str:
    """A value in a few letters: a function by its name, several values one after the other."""
    if type(value) is tuple:
        return ", ".join(f"({shown(one)})" if type(one) is tuple else shown(one) for one in value) or "–"
    return "–" if value is None else getattr(value, "__name__", str(value))
