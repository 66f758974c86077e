"""The time zone of an old site that tells none: the one of its language's country in which all its dates are right."""

import datetime
from collections.abc import Sequence

from babel.core import get_global

from mathpress.importers.old_files import zone
from mathpress.render.languages import with_territory


def zone_of(moments: Sequence[datetime.datetime], language: str) -> str:
    """Return the name of a zone in which dates with an offset have it, nothing if there is none."""
    known = [moment for moment in moments if moment.tzinfo is not datetime.UTC]
    if not known:
        return ""
    territory = with_territory(language or "en").rpartition("_")[2]
    for name in get_global("territory_zones").get(territory, ()):
        if all(zone(name).utcoffset(moment.replace(tzinfo=None)) == moment.utcoffset() for moment in known):
            return str(name)
    return ""
