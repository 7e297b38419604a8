"""`commkit demo`: the invented sample community, answered."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from commkit import catalog, settings
from commkit.errors import CannotDo, WrongUse
from commkit.intake.exports import build_community
from commkit.intake.instructions import choose
from commkit.params import option
from commkit.render.formats import choose_format
from commkit.render.output import show
from commkit.render.talk import note, progress
from commkit.result import Context, Result
from commkit.sources.source import Reading
from commkit.store.ask.cut import Cut
from commkit.store.spool import private_folder
from commkit.words import say

EXAMPLES = (
    "commkit demo  # a first look, with no data of your own",
    "commkit demo --lang zh  # the same, in Chinese",
    "commkit demo --chart activity.png  # the chart under a name of your own",
)

Chart = Annotated[Path, option(metavar="FILE", help=say("Where to draw the activity chart: .svg or .png."))]


def demo(*, chart: Chart = Path("commkit-demo.svg")) -> None:
    """Answer from the sample community: RFM tiers, activity, and a chart."""
    sample = sample_folder()
    choose_format(None, chart, terminal=False)
    if sample.resolve() in chart.resolve().parents:
        what = say("{path} is read by this command, and no output may take its place", path=chart)
        raise WrongUse(what, hint=say("give another file to write to"))
    said = settings.read(sample / settings.NAME)
    with private_folder() as folder, progress(say("reading the sample")):
        store, _ = build_community([sample], choose(said.community), Reading(), folder)
        with store:
            store.cut(Cut())
            excluded = store.excluded()
            for name, options in (("rfm", {}), ("active", {"every": "month"})):
                result: Result = catalog.question(name)(store, **options)
                context = Context(name, str(store.as_of), store.tz, say("the sample community"), excluded)
                shown = replace(result, table=result.table.drop("slice"))
                show(shown, context, format="table")
                sys.stdout.write("\n")
            show(shown, context, output=chart, quiet=True)
    note(say("the sample's exports: {folder}; try: commkit rfm {folder}", folder=str(sample)))


def sample_folder() -> Path:
    """Where the sample lies: inside the installed package, or in a checkout."""
    installed = Path(str(files("commkit"))) / "sample"
    checkout = Path(__file__).parents[3] / "data" / "sample"
    found = next((each for each in (installed, checkout) if each.is_dir()), None)
    if found is None:
        raise CannotDo(say("the sample is missing from this installation"), hint=say("install commkit again"))
    return found
