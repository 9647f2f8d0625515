"""Tables of what the model says beside what real Go did. The verdicts are computed, never written."""

from html import escape

from models.study.stretches import stretches

from ..markup import Markup, plain, said

LONG = 100  # letters of an order that are shown at once


def compressed(order: list[int]) -> str:
    """An order in few letters: "9, 0–8"."""
    return ", ".join(str(first) if first == last else f"{first}–{last}"
                     for first, last in stretches(order))


def first_difference(one: list[int], other: list[int]) -> int | None:
    """The first place, from 0, where two orders differ; None if they are the same."""
    pairs = zip(one, other, strict=False)
    found = next((i for i, (a, b) in enumerate(pairs) if a != b), None)
    if found is None and len(one) != len(other):
        return min(len(one), len(other))
    return found


def verdict(model: list[int], real: list[int]) -> tuple[str, str]:
    """Whether two orders are the same, as a class and in words."""
    at = first_difference(model, real)
    if at is None:
        return "same", plain("compare.same")
    here, there = (str(order[at]) if at < len(order) else "–" for order in (model, real))
    return "differs", plain("compare.differs", turn=at + 1, model=here, real=there)


def table(name: str, head: list[str], rows: list[list[str]], args: dict[str, object],
          text: str) -> Markup:
    """A table with the caption `compare.NAME.caption`. Cells are HTML, the first of a row its head.

    text: the same where only text can be shown.
    """
    top = "".join(f'<th scope="col">{said(f"compare.{name}.{column}", **args)}</th>'
                  for column in head)
    body = "".join(f'<tr><th scope="row">{first}</th>{"".join(f"<td>{c}</td>" for c in rest)}</tr>'
                   for first, *rest in rows)
    caption = said(f"compare.{name}.caption", **args)
    html = (f'<table class="compare" id="compare-{name}"><caption>{caption}</caption>'
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>")
    return Markup(html, f'{plain(f"compare.{name}.caption", **args)}\n{text}')


def orders(rows: list[dict]) -> Markup:
    """The order on one P, a row for each number of goroutines and Go release.

    A row has n, go (the release), tick, model and real (both orders), runs (how many of `of` runs
    began with that tick), orders (how many different orders these gave) and outliers (runs that
    were disturbed).
    """
    cells = [order_row(row, before) for row, before in zip(rows, [{}, *rows], strict=False)]
    text = "\n".join(f'{row["n"]} · Go {row["go"]}: {settled(row)[1]}' for row in rows)
    args = {"outliers": sum(row["outliers"] for row in rows), "all": sum(row["of"] for row in rows)}
    return table("orders", ["n", "go", "tick", "runs", "verdict", "order"], cells, args, text)


def settled(row: dict) -> tuple[str, str]:
    """The verdict on a row: real Go must have one order to be equal to."""
    if row["orders"] != 1:
        return "differs", plain("compare.unsettled", orders=row["orders"])
    return verdict(row["model"], row["real"])


def order_row(row: dict, before: dict) -> list[str]:
    """The cells of one row; an order that is the row's before is not written again."""
    kind, words = settled(row)
    order = folded(compressed(row["real"]))
    if row["model"] != row["real"]:
        order = (f'{said("compare.model")}: {folded(compressed(row["model"]))}<br>'
                 f'{said("compare.real")}: {order}')
    elif before.get("real") == row["real"]:
        order = said("compare.as-above")
    return [str(row["n"]), row["go"], str(row["tick"]),
            said("compare.orders.of", runs=row["runs"], of=row["of"]),
            f'<span class="{kind}">{escape(words)}</span>',
            f'<div style="white-space:normal;min-width:16rem">{order}</div>']


def folded(order: str) -> str:
    """A long order waits behind a click, its beginning in sight."""
    if len(order) <= LONG:
        return order
    cut = order.rindex(",", 0, LONG)
    return f"<details><summary>{order[:cut]}, …</summary>{order}</details>"


UNITS = (("ms", 1e6), ("us", 1e3), ("ns", 1))


def time(ns: float) -> str:
    """A time with its unit and the three digits that count."""
    unit, size = next((unit for unit in UNITS if abs(ns) >= unit[1]), UNITS[-1])
    return plain(f"compare.time.{unit}", value=f"{ns / size:.3g}")


def durations(recorded: dict) -> Markup:
    """How long the steps of a scheduler took on real Go, as recorded: {"kinds": {step: …}, …}."""
    rows = [duration_row(kind, found) for kind, found in recorded["kinds"].items()]
    text = "\n".join(" · ".join(cell.replace("<code>", "").replace("</code>", "") for cell in row)
                     for row in rows)
    args = {name: recorded[name] for name in ("go", "cpus", "goos", "goarch")}
    return table("durations", ["step", "p10", "p50", "p90", "samples", "method"], rows,
                 args | {"resolution": time(recorded["resolution"])}, text)


def duration_row(kind: str, found: dict) -> list[str]:
    """One step: its short, middle and long times, how many were measured, and how."""
    times = [time(found[quantile]) for quantile in ("p10", "p50", "p90")]
    method = said(f"compare.method.{found['method']}", listing=found["listing"])
    return [said(f"compare.step.{kind.replace(' ', '-')}"), *times, str(found["samples"]), method]


def shown(name: str, value: float) -> str:
    """A measure of runs with its unit: a part in percent, a time, or a number of Ms."""
    if name == "makespan":
        return time(value)
    return plain("compare.percent", value=f"{value * 100:.0f}") if name == "stolen_share" else str(value)


def summary(name: str, values: list[float]) -> str:
    """The middle of some values and, in brackets, their least and greatest."""
    ordered = sorted(values)
    return plain("compare.spread", low=shown(name, ordered[0]), high=shown(name, ordered[-1]),
                 middle=shown(name, ordered[len(ordered) // 2]))


def within(values: list[float], spread: list[float]) -> tuple[str, str]:
    """Whether the middle of some values lies within the spread of others, as a class and in words."""
    middle = sorted(values)[len(values) // 2]
    if min(spread) <= middle <= max(spread):
        return "same", plain("compare.within")
    return "differs", plain("compare.below" if middle < min(spread) else "compare.above")


def four_p(rows: dict[str, tuple[list, list, list]], about: dict, model_start: int,
           real_start: int) -> Markup:
    """The model's runs on several Ps beside recorded ones.

    rows: measure -> its values in the model with a CPU a P, in the model with as many CPUs as the
    recording machine has, and on real Go. model_start, real_start: how long main takes to start
    its goroutines, which is where they differ most.
    """
    cells = [four_p_row(name, *values) for name, values in rows.items()]
    text = "\n".join(f'{plain(f"compare.measure.{name}")}: {summary(name, free)} · '
                     f"{summary(name, bound)} · {summary(name, real)}"
                     for name, (free, bound, real) in rows.items())
    args = {"runs": len(about["runs"]), "go": about["go"], "cpus": about["cpus"],
            "procs": about["gomaxprocs"], "n": about["goroutines"], "command": about["command"],
            "model_start": time(model_start), "real_start": time(real_start)}
    return table("four-p", ["measure", "free", "bound", "real"], cells, args, text)


def four_p_row(name: str, free: list, bound: list, real: list) -> list[str]:
    """One measure: both models with their verdicts, and the recorded runs."""
    models = []
    for values in (free, bound):
        kind, words = within(values, real)
        models.append(f'{escape(summary(name, values))}<br><span class="{kind}">{escape(words)}</span>')
    return [said(f"compare.measure.{name}"), *models, escape(summary(name, real))]
