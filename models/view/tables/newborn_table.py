"""The fields of a g that a go statement has prepared: the model's beside what gdb read of real Go."""

from html import escape

from models.golang import evidence
from models.golang.gdb import newborn
from models.golang.toolchain import REFERENCE, VERSIONS
from models.study.moments.newborn import filling

from ..markup import Markup, said
from ..scenes.newborn_scene import FIELDS
from .compare import table

ROWS = (*FIELDS, "at sched.sp")
CODE = {"two": "gowrap1"}  # the model's closure leads to the function itself, the compiler's to a wrapper


def markup() -> Markup:
    """A row for each field: its value after the program's first go statement, and after the second.

    ValueError if the releases differ in one: then they need a column each.
    """
    real = {caller: of_real(caller) for caller in newborn.CALLERS}
    model = {caller: filling(caller)[-1].fields for caller in newborn.CALLERS}
    rows, text = [], []
    for name in ROWS:
        pairs = [(shown(name, model[caller][name]), shown(name, real[caller][name]))
                 for caller in newborn.CALLERS]
        rows.append([f"<code>{name}</code>", *(cell(*pair) for pair in pairs)])
        text.append(" · ".join([name, *(one if one == other else f"{one} ({other})" for one, other in pairs)]))
    args = dict(zip(("new", "old"), VERSIONS))
    return table("newborn", ["field", *newborn.CALLERS], rows, args, "\n".join(text))


def of_real(caller: str) -> dict[str, object]:
    """What gdb read after a go statement, the same in every release; of the closure only its code."""
    found = [evidence.load(newborn.NAME)["releases"][version][caller]["born"] for version in VERSIONS]
    if any(one != found[0] for one in found):
        raise ValueError(f"the releases differ in what {caller} has prepared: "
                         f"{REFERENCE} needs a column of its own")
    return found[0] | {"sched.ctxt": found[0]["sched.ctxt"][0]}


def shown(name: str, value: object) -> str:
    """A field's value, code by its name in the function that it was made in; of the closure its code."""
    text = CODE.get(str(value), str(value).rpartition(".")[2])
    return f"→ {text}" if name == "sched.ctxt" else text


def cell(model: str, real: str) -> str:
    """A value, and real Go's where that is another one."""
    if model == real:
        return f'<code class="same">{escape(model)}</code>'
    return f"<code>{escape(model)}</code> {said('compare.newborn.real', value=real)}"
