"""What is said of settings that are refused: each mistake once, at its line, with what was most likely meant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from mathpress.deployment import is_secret
from mathpress.destination import SECRETS
from mathpress.errors import Problem
from mathpress.settings import find_key
from mathpress.text import did_you_mean, nearest, reason_of

Mistake = dict[str, Any]
"""A mistake as pydantic tells it, of which `loc` are the keys that lead to it."""


def refusals(
    error: ValidationError, settings: type[BaseModel], name: str, text: str, prefix: tuple[str, ...]
) -> list[Problem]:
    """Return a problem for each mistake in a text that has `settings` below the keys of `prefix`, by their lines."""
    problems = [_problem(mistake, settings, name, text, prefix) for mistake in _together(_once(error, settings))]
    return sorted(problems, key=lambda problem: problem.place.line)


def table_of(annotation: Any) -> type[BaseModel] | None:
    """Return the table that a setting is, or may be, or of which it has several by their names; None for a value."""
    if isinstance(annotation, UnionType) or get_origin(annotation) is dict:
        return next(filter(None, map(table_of, get_args(annotation))), None)
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _once(error: ValidationError, settings: type[BaseModel]) -> list[Mistake]:
    """Return the mistakes; what a slip was meant to be is not lacking as well."""
    mistakes: list[Mistake] = [dict(mistake) for mistake in error.errors()]
    slips = [mistake["loc"] for mistake in mistakes if mistake["type"] == "extra_forbidden"]
    meant = {(*table, nearest(key, _table(settings, table).model_fields)) for *table, key in slips}
    return [mistake for mistake in mistakes if mistake["type"] != "missing" or mistake["loc"] not in meant]


def _together(mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
    """Yield mistakes, and what a table lacks as one: that it was not finished."""
    lacking: dict[tuple[str, ...], Mistake] = {}
    for mistake in mistakes:
        if mistake["type"] != "missing":
            yield mistake
            continue
        *table, name = mistake["loc"]
        if tuple(table) in lacking:
            lacking[tuple(table)]["lacks"] += f", {name}"
        else:
            lacking[tuple(table)] = {**mistake, "lacks": name}
    yield from lacking.values()


def _problem(mistake: Mistake, settings: type[BaseModel], name: str, text: str, prefix: tuple[str, ...]) -> Problem:
    path = tuple(str(key) for key in mistake["loc"] if key != "[key]")
    place = find_key(name, text, (*prefix, *path))
    if path[:1] == ("deploy",):  # the line may hold a secret, which must not come into a log
        place = replace(place, excerpt="", skipped=0)
    if mistake["type"] == "extra_forbidden":
        guess = f"; {SECRETS}" if is_secret(path) else did_you_mean(path[-1], _table(settings, path[:-1]).model_fields)
        return Problem(place, "config-key", f"unknown setting {'.'.join(path)}{guess}")
    if mistake["type"] == "missing":
        return Problem(place, "config-value", f"[{'.'.join((*prefix, *path[:-1]))}] lacks {mistake['lacks']}")
    reason = reason_of(mistake["msg"])
    if mistake["type"] in {"model_type", "dict_type"}:
        reason = f"must be a table, whose lines follow one that says [{'.'.join((*prefix, *path))}]"
    return Problem(place, "config-value", f"{'.'.join(path or prefix)}: {reason}")


def _table(settings: type[BaseModel], path: Sequence[str]) -> type[BaseModel]:
    """Return the table of settings that keys lead to; those of a `dict` of tables are names, all of one kind."""
    for key in path:
        if key in settings.model_fields:
            settings = table_of(settings.model_fields[key].annotation) or settings
    return settings
