from __future__ import annotations

import pytest

from commkit.sources.rows import Rows


def test_a_column_that_is_left_out_is_null() -> None:
    rows = Rows()
    rows.add("group", native="7", is_private=False)
    rows.add("group", native="8", title="tea", is_private=True)
    assert rows.batch().frames["group"].rows() == [("7", None, None, False), ("8", "tea", None, True)]


def test_a_misspelled_column_is_refused() -> None:
    with pytest.raises(TypeError, match=r"member.*is_stuff"):
        Rows().add("member", native="7", is_stuff=True)


def test_an_unknown_kind_of_record_is_refused() -> None:
    with pytest.raises(KeyError):
        Rows().add("menber", native="7")
