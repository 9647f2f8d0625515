"""A harness that does not run anything: it gives the answers that a test has written down."""

from models.golang.toolchain import REFERENCE


class Scripted:
    """Gives these answers, one after the other; an exception among them is raised."""

    version = REFERENCE

    def __init__(self, answers):
        self.answers = list(answers)

    def __call__(self, version, procs=1):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        assert not self.answers

    def run(self, program, max_steps):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer
