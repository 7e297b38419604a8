"""JSON always parses, keeps every digit, and hides nothing."""

import json
from datetime import date, datetime, time
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.render.jsontext import encode_json, render_json, render_ndjson
from commkit.result import Context, Result

ANY = st.text(st.characters(codec=None, exclude_categories=[]))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (2**63, "9223372036854775808"),
        (0.1, "0.1"),
        (float("nan"), "null"),
        (float("inf"), "null"),
        (Decimal("1234567890123456.70"), "1234567890123456.70"),
        (Decimal("1E+3"), "1000"),
        (Decimal("NaN"), "null"),
        (date(2026, 6, 30), '"2026-06-30"'),
        (datetime(2026, 6, 30, 9, 5), '"2026-06-30T09:05:00"'),  # noqa: DTZ001 (local)
        (time(9, 5), '"09:05:00"'),
        ("张三", '"张三"'),
        ("\x1b\u202e\ud800\U000e0041\x9b\u200b", r'"\u001b\u202e\ud800\udb40\udc41\u009b\u200b"'),
        ([], "[]"),
        ({"a": [1, {}]}, '{"a": [1, {}]}'),
    ],
)
def test_json_text(value: object, text: str) -> None:
    assert encode_json(value) == text


def test_one_object_whose_optional_keys_are_there_only_when_they_mean_something(
    golden: Result, context: Context
) -> None:
    answer = json.loads("".join(render_json(golden, context)), parse_float=Decimal)
    assert list(answer) == [
        *("schema_version", "command", "as_of", "tz", "database", "excluded", "notes", "rows"),
        *("total", "parameters"),
    ]
    assert answer["schema_version"] == 1
    assert answer["excluded"] == {"staff": 3, "bots": 4}
    assert answer["rows"][0]["net_amount"] == Decimal("1234567.80")
    assert answer["rows"][3]["quiet_days"] is None
    assert answer["rows"][3]["member"] == golden.table["member"][3]


def test_it_is_indented_as_json_usually_is(golden: Result, context: Context) -> None:
    text = "".join(render_json(Result("", golden.table.select("messages"), total={}), context))
    assert text == json.dumps(json.loads(text), indent=2) + "\n"


def test_no_rows_are_still_one_object() -> None:
    answer = json.loads("".join(render_json(Result("", pl.DataFrame({"a": []})), Context("rfm", confidential=True))))
    assert answer["rows"] == []
    assert answer["confidential"] is True


@given(st.lists(st.one_of(ANY, st.floats(), st.decimals(), st.integers(), st.none()), max_size=5))
def test_any_value_parses(values: list[object]) -> None:
    assert len(json.loads(encode_json(values, "", ascii_only=True))) == len(values)
    assert encode_json(values).encode()


def test_ndjson_is_one_row_per_line(golden: Result) -> None:
    rows = [json.loads(line) for line in render_ndjson(golden)]
    assert [row["messages"] for row in rows] == [12345, 0, None, -3, 7]
