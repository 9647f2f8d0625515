"""The player as a classic script.

The player is an ES module, which is what Jupyter's widgets take. A page opened from the disk
(file://) may not load a module, so the site gets the same text as a classic script.
"""

import re

from tools.problem import Problem

DEFAULT = re.compile(r"^export default ", re.MULTILINE)
OTHERS = re.compile(r"^\s*(export\b(?! default)|import\b)", re.MULTILINE)


def classic(source: str) -> str:
    """The module's text as a classic script that keeps its names to itself.

    What the module exports is of no use on a page and is dropped. Errors: `Problem` when the module
    imports something, exports by name, or has not exactly one default export.
    """
    if OTHERS.search(source) or len(DEFAULT.findall(source)) != 1:
        raise Problem("models/static/player.js cannot become a classic script: it may import nothing "
                      "and must have exactly one export, `export default`.")
    body = DEFAULT.sub("void ", source)
    return '(() => {\n"use strict";\n' + body + "\n})();\n"
