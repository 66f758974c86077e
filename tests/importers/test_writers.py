"""The tags of each system, and what is written for them."""

from collections.abc import Mapping
from typing import Final

import pytest

from mathpress.importers import hexo_tags, liquid, shortcodes
from mathpress.importers.tags import Syntax, Writer, convert

POSTS: Final = frozenset({"_posts/2020-01-01-b.md"})
SYSTEMS: Final[Mapping[str, tuple[Syntax, Mapping[str, Writer]]]] = {
    "hexo": (hexo_tags.SYNTAX, hexo_tags.writers("source/_posts/a.md", {"b": "source/_posts/b.md"})),
    "hugo": (shortcodes.SYNTAX, shortcodes.writers("content/posts/a.md", {"b": "content/posts/b.md"})),
    "jekyll": (
        liquid.SYNTAX,
        liquid.writers("_posts/a.md", {"2020-01-01-b": "_posts/2020-01-01-b.md"}, POSTS, {"site.baseurl": ""}),
    ),
}

CASES: Final = [
    ("hugo", '{{< figure src="a.png" >}}', "![](a.png)"),
    ("hugo", '{{< figure src="a b.png" link="/x" title="T" width="50%" >}}', "[![T](<a b.png>){width=50%}](/x)"),
    ("hugo", '<p>\n{{< figure src="a.png" alt="\\"b\\"" >}}', '<p>\n<img src="a.png" alt="&quot;b&quot;">'),
    ("hugo", "{{< highlight go >}}x{{< /highlight >}}", "```go\nx\n```"),
    ("hugo", "{{< highlight go >}}\n```\n{{< /highlight >}}", "````go\n```\n````"),
    ("hugo", "{{< katex >}}\nIn {{< katex >}}x_1{{< /katex >}}.", "In $x_1$."),
    ("hugo", "{{< katex display=true >}}x{{< /katex >}}", "$$\nx\n$$"),
    ("hugo", "{{< math >}}$$x$${{< /math >}}", "$$x$$"),
    ("hugo", "{{< math/inline >}}x{{< /math/inline >}}", "$x$"),
    ("hugo", '{{% notice warning %}}\nA *b*\n\nC\n{{% /notice %}}', "!!! warning\n    A *b*\n\n    C"),
    ("hugo", '{{< lemma "Zorn" >}}\nA $x$.\n{{< /lemma >}}', "/// lemma | Zorn\nA $x$.\n///"),
    ("hugo", "{{< proof label=p >}}A{{< /proof >}}", "/// proof\n    label: p\n\nA\n///"),
    ("hugo", '{{< details summary="More" >}}A{{< /details >}}', '??? note "More"\n    A'),
    ("hugo", "{{< youtube dQw4w9WgXcQ >}}", "<https://www.youtube.com/watch?v=dQw4w9WgXcQ>"),
    ("hugo", '[B]({{< ref "b.md#c" >}}) [D]({{< relref "#d" >}})', "[B](b.md#c) [D](#d)"),
    ("hugo", '{{< ref "nowhere.md" >}}', '{{< ref "nowhere.md" >}}'),
    ("hexo", "{% asset_img a.png %}", "![](a.png)"),
    ("hexo", "{% img left /a.png 320 240 'A title' 'An alt' %}", '![An alt](/a.png "A title"){width=320 height=240}'),
    ("hexo", "{% codeblock lang:c Title %}\nx;\n{% endcodeblock %}", '```c title="Title"\nx;\n```'),
    ("hexo", "Of {% mathjax %}x_1{% endmathjax %}.", "Of $x_1$."),
    ("hexo", "A\n{% mathjax '{\"em\":1}' %}\nx\n{% endmathjax %}", "A\n\n$$\nx\n$$"),
    ("hexo", "{% post_link b %} {% post_link b 'The *b*' %} {% post_path b %}", "[](b.md) [The *b*](b.md) b.md"),
    ("hexo", "{% note danger %}\nA\n{% endnote %}", "!!! danger\n    A"),
    ("hexo", "{% cq %}A{% endcq %}", "> A"),
    ("hexo", "{% label primary@Lemma 1 %}", "Lemma 1"),
    ("hexo", "{% btn /a/, A *text*, download fa-lg %}", "[A *text*](/a/)"),
    ("hexo", "{% pdf /b/a.pdf 600px %}", "[a.pdf](/b/a.pdf)"),
    ("hexo", "{% link Text https://example.org/ %}", "[Text](https://example.org/)"),
    ("hexo", "{% unheard of %}", "{% unheard of %}"),
    ("jekyll", "[B]({{ site.baseurl }}{% post_url 2020-01-01-b %}#c)", "[B](2020-01-01-b.md#c)"),
    ("jekyll", "![A]({{ '/a.png' | relative_url }})", "![A](/a.png)"),
    ("jekyll", '![A]({{ "/a.png" | prepend: site.baseurl | prepend: site.url }})', "![A](/a.png)"),
    ("jekyll", '{{ "a" | upcase }}', '{{ "a" | upcase }}'),
    ("jekyll", r"$\frac{{a}}{{b}}$", r"$\frac{{a}}{{b}}$"),
    ("jekyll", '{% include figure image_path="/a.png" alt="A" caption="C" %}', '![A](/a.png "C")'),
    ("jekyll", '<p>\n  {% include figure.liquid path="i/a.png" title="A" %}', '<p>\n  <img src="/i/a.png" alt="A">'),
    ("jekyll", "{% comment %}{% x %}{% endcomment %}A", "A"),
    ("jekyll", "{% highlight text %}x{% endhighlight %}", "```\nx\n```"),
    ("jekyll", "{% cite a b %}", "[@a; @b]"),
    ("jekyll", "{%- raw -%}{{ x }}{%- endraw -%}", "{% raw %}{{ x }}{% endraw %}"),
]  # fmt: skip


@pytest.mark.parametrize(("system", "written", "becomes"), CASES)
def test_tags_become_markdown(system: str, written: str, becomes: str) -> None:
    """Where there is nothing for one, it stays."""
    syntax, writers = SYSTEMS[system]
    assert convert(written, syntax, writers).text.strip("\n") == becomes
