"""The run queue with its owner and its thieves. The text is models/study/steps/runq.py's, the questions are
those of queue_cases.py.
"""

from functools import partial

from models.study.explore.buffers import ANY
from models.study.steps.queue_cases import QUESTIONS, Case, nobody_elses, threads
from models.study.steps.runq import NOTES, STEPS
from models.study.steps.wrong_runq import RIGHT, WRONG_WHEN_LATE, Rules
from models.study.steps.wrong_runq import WRONG as WRONG_RULES

from .studied import Study, stuck

PUT_GET = Case((("put", 3), ("get",)), ring=(1, 2))
TAKE = Case((("get",),), ring=(1, 2))
ADD = Case((("put", 1),))


def study(case: Case = PUT_GET, rules: Rules = RIGHT, order: str = "") -> Study:
    """A case of the run queue. order: how stores are seen; "": at once."""
    bad = {question.__name__: partial(question, case) for question in QUESTIONS}
    return Study(case.memory(), tuple(threads(case, rules)), bad | {"stuck": stuck}, tuple(case.names()),
                 tuple(case.words()), STEPS, partial(nobody_elses, case), NOTES, order)


WRONG = {
    **{name: partial(study, ADD if rules.put != RIGHT.put else TAKE, rules)
       for name, rules in WRONG_RULES.items()},
    **{name: partial(study, ADD, rules, ANY) for name, rules in WRONG_WHEN_LATE.items()},
}
