"""Times and sizes in the unit that suits them."""

TIMES = ((1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "µs"), (1, "ns"))
SIZES = (("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1))


def time(ns: int) -> str:
    """A time in the unit that suits it, to three digits."""
    factor, unit = next(((factor, unit) for factor, unit in TIMES if ns >= factor), TIMES[-1])
    value = ns / factor
    return f"{value:.{2 if value < 10 and ns % factor else 1 if value < 100 and ns % factor else 0}f} {unit}"


def short(count: float) -> str:
    """Bytes in the unit that suits them, to three digits."""
    unit, factor = next((unit for unit in SIZES if count >= unit[1]), SIZES[-1])
    return f"{count / factor:#.3g}".rstrip(".") + f" {unit}"
