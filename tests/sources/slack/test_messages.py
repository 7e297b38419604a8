from __future__ import annotations

from commkit.sources.slack.messages import read_stamp, strip_markup


def test_a_stamp_keeps_its_microseconds() -> None:
    """January 21, 2021, 20:30:47 UTC."""
    assert read_stamp("1611261047.001300") == 1_611_261_047_001_300
    assert read_stamp("1611261047") == 1_611_261_047_000_000
    assert read_stamp("1611261047.5") == 1_611_261_047_500_000
    assert [read_stamp(each) for each in ("", "1e9", "-1.0", "١.٥", "9999999999.0")] == [None] * 5


def test_markup() -> None:
    assert strip_markup("<@U1|ana> <!subteam^S1|@crew> <http://a.b|c> <http://a.b> &lt;b&gt; &amp;lt; <") == (
        "@ana @crew c http://a.b <b> &lt; <"
    )


def test_hostile_markup_is_read_in_linear_time() -> None:
    assert len(strip_markup("<" * 1_000_000)) == 1_000_000
