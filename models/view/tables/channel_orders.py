"""What programs about channels, and about locks, print on one P: the model beside recorded runs of real Go."""

from collections.abc import Callable

from models.golang.sessions.printed import printed
from models.golang.toolchain import VERSIONS
from models.program import locks
from models.program import channels as programs
from models.study.moments import channels

from ..markup import Markup, plain, said
from .compare import table

# How the listing is called, where its runs are recorded (the name, and which of them), the model's program.
ROWS: tuple[tuple[str, str, int, Callable, tuple], ...] = (
    *((f"meet {slots}", "meet", slots, programs.meet, (slots,)) for slots in range(4)),
    ("closing", "closing", 0, programs.closing, ()), ("choose", "choose", 0, programs.choose, ()),
)


LOCKS: tuple[tuple[str, str, int, Callable, tuple], ...] = tuple(
    (f"barge {' '.join(map(str, args))}", "barge", which, locks.barge, args)
    for which, args in enumerate(((2, 50, 2), (2, 2000, 2), (4, 2000, 1))))


def markup(programs: tuple = ROWS, table_of: str = "channels") -> Markup:
    """A row for each program: what the model prints, and whether each release always printed that."""
    rows, text = [], []
    for call, name, which, main, args in programs:
        model = channels.printed(main, *args)
        runs = recorded(name, which)
        marks = [("same" if same(run, model) else "differs", run) for run in runs]
        rows.append([f"<code>{call}</code>", *(f'<span class="{kind}">{said(key(kind), **times(run))}</span>'
                                               for kind, run in marks),
                     f'<div style="white-space:normal;min-width:8rem">{", ".join(model)}</div>'])
        verdicts = [plain(key(kind), **times(run)) for kind, run in marks]
        text.append(" · ".join([call, *verdicts, ", ".join(model)]))
    args = dict(zip(("new", "old"), VERSIONS))
    return table(table_of, ["call", "new-release", "old-release", "model"], rows, args, "\n".join(text))


def recorded(name: str, which: int) -> list[dict]:
    """The recorded runs of one printing of a listing, a run for each release."""
    return printed(name)[which * len(VERSIONS):][:len(VERSIONS)]


def same(run: dict, model: list[str]) -> bool:
    """Whether all runs printed what the model does."""
    return run["different"] == 1 and run["output"].splitlines() == model


def key(kind: str) -> str:
    return f"compare.channels.{kind}"


def times(run: dict) -> dict[str, int]:
    """How many runs there were."""
    return {"of": run["of"]}
