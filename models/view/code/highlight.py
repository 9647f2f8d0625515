"""Code in colour: Pygments' class names in the same markup that Sphinx uses."""

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name


COLUMN = 72  # characters that fit in the reading column


def code(text: str, language: str) -> str:
    """HTML for source text in a language that Pygments knows ("python", "go").

    Text that does not fit in the reading column may reach beyond it.
    """
    lexer = get_lexer_by_name(language, stripnl=False)
    body = highlight(text, lexer, HtmlFormatter(nowrap=True))
    wide = " wide" if max(map(len, text.expandtabs(4).splitlines())) > COLUMN else ""
    return f'<div class="highlight{wide}"><pre>{body}</pre></div>'
