"""A blog to measure with: as many posts as wanted, shaped like those of a Chinese blog on mathematics.

A post has about 14 KB and 66 formulas. Everything follows from a seed, and a smaller blog is the beginning of a
larger one, but for its dates.
"""

import datetime
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from grammar import Grammar

MORE: Final = "<!-- more -->"
IMAGES: Final = "img/"
"""The folder of the pictures, as the posts name it."""

FIRST: Final = datetime.datetime(2009, 3, 21, 9, 30, tzinfo=datetime.UTC)
DAYS: Final = 6200
"""The days over which the posts are spread."""

_SEED: Final = 20090321
_PARAGRAPH: Final = 9
"""Clauses in a paragraph, on average."""
_CATEGORIES: Final = ("数学研究", "信息时代", "物理化学", "天文探索", "生活情感", "资源共享", "千奇百怪", "问题百科")
_TOPICS: Final = (
    *("概率", "优化", "梯度", "矩阵", "生成模型", "扩散模型", "变分", "微分方程", "积分", "级数", "不等式", "注意力"),
    *("语言模型", "位置编码", "信息论", "熵", "采样", "正则化", "卷积", "核方法", "最优传输", "几何", "群论", "拓扑"),
    *("复分析", "数论", "组合", "随机过程", "路径积分", "力学", "轨道", "低秩", "量化", "初始化", "学习率", "损失函数"),
)
_HEADINGS: Final = ("问题背景", "基本思路", "推导过程", "进一步的分析", "数值实验", "几何意义", "简单推广", "文章小结")
_OPENINGS: Final = ("首先", "于是", "显然", "不难看出", "事实上", "换句话说", "一般来说", "注意到", "另一方面", "此时")
_SUBJECTS: Final = ("这个结果", "上述等式", "目标函数", "我们的模型", "它的梯度", "这一项", "对应的分布", "参数的更新")
_VERBS: Final = ("可以化简为", "本质上等价于", "并不依赖于", "只需要考虑", "刚好给出了", "通常收敛到", "可以理解为")
_OBJECTS: Final = (
    "一个凸优化问题",
    "更简单的形式",
    "前面的近似",
    "数据的二阶矩",
    "一个常数因子",
    "经典的结论",
    "它的上界",
)
_FORMULA_CLAUSES: Final = (
    "其中{}是待定的",
    "我们记它为{}",
    "将{}代入即可",
    "这里要求{}足够小",
    "关于{}求导后",
    "由于{}是有界的",
)
_CODE: Final = """\
```python
import numpy as np

def step_{name}(x, grad, lr={rate}, eps=1e-8):
    \"\"\"Return the parameters after one step.\"\"\"
    norm = np.sqrt((grad ** 2).mean()) + eps
    for k in range({loops}):
        x = x - lr * grad / norm  # normalised
    return x
```"""


@dataclass(frozen=True, slots=True)
class Post:
    """A post: its file's stem, its text with front matter, its picture (PNG) and how many formulas it has."""

    name: str
    text: str
    picture: bytes
    formulas: int


def posts(count: int, *, distinct: bool) -> Iterator[Post]:
    """Yield the posts, oldest first; if `distinct`, no formula stands twice in the blog."""
    random = Random(_SEED)  # noqa: S311 - the same blog every time
    writer = _Writer(random, Grammar(random, distinct=distinct))
    for number in range(count):
        yield writer.post(number, FIRST + datetime.timedelta(days=DAYS * number / count))


class _Writer:
    """Writes posts, one after the other."""

    def __init__(self, random: Random, grammar: Grammar) -> None:
        self._random = random
        self._grammar = grammar

    def post(self, number: int, date: datetime.datetime) -> Post:
        """Write a post: an excerpt, then sections, some with code, tables, lists and a picture."""
        before = self._grammar.count
        name = f"post-{number:05}"
        extras = [f"![第{number}个实验的结果]({IMAGES}{name}.png)"]
        if self._random.random() < 0.4:
            extras.append(_CODE.format(name=number, rate=self._random.random(), loops=self._random.randint(2, 99)))
        if self._random.random() < 0.4:
            extras.append(self._table())
        if self._random.random() < 0.5:
            extras.append("\n".join(f"- {self._sentence(4)}" for _ in range(4)))
        blocks = [self._paragraph(), self._display(), self._paragraph(), MORE]
        for heading in self._random.sample(_HEADINGS, self._random.randint(3, 6)):
            blocks.append(f"## {heading}")
            for _ in range(self._random.randint(2, 4)):
                blocks += [self._paragraph(), self._display()]
            blocks.append(self._paragraph())
            if extras:
                blocks.append(extras.pop())
        text = "\n\n".join((self._front_matter(date), *blocks, *extras)) + "\n"
        return Post(name, text, _picture(self._random), self._grammar.count - before)

    def _front_matter(self, date: datetime.datetime) -> str:
        choose = self._random.choice
        tags = dict.fromkeys(self._random.choices(_TOPICS, range(len(_TOPICS), 0, -1), k=3))
        return (
            f'---\ntitle: "{choose(_TOPICS)}与{choose(_TOPICS)}：从{choose(_OBJECTS)}谈起"\n'
            f"date: {date:%Y-%m-%dT%H:%M:%SZ}\n"
            f"categories: [{choose(_CATEGORIES)}]\ntags: [{', '.join(tags)}]\n---"
        )

    def _paragraph(self) -> str:
        clauses = self._random.randint(_PARAGRAPH // 2, _PARAGRAPH * 3 // 2)
        sentences = []
        while clauses > 0:
            length = self._random.randint(2, 5)
            sentences.append(self._sentence(length))
            clauses -= length
        return "".join(sentences)

    def _sentence(self, clauses: int) -> str:
        return self._random.choice(_OPENINGS) + "，".join(self._clause() for _ in range(clauses)) + "。"

    def _clause(self) -> str:
        choose = self._random.choice
        if self._random.random() < 0.24:
            return choose(_FORMULA_CLAUSES).format(f"${self._grammar.inline()}$")
        if self._random.random() < 0.03:
            return f"{choose(_SUBJECTS)}**{choose(_VERBS)}**{choose(_OBJECTS)}"
        return choose(_SUBJECTS) + choose(_VERBS) + choose(_OBJECTS)

    def _display(self) -> str:
        return f"$$\n{self._grammar.display()}\n$$"

    def _table(self) -> str:
        rows = (f"| ${self._grammar.inline()}$ | {self._random.random():.4f} | {n} |" for n in range(4))
        return "\n".join(("| 方法 | 误差 | 步数 |", "|---|---|---|", *rows))


def _picture(random: Random) -> bytes:
    """Return a grey PNG (RFC 2083) of 320 by 200 pixels with stripes of its own."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([random.randrange(256)]) * 320 for _ in range(200))
    header = struct.pack(">IIBBBBB", 320, 200, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
