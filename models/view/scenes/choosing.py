"""A person as the chooser: is told what can be next, and says which it shall be."""

from collections.abc import Callable, Sequence

from models.study.algorithms.studied import Study, named
from models.study.explore.verdict import Taken, told

from ..markup import plain


def asking(study: Study | None = None, read: Callable[[str], str] = input,
           write: Callable[[str], None] = print) -> Callable:
    """A chooser that shows the options with numbers and reads one; asks again where that is none of them.

    A choice with one option is not asked about. study: whose words' names stand in place of addresses.
    """
    def choose(kind: str, options: Sequence):
        if len(options) == 1:
            return options[0]
        for number, option in enumerate(options, 1):
            write(f"{number}  {shown(option, study)}")
        while True:
            said = read(plain("choosing.ask", most=len(options))).strip()
            if said.isdecimal() and 1 <= int(said) <= len(options):
                return options[int(said) - 1]
            write(plain("choosing.again", said=said, most=len(options)))
    return choose


def shown(option: object, study: Study | None) -> str:
    """An option in a line."""
    if not isinstance(option, Taken):
        return str(option)
    return told(option._replace(request=named(study, option.request)) if study else option)
