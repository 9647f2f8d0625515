"""The cases of models/study/algorithms/wakep.py as numbers for wakep.pml."""

RULES = ("", "nobody looks again", "looks again before nmspinning is lowered", "who finds work wakes nobody")
QUESTIONS = ("lost", "thrown")


def numbers(wrong: str = "", asked: str = "", submits: int = 1, procs: int = 2, spinning: int = 1,
            end: bool = False) -> list[int]:
    """A case, as wakep.pml reads it. wrong: one of RULES; asked: one of QUESTIONS, or none of them; the
    rest as in the study.
    """
    question = QUESTIONS.index(asked) + 1 if asked else 0
    return [RULES.index(wrong), question, submits, procs, spinning, int(end)]
