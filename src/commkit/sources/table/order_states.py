"""What the state of an order says: whether it was paid, and whether it was paid back. Families of words, not lists.

The states are those of WooCommerce, Shopify, Magento, 有赞, 微店, 抖店, 淘宝 and the like, and of sheets kept by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# The first family with a word in the state decides; `known` has only what says that it was done. The words are in small
# letters and simplified characters, with a blank between two.
FAMILIES: tuple[tuple[str, str], ...] = (
    ("void", r"(?:partial|partly)\w* authori[sz]|部分授权"),
    ("partly", r"部分|partial|partly"),
    (
        "paid",
        (
            r"(?:退款|退货|售后)(?:失败|关闭|取消|拒绝|中|申请|待|审核|处理)|(?:无|未|待|申请|没有|拒绝|取消|不)退|无售后"
            r"|无需(?:付款|支付)|(?:no|non|not|without) ?refund"
            r"|refund ?(?:fail|reject|declin|request|pending|cancel|in progress)"
            r"|(?:pending|awaiting|waiting(?: for)?|on hold for) (?:(?:the|seller|merchant|to|be) ){0,4}"
            r"(?:ship|fulfil|deliver|pick|dispatch|collect|review)"
            r"|(?:no payment|payment not) (?:needed|required|necessary|due)"
        ),
    ),
    ("refunded", r"退款|已退|全退|退货|refund|charge ?back|charged back|revers(?:ed|al)|\bpaid back|\brepaid|reimburs"),
    (
        "void",
        (
            r"取消|失败|作废|草稿|撤销|拒付|已拒绝|未成团|放弃|拒绝(?:付款|支付)|(?:付款|支付|收款|扣款)(?:异常|错误|被拒)"
            r"|cancel|fail|void|draft|declin|denied|abandon|\b(?:authori[sz]ed|auth only)|仅授权|预授权"
        ),
    ),
    (
        "unpaid",
        (
            r"关闭|超时|过期|支付中|付款中|等待(?:买家)?(?:付款|支付)|待下单|应付|(?:需|请|去|催)(?:付款|支付)|无(?:付款|支付)"
            r"|待(?:确认|审核|核实|买家|客户|用户)?(?:付|支付|收款|结算|缴|打款|转账|汇款)"
            r"|(?:未|没有?)\p{Han}{0,2}(?:付|支付|收款|收到|缴|到账|结清|结算)"
            r"|unpaid|not (?:\w+ ){0,2}paid|expire|pending|hold|overdue|outstanding|payable|timed? ?out|non ?payment"
            r"|\b(?:unsettled|uncaptured|unbilled|uncharged)|to be (?:paid|captured|charged|settled|collected)"
            r"|(?:await|wait)\w* (?:for )?(?:[a-z]{1,12} ){0,2}(?:pay|wire|transfer|cheque|check)"
            r"|requires? (?:payment|capture|action|confirm|source|auth)"
            r"|(?:payment|action|deposit|confirmation) (?:is )?required"
            r"|(?:no|without|processing|ready for|request for) payment|(?:ready|yet) to pay"
            r"|payment (?:(?:is|was|has|been|being|yet) ){0,3}(?:due|review|not|never|missing|processing|in progress"
            r"|incomplete|link|request|remind|initiated|started|created|open)"
        ),
    ),
    (
        "paid",  # what is still to be sent was bought
        (
            r"(?:未|待|无需|不需)(?:发货|收货|签收|评价|使用|核销|配送|物流|自提|提货)"
            r"|(?:\bun|\bnot (?:yet )?)(?:shipped|fulfilled|delivered|dispatched|packed|picked|collected)"
        ),
    ),
    (
        "unknown",  # what says that something was not done, beside words that would say that it was
        (
            r"未|没|无|不|异常|错误|失效|拒|驳|关单|终止|中止|删除|货到付款"
            r"|\bun\w|\b(?:not|no|non|never|without|to be|requir\w*|await\w*|wait\w*)\b"
            r"|\bin(?:complet|activ|valid|suffic)|\bdis(?:approv|put|honou?r)|reject|error|later"
            r"|\b(?:cash|pay) on\b|\bcod\b"
        ),
    ),
    (
        "known",
        (
            r"(?:已|成功)(?:付|支付|收款|结算|到账|入账)|(?:付款|支付|收款)完毕|付清|结清|完成|成功|发货|收货|签收"
            r"|评价|使用|核销|备货|配货|配送|运输|出库|送达|自提|揽|成团|结束|正常|生效|已(?:确认|接单|受理|审核)|审核通过|^是$"
            r"|\b(?:pre)?paid\b|\b(?:completed?|succe(?:ss|eded)\w*|process(?:ed|ing)|fulfil\w*|ship(?:ped|ping|ments?)"
            r"|deliver(?:ed|y|ing)|done|settled|finished|received|confirmed|captured|pack(?:ed|ing|aged)|in transit"
            r"|dispatch\w*|in progress|archived|active|approved|pick(?:ed|ing)|accepted|ok)\b"
            r"|\bready (?:for|to) (?:ship|pick|deliver|collect|dispatch|send)|^ready$"
        ),
    ),
)
TRADITIONAL = "關閉敗廢過銷貨確認單結發運達簽評價處絕異無時備審應終刪駁棄沒買賣團攬庫輸後請額繳賬帳預權戶對還拒錯誤轉匯"
SIMPLIFIED = "关闭败废过销货确认单结发运达签评价处绝异无时备审应终删驳弃没买卖团揽库输后请额缴账账预权户对还拒错误转汇"
OVER = r"取消|作废|撤销|关闭|cancel|void"  # in a state of what nobody paid: nobody will


def is_over(state: pl.Expr) -> pl.Expr:
    """Whether an order in this state, which nobody paid, is done with."""
    return _plain(state).str.contains(OVER).fill_null(value=False)


def family_of(state: pl.Expr) -> pl.Expr:
    """The family of each state; `unknown` where it is in none, null where there is no state."""
    import polars as pl

    said = _plain(state)
    when = pl.coalesce(pl.when(said.str.contains(words)).then(pl.lit(name)) for name, words in FAMILIES)
    return pl.when(state.is_not_null()).then(when.fill_null("unknown"))


def _plain(state: pl.Expr) -> pl.Expr:
    """A state in the one writing of FAMILIES: PAYMENT_DUE, paymentDue and Payment-due are `payment due`."""
    apart = state.str.replace_all(r"(\p{Ll})(\p{Lu})", "$1 $2").str.to_lowercase()
    simplified = apart.str.replace_many(list(TRADITIONAL), list(SIMPLIFIED))
    return simplified.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
