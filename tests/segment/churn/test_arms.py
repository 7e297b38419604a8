"""Who is held out: every member of a plan once, the share exact, and decided by chance alone."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from commkit.segment.churn.arms import ARMS, HOLD_OUT, draw_arms

layers_of = st.dictionaries(
    st.text("abcdefgh234567", min_size=1, max_size=8), st.sampled_from(("koc", "core", "active")), max_size=60
)
shares = st.integers(0, 90).map(lambda percent: percent / 100)


@given(layers_of, shares, st.integers(0, 2**31))
def test_everybody_is_in_one_arm_and_the_share_is_exact(layers: dict[str, str], share: float, seed: int) -> None:
    """Of all to half a member, of each layer to less than one."""
    arms = draw_arms(layers, share, seed=seed, name="spring")
    assert arms.keys() == layers.keys()
    assert {*arms.values()} <= {*ARMS}
    held = Counter(layers[handle] for handle, arm in arms.items() if arm == HOLD_OUT)
    assert abs(held.total() - share * len(layers)) <= 0.5 + 1e-9
    for layer, members in Counter(layers.values()).items():
        assert abs(held[layer] - share * members) <= 1 + 1e-9


@given(layers_of, shares, st.randoms())
def test_the_order_of_rows_changes_nothing(layers: dict[str, str], share: float, random: object) -> None:
    shuffled = list(layers.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    once, again = (draw_arms(dict(each), share, seed=1, name="spring") for each in (layers.items(), shuffled))
    assert once == again


def test_another_seed_or_name_holds_out_others() -> None:
    """Two draws of 100 of 200 share all of them with a chance of 1 in 10^58."""
    layers = dict.fromkeys((f"m{number}" for number in range(200)), "active")
    drawn = [
        {handle for handle, arm in draw_arms(layers, 0.5, seed=seed, name=name).items() if arm == HOLD_OUT}
        for seed, name in ((1, "spring"), (2, "spring"), (1, "autumn"))
    ]
    assert [len(each) for each in drawn] == [100] * 3
    assert drawn[0] != drawn[1]
    assert drawn[0] != drawn[2]


def test_a_member_is_held_out_as_often_as_the_share_says() -> None:
    """Of ten members two in each of 500 plans: 100 times each, give or take four standard deviations of 9."""
    layers = dict.fromkeys((f"m{number}" for number in range(10)), "active")
    held: Counter[str] = Counter()
    for number in range(500):
        arms = draw_arms(layers, 0.2, seed=1, name=f"plan {number}")
        held.update(handle for handle, arm in arms.items() if arm == HOLD_OUT)
    assert held.total() == 1000
    assert all(64 <= times <= 136 for times in held.values())


def test_nobody_or_half() -> None:
    layers = {"ana": "koc", "ben": "core", "cleo": "core", "dan": "active"}
    assert Counter(draw_arms(layers, 0.0, seed=1, name="x").values()) == {"write": 4}
    assert Counter(draw_arms(layers, 0.5, seed=1, name="x").values()) == {"write": 2, "hold-out": 2}
