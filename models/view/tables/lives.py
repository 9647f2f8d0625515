"""A goroutine's life step by step: the model's beside what gdb saw of real Go."""

from models.golang.gdb import statuslog
from models.golang.toolchain import REFERENCE, VERSIONS
from models.program.life import life
from models.study.moments.statuses import StatusStep, steps_of

from ..markup import Markup, plain, said
from .compare import table
from .transitions import label

MAIN = 1


def markup() -> Markup:
    """A row for each step of every G but main's: who takes it, and whether it was seen in each release."""
    rows, text = [], []
    for step, *marks in zip(lived(REFERENCE), *map(seen, VERSIONS), strict=True):
        way = f"{label(step.old)} → {label(step.new)}"
        rows.append([f"<code>{way}</code>", f"<code>{step.function}</code>",
                     *(f'<span class="{kind}">{said(f"compare.lives.{kind}")}</span>' for kind in marks)])
        text.append(" · ".join([way, step.function, *(plain(f"compare.lives.{kind}") for kind in marks)]))
    args = dict(zip(("new", "old"), VERSIONS))
    return table("lives", ["step", "by", "new-release", "old-release"], rows, args, "\n".join(text))


def lived(version: str) -> list[StatusStep]:
    """The model's steps of every G but main's."""
    return [step for step in steps_of(life, release=version) if step.g != MAIN]


def seen(version: str) -> list[str]:
    """For each step of the model's: "same" where gdb saw it at its place; "hidden" where a breakpoint cannot see
    it; "differs" from the first one on that is another.
    """
    real = [step for step in statuslog.seen(statuslog.recorded(version), version) if step[0] != MAIN]
    marks, at, same = [], 0, True
    for step in lived(version):
        if (step.old, step.new) in statuslog.HIDDEN[version]:
            marks.append("hidden")
            continue
        same = same and at < len(real) and real[at][1:4] == (step.old, step.new, step.function)
        marks.append("same" if same else "differs")
        at += 1
    return marks if at == len(real) else [*marks[:-1], "differs"]
