"""`commkit alerts`: which rules of a scheme fire, since when, and what is to be done."""

from __future__ import annotations

from typing import Annotated

from commkit import settings
from commkit.answer.alarm_page import tell_scheme
from commkit.answer.display import show_table
from commkit.answer.watch import open_watch
from commkit.check_choices import AlarmScheme
from commkit.params import (
    DATABASE,
    TABLE,
    AsOf,
    Database,
    Exports,
    LockTimeout,
    Maps,
    Now,
    QuestionOptions,
    TableOptions,
    option,
)
from commkit.words import say

OfScheme = Annotated[AlarmScheme, option("--scheme", help=say("The scheme of alarms."))]
EXAMPLES = (
    "commkit alerts  # which lights are red, and what to do",
    "commkit alerts -o lights.png  # the lights as a picture to pass on",
    "commkit alerts --scheme negative-voice  # whether complaints and bad press pile up",
    "commkit alerts --scheme statistical --format json  # what is out of the ordinary, for a program",
)


def alerts(
    *,
    exports: Exports = None,
    map: Maps = None,
    db: Database = DATABASE,
    scheme: OfScheme = AlarmScheme.lights,
    as_of: AsOf = None,
    now: Now = None,
    face: TableOptions = TABLE,
    lock_timeout: LockTimeout = 60.0,
) -> None:
    """Which alarms of a scheme fire, since when, for which group, and what is to be done in what time.

    What the facts cannot tell is listed as not evaluable, and never as well. It gates nothing: the exit code is 0.
    """
    asked = QuestionOptions(
        exports=exports, map=map, db=db, as_of=as_of, now=now, quiet=face.quiet, lock_timeout=lock_timeout
    )
    with open_watch(asked, settings.read()) as watch:
        watch.look(None, ())
        show_table("alerts", tell_scheme(watch, scheme), face, watch.store, excluded=watch.store.excluded())
