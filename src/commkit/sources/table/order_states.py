"""What the state of an order says: whether it was paid, and whether it was paid back. Families of words, not lists.

The states are those of WooCommerce, Shopify, Magento, 有赞, 微店, 抖店, 淘宝 and the like, and of sheets kept by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# The first family with a word in the state decides.
FAMILIES: dict[str, str] = {
    "partly": r"部分|partial|partly",
    "paid": (
        r"(?:退款|退货|售后)(?:失败|关闭|取消|拒绝|中|申请|待|审核|处理)|(?:无|未|待|申请|没有|拒绝|取消|不)退|无售后"
        r"|(?:no|non|not|without)[ _-]*refund|refund[ _-]*(?:fail|reject|declin|request|pending|cancel|in[ _-]progress)"
        r"|(?:pending|awaiting|waiting(?: for)?|on hold for)[ _-]*(?:ship|fulfil|deliver|pick|dispatch|collect|review)"
    ),
    "refunded": r"退款|已退|全退|退货|refund|chargeback|charged[ _-]*back|revers(?:ed|al)",
    "void": (
        r"取消|失败|作废|草稿|撤销|拒付|已拒绝|未成团|cancel|fail|void|draft|declin|denied|abandon"
        r"|(?:^|[^a-z])(?:authori[sz]ed|auth only)|仅授权|预授权"
    ),
    "unpaid": (
        r"关闭|待付|未付|待支付|未支付|未收款|待收款|待结算|待下单|超时|过期|支付中|付款中|等待(?:买家)?(?:付款|支付)"
        r"|unpaid|not[ _-]*paid|expire|pending|hold"
        r"|(?:await|wait)\w*[ _-]*(?:for[ _-]*)?(?:[a-z]{1,12}[ _-]*){0,2}(?:pay|wire|transfer|cheque|check)"
        r"|payment[ _-]*(?:due|review)"
        r"|overdue"
    ),
    "unknown": (  # what says that something was not done, beside words that would say that it was
        r"未成功|未完成|未生效|失效|无效|拒收|关单|不通过|unsuccess|incomplet|uncomplet|inactive|invalid|reject|error"
        r"|^await|not[ _-]*(?:complet|success|accept|approv|confirm)|non[ _-]*complet"
    ),
    "known": (
        r"付款|支付|收款|完成|成功|发货|收货|签收|评价|使用|核销|备货|配货|配送|运输|出库|送达|自提|揽|成团|结束|正常|生效"
        r"|paid|pay|complet|process|ship|fulfil|deliver|done|success|settle|finish|receiv|confirm|captur|pack|transit"
        r"|dispatch|progress|archiv|active|approv|pick|ready|accept|^ok$|^是$|^已"
    ),
}


OVER = r"取消|作废|撤销|关闭|cancel|void"  # in a state of what nobody paid: nobody will


def is_over(state: pl.Expr) -> pl.Expr:
    """Whether an order in this state, which nobody paid, is done with."""
    return state.str.to_lowercase().str.contains(OVER).fill_null(value=False)


def family_of(state: pl.Expr) -> pl.Expr:
    """The family of each state; `unknown` where it is in none, null where there is no state."""
    import polars as pl

    said = state.str.to_lowercase()
    when = pl.coalesce(pl.when(said.str.contains(words)).then(pl.lit(name)) for name, words in FAMILIES.items())
    return pl.when(state.is_not_null()).then(when.fill_null("unknown"))
