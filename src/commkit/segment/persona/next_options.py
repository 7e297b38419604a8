"""The options of what comes next."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from commkit.params import option
from commkit.words import say


class Offered(StrEnum):
    """What is offered to members."""

    products = "products"
    topics = "topics"


OfferedKind = Annotated[
    Offered, option("--of", help=say("What is offered: products that others bought, or topics of labelled messages."))
]
EachTop = Annotated[int, option("--top", min=1, max=10, metavar="N", help=say("Offer so many to each with --members."))]
OfferList = Annotated[
    bool, option("--members", help=say("What to offer to each member, where it is worth anything, by handle."))
]
