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
    "ring": Ask("4", {"lock": "", "lost": "why-ring-lost", "slower": "why-ring-slower"}),
    "half": Ask("one", {"slower": "why-half-slower", "uneven": "why-half-uneven", "often": ""}),
    "start": Ask("fixed", {"vain": "", "same": "why-start-same", "quicker": "why-start-quicker"}),
    "runnext": Ask("off", {"longer": "why-runnext-longer", "answers": "", "all": "why-runnext-all"}),
    "inherit": Ask("new", {"fairer": "why-inherit-fairer", "sysmon": "why-inherit-sysmon", "end": ""}),
    "spinning": Ask("sleeps", {"starts": "", "saves": "why-spinning-saves", "stops": "why-spinning-stops"}),
    "slice": Ask("1", {"tenth": "why-slice-tenth", "same": "", "slower": "why-slice-slower"}),
    "procs": Ask("16", {"faster": "why-procs-faster", "slower": "why-procs-slower", "same": ""}),
}


def question(name: str) -> tuple:
    """The question event of one of these."""
    choices = tuple((f"predict.why-{name}.{choice}", {}, belief)
                    for choice, belief in ASKS[name].choices.items())
    return ("question", 0, None, None, f"why-{name}", {}, choices)
