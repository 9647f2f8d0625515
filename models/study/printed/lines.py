"""Lines of what Go printed that are no data: kept as they are, so that the text comes back exactly."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plain:
    """A line that may stand there, of which no more is read than that."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that cannot be read though it should be one of the kind, and which line it is, from 1."""

    number: int
    text: str

    def __str__(self) -> str:
        return self.text
