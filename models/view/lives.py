"""A goroutine's life step by step: the model's beside what gdb saw of real Go."""

from models.golang import evidence, statuslog
from models.golang.toolchain import VERSIONS
from models.program.life import life
from models.study.statuses import StatusStep, steps_of

from .compare import table
from .markup import Markup, plain, said
from .transitions import label

MAIN = 1


def recorded(version: str) -> list[StatusStep]:
    """The steps that gdb saw in that release, in the form of the model's."""
    return [StatusStep(0, g, goid, old, new, None, reason, function)
            for g, goid, old, new, reason, function in evidence.load("statuses")["runs"][version]["steps"]]


def markup() -> Markup:
    """A row for each step of every G but main's: who takes it, and whether it was seen in each release."""
    columns = {version: seen(version) for version in VERSIONS}
    steps = [step for step in steps_of(life) if step.g != MAIN]
    rows, text = [], []
    for i, step in enumerate(steps):
        marks = [columns[version][i] for version in VERSIONS]
        way = f"{label(step.old)} → {label(step.new)}"
        rows.append([f"<code>{way}</code>", f"<code>{step.function}</code>",
                     *(f'<span class="{kind}">{said(f"compare.lives.{kind}")}</span>' for kind in marks)])
        text.append(" · ".join([way, step.function, *(plain(f"compare.lives.{kind}") for kind in marks)]))
    args = dict(zip(("new", "old"), VERSIONS))
    return table("lives", ["step", "by", "new-release", "old-release"], rows, args, "\n".join(text))


def seen(version: str) -> list[str]:
    """For each step of the model's: "same" where gdb saw it at its place; "hidden" where a breakpoint cannot see
    it; "differs" from the first one on that is another.
    """
    real = statuslog.seen([step for step in recorded(version)], version)
    real = [step for step in real if step[0] != MAIN]
    marks, at, same = [], 0, True
    for step in (step for step in steps_of(life, release=version) if step.g != MAIN):
        if (step.old, step.new) in statuslog.HIDDEN[version]:
            marks.append("hidden")
            continue
        same = same and at < len(real) and real[at][1:4] == (step.old, step.new, step.function)
        marks.append("same" if same else "differs")
        at += 1
    return marks if at == len(real) else [*marks[:-1], "differs"]
