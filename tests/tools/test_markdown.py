"""A page's MyST becomes plain Markdown with working links, or an error that names what cannot."""

import pytest

from models.golang.cite import link
from tools.links import Book
from tools.markdown import Page, plain

BOOK = Book(titles={"index": "The book", "queues": "Run queues"},
            labels={"ring": ("queues", "The ring"), "start": ("index", "Start here")})
PAGE = Page("queues", BOOK)
TEXT, ADDRESS = link("proc.go runqgrab")


@pytest.mark.parametrize("myst, markdown", [
    ("# A heading\n\nText.", "# A heading\n\nText."),
    ("(ring)=\n## The ring", '<a id="ring"></a>\n\n## The ring'),
    ("{doc}`index`", "[The book](index.ipynb)"),
    ("{doc}`/book/index`", "[The book](index.ipynb)"),
    ("{doc}`the front <index>`", "[the front](index.ipynb)"),
    ("{ref}`ring`", "[The ring](#ring)"),
    ("{ref}`start`", "[Start here](index.ipynb#start)"),
    ("{ref}`over\nthere <start>`", "[over\nthere](index.ipynb#start)"),
    ("[](index.md)", "[The book](index.ipynb)"),
    ("[text](index.md#start)", "[text](index.ipynb#start)"),
    ("[](#start)", "[Start here](index.ipynb#start)"),
    ("[Go](https://go.dev/#top)", "[Go](https://go.dev/#top)"),
    ("[read](https://go.dev/read.md)", "[read](https://go.dev/read.md)"),
    ("{kbd}`N` and {sup}`2`", "<kbd>N</kbd> and <sup>2</sup>"),
    ("{go}`proc.go runqgrab`", f"[`{TEXT}`]({ADDRESS})"),
    ("{go}`the grab <proc.go runqgrab>`", f"[`the grab`]({ADDRESS})"),
    ("`{doc}` and ``{ref}`x` ``", "`{doc}` and ``{ref}`x` ``"),
    ("```python\n{doc}`index`\n(ring)=\n```", "```python\n{doc}`index`\n(ring)=\n```"),
    ("```{note}\nSee {doc}`index`.\n```", "> **Note**\n>\n> See [The book](index.ipynb)."),
    (":::{admonition} Read {doc}`index`\n:class: tip\n\nNow.\n:::",
     "> **Read [The book](index.ipynb)**\n>\n> Now."),
    ("````{tip}\n```go\ngo f()\n```\n````", "> **Tip**\n>\n> ```go\n> go f()\n> ```"),
    ("```{code-block} go\n:linenos:\ngo f()\n```", "```go\ngo f()\n```"),
    ("<details class=\"solution\">\n\n```python\nx\n```\n\n</details>",
     "<details class=\"solution\">\n\n```python\nx\n```\n\n</details>"),
])
def test_each_form_has_a_plain_one(myst: str, markdown: str) -> None:
    assert plain(myst, PAGE) == markdown


@pytest.mark.parametrize("myst, complaint", [
    ("```{mystery}\n```", r"book/queues.md: the directive \{mystery\} has no plain form"),
    ("{mystery}`x`", r"book/queues.md: the role \{mystery\} has no plain form"),
    ("{doc}`nowhere`", "there is no page 'nowhere': take one of index, queues"),
    ("[](nowhere.md)", "there is no page 'nowhere.md'"),
    ("{go}`proc.go nothing`", "the citation 'proc.go nothing' is not in"),
    ("{ref}`nowhere`", r"no page has the label \(nowhere\)="),
    ("```{note}\nNo end", "the fence '```{note}' is never closed"),
    (":::\nno name\n:::", "':::' is no directive"),
])
def test_what_has_no_plain_form_is_an_error_that_names_it(myst: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        plain(myst, PAGE)
