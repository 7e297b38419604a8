from __future__ import annotations

from datetime import datetime

from commkit.sources.slack.messages import read_stamp, strip_markup


def test_a_stamp_keeps_its_microseconds() -> None:
    assert read_stamp("1611261047.001300") == datetime(2021, 1, 21, 20, 30, 47, 1300)  # noqa: DTZ001
    assert read_stamp("1611261047") == datetime(2021, 1, 21, 20, 30, 47)  # noqa: DTZ001
    assert [read_stamp(each) for each in (1611261047.0013, "", "1e9", "-1.0", "١.٥", None)] == [None] * 6


def test_markup() -> None:
    assert strip_markup("<@U1|ana> <!subteam^S1|@crew> <http://a.b|c> <http://a.b> &lt;b&gt; &amp;lt; <") == (
        "@ana @crew c http://a.b <b> &lt; <"
    )


def test_hostile_markup_is_read_in_linear_time() -> None:
    assert len(strip_markup("<" * 1_000_000)) == 1_000_000
