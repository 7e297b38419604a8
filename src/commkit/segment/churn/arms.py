"""Who of a plan is written to and who is held out, so that chance alone decides it."""

from __future__ import annotations

from fractions import Fraction
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WRITE, HOLD_OUT = "write", "hold-out"
ARMS = (WRITE, HOLD_OUT)
FEWEST = 30  # members of an arm, of fewer of whom no uplift is told


def draw_arms(layers: Mapping[str, str], share: float, *, seed: int, name: str) -> dict[str, str]:
    """The arm of each handle, whose layer is given: in each layer that share is held out, and of all to half a member.

    A keyed digest of plan and handle orders the members of a layer, and the first of them are held out. So the order of
    rows changes nothing, and another plan or seed holds out others. What a layer's share lacks to a whole member goes
    to the next layer.
    """
    exact = Fraction(str(share))
    arms: dict[str, str] = {}
    seen = given = 0
    for layer in sorted(set(layers.values())):
        members = sorted(_lot(seed, name, handle) for handle in layers if layers[handle] == layer)
        seen += len(members)
        held = _nearest(exact * seen) - given
        given += held
        arms.update(_split(members, held))
    return arms


def _split(members: Iterable[tuple[bytes, str]], held: int) -> dict[str, str]:
    return {handle: HOLD_OUT if place < held else WRITE for place, (_, handle) in enumerate(members)}


def _nearest(number: Fraction) -> int:
    """The nearest whole number; of two the greater, so that every step up takes no more than is there."""
    return int(number + Fraction(1, 2))


def _lot(seed: int, name: str, handle: str) -> tuple[bytes, str]:
    words, key = f"{name}\x1f{handle}".encode(), str(seed).encode()
    return blake2b(words, key=key, digest_size=16, person=b"commkit-plan").digest(), handle
