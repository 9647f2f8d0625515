"""How a program of the format can end over all schedules, as a table."""

from html import escape

from models.study.programs.outcomes import Outcomes
from models.words import word

from ..markup import Markup, plain, said
from .compare import table


def endings(found: Outcomes) -> Markup:
    """A row for each ending: its name, how many logs have it, and what is logged on a shortest way there."""
    rows = [[f"<code>{escape(one.name)}</code>", f"{one.logs:,}", escape(one.after) or said("endings.start")]
            for one in found.endings]
    lines = [plain("endings.line", ending=one.name, logs=f"{one.logs:,}", after=one.after or word("endings.start"))
             for one in found.endings]
    return table("endings", ["ending", "logs", "after"], rows, {"states": f"{found.states:,}"}, "\n".join(lines))
