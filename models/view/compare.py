"""Tables of what the model says beside what real Go did. The verdicts are computed, never written."""

from html import escape

from .markup import Markup, plain, said

LONG = 100  # letters of an order that are shown at once


def ranges(order: list[int]) -> list[tuple[int, int]]:
    """An order as stretches (first, last) of numbers that follow each other upwards."""
    stretches: list[tuple[int, int]] = []
    for number in order:
        if stretches and number == stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], number)
        else:
            stretches.append((number, number))
    return stretches


def compressed(order: list[int]) -> str:
    """An order in few letters: "9, 0–8"."""
    return ", ".join(str(first) if first == last else f"{first}–{last}"
                     for first, last in ranges(order))


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
    top = "".join(f'<th scope="col">{said(f"compare.{name}.{column}")}</th>' for column in head)
    body = "".join(f'<tr><th scope="row">{first}</th>{"".join(f"<td>{c}</td>" for c in rest)}</tr>'
                   for first, *rest in rows)
    caption = said(f"compare.{name}.caption", **args)
    html = (f'<table class="compare" id="compare-{name}"><caption>{caption}</caption>'
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>")
    return Markup(html, f'{plain(f"compare.{name}.caption", **args)}\n{text}')


def orders(rows: list[dict]) -> Markup:
    """The order on one P, a row for each number of goroutines and Go release.

    A row has n, go (the release), tick, outliers, model and real (both orders).
    """
    cells = [order_row(row, before) for row, before in zip(rows, [{}, *rows], strict=False)]
    text = "\n".join(f'{row["n"]} · Go {row["go"]}: {verdict(row["model"], row["real"])[1]}'
                     for row in rows)
    args = {"outliers": sum(row["outliers"] for row in rows), "runs": len(rows)}
    return table("orders", ["n", "go", "tick", "verdict", "order"], cells, args, text)


def order_row(row: dict, before: dict) -> list[str]:
    """The cells of one row; an order that is the row's before is not written again."""
    kind, words = verdict(row["model"], row["real"])
    order = folded(compressed(row["real"]))
    if kind == "differs":
        order = (f'{said("compare.model")}: {folded(compressed(row["model"]))}<br>'
                 f'{said("compare.real")}: {order}')
    elif before.get("real") == row["real"]:
        order = said("compare.as-above")
    return [str(row["n"]), row["go"], str(row["tick"]), f'<span class="{kind}">{escape(words)}</span>',
            f'<div style="white-space:normal;min-width:16rem">{order}</div>']


def folded(order: str) -> str:
    """A long order waits behind a click, its beginning in sight."""
    if len(order) <= LONG:
        return order
    cut = order.rindex(",", 0, LONG)
    return f"<details><summary>{order[:cut]}, …</summary>{order}</details>"


def number(value: float) -> str:
    """A number with as many digits as it needs for three that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def within(value: float, spread: list[float]) -> tuple[str, str]:
    """Whether a value lies within the least and the greatest of others, as a class and in words."""
    if min(spread) <= value <= max(spread):
        return "same", plain("compare.within")
    return "differs", plain("compare.below" if value < min(spread) else "compare.above")


def spread_row(name: str, values: list[float], recorded: list[float]) -> list[str]:
    """A measure: the model's median and range, the recorded runs', and whether the median is within."""
    middle = sorted(values)[len(values) // 2]
    kind, words = within(middle, recorded)
    return [said(f"compare.measure.{name}"), summary(values), summary(recorded),
            f'<span class="{kind}">{escape(words)}</span>']


def summary(values: list[float]) -> str:
    """The median of some values and, in brackets, their least and greatest."""
    ordered = sorted(values)
    low, middle, high = ordered[0], ordered[len(ordered) // 2], ordered[-1]
    return f"{number(middle)} ({number(low)}–{number(high)})"
