"""Tags of other systems in Markdown: those that are known are written anew, others stay and are told."""

import re
from typing import Final

import pytest

from mathpress.importers.markdown_syntax import block
from mathpress.importers.tags import Syntax, Tag, convert

SYNTAX: Final = Syntax(
    re.compile(r"\{% (?P<closes>end)?(?P<name>[a-z]+)(?P<arguments>[^%]*)%\}"), verbatim=frozenset({"code"})
)


def shown(tag: Tag) -> str:
    """Write a tag so that all it says can be seen."""
    return f"<{tag.name} {list(tag.words)} {dict(tag.named)} {tag.content!r}>"


WRITERS: Final = {"a": shown, "b": shown, "code": shown, "lines": lambda tag: block(tag.content or "-")}

CASES: Final = [
    ("{% a %}", "<a [] {} None>"),
    ('{% a x \'y z\' k=v key="a \\" b" %}', "<a ['x', 'y z'] {'k': 'v', 'key': 'a \" b'} None>"),
    ("{% a %}x{% enda %}", "<a [] {} 'x'>"),
    ("{% a %}{% b %}x{% endb %}{% enda %}", "<a [] {} \"<b [] {} 'x'>\">"),
    ("{% a %}{% b %}{% enda %}", "<a [] {} '<b [] {} None>'>"),
    ("{% code %}{% a %}{% endcode %}", "<code [] {} '{% a %}'>"),
    ("{% other %}x{% a %}", "{% other %}x<a [] {} None>"),
    ("{% other %}{% a %}{% endother %}", "{% other %}<a [] {} None>{% endother %}"),
    ("x {% lines %} y", "x\n\n-\n\n y"),
    ("x\n\n{% lines %}\n\ny", "x\n\n-\n\ny"),
    ("- x\n\n  {% lines %}p\nq{% endlines %}\n", "- x\n\n  p\n  q\n\n"),
]


@pytest.mark.parametrize(("written", "becomes"), CASES)
def test_tags_become_what_their_writers_make_of_them(written: str, becomes: str) -> None:
    """With their arguments and what stands in them."""
    assert convert(written, SYNTAX, WRITERS).text == becomes


def test_tags_that_nobody_knows_are_told() -> None:
    """By their spans; a closing one only if nothing opened it."""
    text = "{% x %} {% a %} {% y %}..{% endy %} {% endz %}"
    assert [text[slice(*span)] for span in convert(text, SYNTAX, WRITERS).unknown] == [
        "{% x %}",
        "{% y %}",
        "{% endz %}",
    ]


def test_tags_may_be_nested_as_deeply_as_anybody_likes() -> None:
    """Beyond some depth they stand by themselves, so that the time for a text grows with its length."""
    text = "{% a %}" * 5000 + "{% enda %}" * 5000
    assert convert(text, SYNTAX, {"a": lambda tag: tag.content or ""}).text.count("{% enda %}") == 4980
