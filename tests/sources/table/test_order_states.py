"""States of orders by families of words, in both languages."""

from __future__ import annotations

import io
from collections import Counter
from decimal import Decimal

import polars as pl
import pytest

from commkit.sources.files.file import File
from commkit.sources.source import Reading
from commkit.sources.table import from_table as table
from commkit.sources.table.order_states import family_of
from commkit.store.batch import Batch

PAID = (
    "Completed", "processing", "PAID", "partially_paid", "shipped", "Delivered", "pending shipment",
    "awaiting fulfillment", "refund rejected", "no refund", "交易成功", "已付款", "待发货", "买家已付款", "待收货",
    "已完成", "退款中", "退款关闭", "无退款", "未退款", "待评价", "已核销", "部分发货", "卖家已发货",
    "succeeded", "PaymentReceived", "payment processed", "wc-completed", "in_transit", "unfulfilled", "Not shipped",
    "Ready for pickup", "No payment required", "已收款", "支付成功", "交易完成", "已發貨", "待發貨", "未发货",
    "无需发货", "訂單完成", "待发货已付款", "買家已付款", "waiting for seller to ship", "partially shipped",
)  # fmt: skip
NOT_PAID = (
    "cancelled", "Canceled", "wc-cancelled", "order failed", "voided", "checkout-draft", "pending", "on-hold",
    "Pending payment", "awaiting payment", "unpaid", "authorized", "expired", "abandoned", "payment declined",
    "已取消", "交易关闭", "待付款", "等待买家付款", "待支付", "未付款", "支付失败", "草稿", "已作废", "超时关闭",
    "wc-on-hold", "Awaiting bank wire payment", "awaiting check payment", "支付中", "已拒绝",
    "requires_payment_method", "requires_capture", "requires_action", "Payment not received", "to be paid", "payable",
    "payment required", "PAYER_ACTION_REQUIRED", "No payment", "unsettled", "payment timed out", "payment link sent",
    "PaymentProcessing", "NotYetPaid", "not paid", "ready for payment", "to be captured", "partially_authorized",
    "没有付款", "没付款", "支付异常", "付款失敗", "已關閉", "待確認付款", "已作廢", "已過期", "拒绝付款", "应付款",
    "已放弃",
    "已取消（未发货）", "未收到付款", "支付超时", "無付款", "未完成支付", "待转账", "已撤銷",
)  # fmt: skip
PAID_BACK = ("refunded", "wc-refunded", "Fully Refunded", "chargeback", "已退款", "退款成功", "全额退款", "已退货",
             "paid back", "repaid", "money refunded", "退貨完成", "已退貨", "Paid_Back")  # fmt: skip


def file_of(content: str) -> File:
    raw = content.encode()
    return File("table.csv", len(raw), lambda: io.BytesIO(raw))


def read(content: str) -> Batch:
    [batch] = table.read([file_of(content)], Reading())
    assert isinstance(batch, Batch)
    return batch


def of_states(*states: str) -> Batch:
    """An order of 10 in each state, called like its state."""
    lines = "".join(f"{state},lu,2024-03-05,10,{state}\n" for state in states)
    return read(f"order_id,customer_id,ordered_at,amount,order_status\n{lines}")


def refunds(batch: Batch) -> list[tuple[object, ...]]:
    return batch.frames["order_line"].select("native", "refund_amount").rows()


def test_what_was_paid_counts() -> None:
    found = of_states(*PAID)
    assert refunds(found) == [(state, None) for state in PAID]
    assert found.unknown_states == {}


def test_what_nobody_paid_is_skipped() -> None:
    found = of_states(*NOT_PAID, "paid")
    assert refunds(found) == [("paid", None)]
    assert found.skipped == Counter({("order_line", "unpaid"): len(NOT_PAID)})


def test_what_was_paid_back_is_bought_and_refunded() -> None:
    assert refunds(of_states(*PAID_BACK)) == [(state, Decimal(10)) for state in PAID_BACK]


def test_a_state_that_nobody_knows_counts_and_is_named() -> None:
    found = of_states("paid", "quux", "待定", "quux")
    assert found.frames["order_line"].height == 4
    assert found.unknown_states == {"quux": 2, "待定": 1}


def test_no_state_says_nothing() -> None:
    assert pl.select(family_of(pl.lit(None, pl.String))).item() is None
    assert of_states("").unknown_states == {}


def test_words_that_deny_another_are_not_taken_for_it() -> None:
    """A shop may mean many things by these and by `closed`, so they count, and are named."""
    states = (
        "closed",
        "unsuccessful",
        "incomplete",
        "not completed",
        "payment rejected",
        "已关单",
        "已失效",
        "交易未完成",
        "Awaiting Cash On Delivery validation",
        "unconfirmed",
        "unapproved",
        "disapproved",
        "Never completed",
        "to be confirmed",
        "no longer active",
        "cash on delivery",
        "paypal",
        "已删除",
        "已刪除",
        "已终止",
        "已中止",
        "已驳回",
        "没有完成",
        "不正常",
        "货到付款",
    )
    found = of_states(*states)
    assert refunds(found) == [(state, None) for state in states]
    assert found.unknown_states == dict.fromkeys(states, 1)


@pytest.mark.parametrize(
    ("state", "refund"), [("partially_refunded", 4), ("refunded", 4), ("部分退款", 4), ("paid", 4), ("已取消", 4)]
)
def test_what_is_stated_to_be_paid_back_holds(state: str, refund: int) -> None:
    lines = f"1,lu,2024-03-05,10,{state},{refund}\n"
    found = read(f"order_id,customer_id,ordered_at,amount,status,refund_amount\n{lines}")
    assert refunds(found) == [("1", Decimal(refund))]


def test_an_order_of_several_lines_is_paid_back_as_far_as_its_lines_say() -> None:
    """Both lines of 1, one of two lines of 2, a line of 3 that was never paid beside one that was."""
    lines = "1,5,refunded\n1,7,refunded\n2,5,refunded\n2,7,paid\n3,5,paid\n3,7,cancelled\n"
    rows = "".join(f"lu,2024-03-05,{line}\n" for line in lines.splitlines())
    found = read(f"customer_id,ordered_at,order_id,line_amount,status\n{rows}")
    assert refunds(found) == [
        ("1", Decimal(12)), ("1", Decimal(12)), ("2", Decimal(5)), ("2", None), ("3", None)
    ]  # fmt: skip


def test_rows_without_an_order_are_paid_back_alone() -> None:
    found = read("customer_id,ordered_at,amount,status\nlu,2024-03-05,5,refunded\nlu,2024-03-05,7,refunded\n")
    assert refunds(found) == [(None, Decimal(5)), (None, Decimal(7))]


def test_a_payment_seen_elsewhere_counts_where_an_order_is_closed_but_not_where_it_was_cancelled() -> None:
    lines = "1,lu,2024-03-05,10,交易关闭,2024-03-05 10:00\n2,lu,2024-03-05,10,cancelled,2024-03-05 10:00\n"
    found = read(f"order_id,customer_id,ordered_at,amount,status,paid_at\n{lines}")
    assert refunds(found) == [("1", None)]


@pytest.mark.parametrize(
    "never", ["0000-00-00 00:00:00", "1970-01-01 08:00:00", "0", "1/1/1970 12:00:00 AM", "-", "未支付", "no", ""]
)
def test_a_time_of_payment_that_says_never_shows_no_payment(never: str) -> None:
    """Two orders that wait for payment, of which the second was paid."""
    lines = f"1,lu,2024-03-05,10,待付款,{never}\n2,lu,2024-03-05,10,pending,2024-03-05 10:00\n"
    found = read(f"order_id,customer_id,ordered_at,amount,status,paid_at\n{lines}")
    assert refunds(found) == [("2", None)]
    assert found.skipped == Counter({("order_line", "unpaid"): 1})
