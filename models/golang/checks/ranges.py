"""Orders as people write them: "257 128-160" is 257, then 128 to 160."""

import re


def unfold(text: str) -> list[int]:
    """The numbers of a text like "9 0-8"; ValueError where it is written otherwise."""
    if not re.fullmatch(r"(\d+(-\d+)?( |$))*", text):
        raise ValueError(f"{text!r} is not an order: write numbers and ranges, such as 9 0-8")
    pairs = [part.partition("-") for part in text.split()]
    return [n for low, _, high in pairs for n in range(int(low), int(high or low) + 1)]


def spell(numbers: list[int]) -> str:
    """The shortest such text: runs of neighbours as ranges."""
    parts: list[list[int]] = []
    for n in numbers:
        if parts and n == parts[-1][-1] + 1:
            parts[-1].append(n)
        else:
            parts.append([n])
    return " ".join(str(p[0]) if len(p) == 1 else f"{p[0]}-{p[-1]}" for p in parts)
