"""Code in colour: Pygments' class names in the same markup that Sphinx uses."""

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name


def code(text: str, language: str) -> str:
    """HTML for source text in a language that Pygments knows ("python", "go")."""
    lexer = get_lexer_by_name(language, stripnl=False)
    body = highlight(text, lexer, HtmlFormatter(nowrap=True))
    return f'<div class="highlight"><pre>{body}</pre></div>'
