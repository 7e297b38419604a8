"""What members can be told apart by: what labels say, spending, platform and channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commkit.store.ask.community import Store

OWN = ("spend", "platform", "channel")  # beside dimensions of labels


def refuse_attribute(store: Store, name: str) -> None:
    """Refuse what nobody can be told apart by. Raises WrongUse, or NotEnoughData where nothing tells of spending."""
    if name == "spend":
        store.need("orders")
    elif name not in OWN:
        store.dimensions.refuse_unknown(name, OWN)
