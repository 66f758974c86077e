r"""Definitions of macros: what `\newcommand` and its kin say, in a formula or in settings.

`\newcommand`, `\renewcommand`, `\providecommand`, `\def`, `\let`, `\DeclareMathOperator` and `\DeclarePairedDelimiter`
are read. The last definition of a name holds, without a warning, as in MathJax.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NoReturn

from mathpress.tex.calls import STRETCHED, Call, Handler
from mathpress.tex.lexer import OPENING, Token, is_space, join, make, read_argument, read_option, skip_space
from mathpress.tex.mistakes import Mistake, Origin, unclosed_brace


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro: how many parameters, the default of the first if it is optional, its meaning; or a handler for all.

    `origin` is where an author defined it, None for commands of our own.
    """

    parameters: int
    default: tuple[Token, ...] | None
    body: tuple[Token, ...]
    handler: Handler | None = None
    origin: Origin | None = None


_NOWHERE: Final = Token("", 0, 0)
_PARAMETER: Final = re.compile(r"#(\d)")
_UNREADABLE: Final = Macro(0, None, tuple(make("{}", _NOWHERE)))
"""Stands for a macro whose definition is a mistake, so that no formula that uses it is told to be one too."""


def from_strings(definitions: Mapping[str, str]) -> dict[str, Macro]:
    r"""Read macros of our own: `{"RR": "\\mathbb{R}", "norm": "\\lVert #1\\rVert"}`, with or without `\`.

    A body that mentions `#2` makes a macro of two parameters.
    """
    return {
        "\\" + name.lstrip("\\"): Macro(
            parameters=max((int(digit) for digit in _PARAMETER.findall(body)), default=0),
            default=None,
            body=tuple(make(body, _NOWHERE)),
        )
        for name, body in definitions.items()
    }


def from_settings(definitions: Mapping[str, str]) -> dict[str, Macro]:
    """Read macros as `from_strings` does, but an author's, from settings or front matter."""
    return {name: replace(macro, origin=Origin(name)) for name, macro in from_strings(definitions).items()}


def from_handlers(handlers: Mapping[str, Handler]) -> dict[str, Macro]:
    """Return the commands of a package; names that share a handler stand together, parted by spaces."""
    return {f"\\{name}": Macro(0, None, (), handler) for names, handler in handlers.items() for name in names.split()}


def define(
    rest: Sequence[Token], macros: dict[str, Macro], place: tuple[int, int, int], mistakes: list[Mistake]
) -> int:
    """Read the definition that `rest` begins with into `macros`, and return the index behind it.

    `place` is that of the definition: the number of the formula, start and end. What cannot be read is one of
    `mistakes`, and so is a `#2` in the body of a macro of one parameter.
    """
    reader = _Reader(rest, macros)
    try:
        reader.read_name()
        macro = DEFINITIONS[rest[0].text](reader)
    except Mistake as mistake:
        mistakes.append(mistake)
        macro = _UNREADABLE
    if reader.name and (rest[0].text != r"\providecommand" or reader.name not in macros):
        macros[reader.name] = replace(macro, origin=Origin(reader.name, *place))
    return reader.index


@dataclass
class _Reader:
    """A definition being read: its tokens and those behind it, the macros known, its name, how far it was read."""

    tokens: Sequence[Token]
    macros: Mapping[str, Macro]
    name: str = ""
    starred: bool = False
    index: int = 1

    @property
    def command(self) -> Token:
        return self.tokens[0]

    def read_name(self) -> None:
        r"""Read the `{\name}` or `\name`, and the star of `\newcommand*` before it."""
        index = skip_space(self.tokens, self.index)
        self.starred = index < len(self.tokens) and self.tokens[index].text == "*"
        argument = read_argument(self.tokens, index + self.starred)
        names = [part.text for part in argument.tokens if not is_space(part)] if argument else []
        if argument is None or len(names) != 1 or not names[0].startswith("\\"):
            self.fail(rf"{self.command.text} needs a name such as {{\R}} behind it")
        self.name, self.index = names[0], argument.next

    def fail(self, message: str, *places: Token) -> NoReturn:
        """Raise a mistake at the places, else at the command."""
        places = places or (self.command,)
        raise Mistake(places[0].start, max(places[0].end, places[-1].end), "macro-definition", message)

    def body(self, parameters: int, cure: str) -> tuple[Token, ...]:
        """Read the body, whose every `#` is a parameter's, or `##` for one of a definition in it."""
        body = read_argument(self.tokens, self.index)
        if body is None:
            brace = skip_space(self.tokens, self.index)
            if brace < len(self.tokens) and self.tokens[brace].text == OPENING:
                raise unclosed_brace(self.tokens[brace].start, self.tokens[brace].end)
            self.fail(f"{self.command.text}{{{self.name}}} has no body; write what it stands for in braces behind it")
        self.index = body.next
        tokens = iter(body.tokens)
        for token in tokens:
            follower = next(tokens, None) if token.text == "#" else token
            if follower and (follower is token or follower.text == "#"):
                continue
            if follower is None or not follower.text.isdecimal() or follower.text == "0":
                words = rf"the body of {self.name} has a # that is no parameter's; write #1, or \# for the character"
                self.fail(words, token)
            if int(follower.text) > parameters:
                has = f"{parameters or 'no'} parameter{'s' * (parameters != 1)}"
                words = f"the body of {self.name} uses #{follower.text}, but it has {has}"
                self.fail(f"{words}; {cure.replace('N', follower.text)}", token, follower)
        return tuple(body.tokens)

    def new_command(self) -> Macro:
        count = read_option(self.tokens, self.index)
        parameters = 0
        default = None
        if count is not None:
            self.index = count.next
            digits = join(count.tokens).strip()
            if len(digits) != 1 or not digits.isdecimal():
                self.fail(f"[{digits}] is no number of parameters from 0 to 9", *count.tokens)
            parameters = int(digits)
            option = read_option(self.tokens, self.index)
            if option is not None:
                default, self.index = tuple(option.tokens), option.next
        body = self.body(parameters, f"write {self.command.text}{{{self.name}}}[N]{{…}}")
        return Macro(parameters, default, body)

    def plain_def(self) -> Macro:
        parameters = 0
        while self.index < len(self.tokens) and self.tokens[self.index].text != OPENING:
            token, *behind = self.tokens[self.index : self.index + 2]
            if token.text == "#" and behind and behind[0].text == str(parameters + 1):
                parameters += 1
                self.index += 2
            elif is_space(token):
                self.index += 1
            else:
                words = f"{self.command.text}{self.name}: only parameters #1#2… may stand before the body"
                self.fail(words, token)
        body = self.body(parameters, f"write {self.command.text}{self.name}#1…#N{{…}}")
        return Macro(parameters, None, body)

    def let(self) -> Macro:
        self.index = skip_space(self.tokens, self.index)
        if self.index < len(self.tokens) and self.tokens[self.index].text == "=":
            self.index += 1
        meaning = read_argument(self.tokens, self.index)
        if meaning is None:
            name = self.name
            self.fail(rf"\let{name} needs a command whose meaning {name} takes, as \let{name}=\varepsilon")
        self.index = meaning.next
        same = self.macros.get(meaning.tokens[0].text) if len(meaning.tokens) == 1 else None
        return same or Macro(0, None, tuple(meaning.tokens))

    def operator(self) -> Macro:
        body = join(self.body(0, "an operator has none"))
        return Macro(0, None, tuple(make(rf"\operatorname{'*' * self.starred}{{{body}}}", self.command)))

    def paired(self) -> Macro:
        r"""`\abs` for `\DeclarePairedDelimiter\abs{\lvert}{\rvert}` takes a star or a size (mathtools, section 3.6)."""
        fences = []
        for _ in range(2):
            fence = read_argument(self.tokens, self.index)
            if fence is None:
                self.fail(rf"{self.command.text} needs two fences, as {{\lvert}}{{\rvert}}")
            fences.append(join(fence.tokens))
            self.index = fence.next

        def fenced(call: Call) -> list[Token]:
            size = STRETCHED if call.takes("*") else join(call.option() or ()).strip()
            left, right = fences
            return call.make("{", call.fence(size, left, call.argument(), right), "}")

        return Macro(0, None, (), fenced)


DEFINITIONS: Final[dict[str, Callable[[_Reader], Macro]]] = {
    **dict.fromkeys((r"\newcommand", r"\renewcommand", r"\providecommand"), _Reader.new_command),
    **dict.fromkeys((r"\def", r"\gdef", r"\edef", r"\xdef"), _Reader.plain_def),
    r"\let": _Reader.let,
    r"\DeclareMathOperator": _Reader.operator,
    r"\DeclarePairedDelimiter": _Reader.paired,
}
"""What defines a macro: each reads the macro behind its name. Raises `Mistake`."""
