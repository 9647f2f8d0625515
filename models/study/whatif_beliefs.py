"""What to ask a reader before a changed rule shows what it does, and what somebody else would expect.

Here a belief is not another rule set: it is a wrong answer, with the thought that leads to it. Its words are
`belief.<name>` in the catalogue.
"""

from typing import NamedTuple


class Ask(NamedTuple):
    """A question before the result of this change. choices: a belief each ("": the right one)."""

    before: str
    choices: dict[str, str]


ASKS = {
    "tick": Ask("never", {"order": "why-tick-order", "starves": "", "nothing": "why-tick-nothing"}),
    "ring": Ask("4", {"lost": "why-ring-lost", "lock": "", "slower": "why-ring-slower"}),
    "half": Ask("one", {"slower": "why-half-slower", "often": "", "uneven": "why-half-uneven"}),
    "start": Ask("fixed", {"same": "why-start-same", "quicker": "why-start-quicker", "vain": ""}),
    "runnext": Ask("off", {"longer": "why-runnext-longer", "answers": "", "all": "why-runnext-all"}),
    "inherit": Ask("new", {"fairer": "why-inherit-fairer", "end": "", "sysmon": "why-inherit-sysmon"}),
    "spinning": Ask("sleeps", {"saves": "why-spinning-saves", "starts": "", "stops": "why-spinning-stops"}),
    "slice": Ask("1", {"tenth": "why-slice-tenth", "same": "", "slower": "why-slice-slower"}),
    "procs": Ask("16", {"faster": "why-procs-faster", "same": "", "slower": "why-procs-slower"}),
}


def question(name: str) -> tuple:
    """The question event of one of these."""
    choices = tuple((f"predict.why-{name}.{choice}", {}, belief) for choice, belief in ASKS[name].choices.items())
    return ("question", 0, None, None, f"why-{name}", {}, choices)
