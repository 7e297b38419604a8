"""The tables that the staff keeps by hand, in both languages, each from a random stream of its own."""

from sample import books, parcels, service, traits, voices
from sample.clock import rng
from sample.fair import Step
from sample.orders import Order
from sample.people import Person
from sample.sheets import workbook
from sample.wecom import table


def tables(
    people: list[Person], steps: list[Step], orders: list[Order], channels: dict[str, bytes]
) -> dict[str, bytes]:
    """Return the content of every table by its name."""
    sent = parcels.parcels(rng("parcels"), orders)
    out = traits.left_out(people, steps, orders)
    return {**labels(people, out, channels), **work(people, orders, sent), **money(orders)}


def labels(people: list[Person], out: traits.LeftOut, channels: dict[str, bytes]) -> dict[str, bytes]:
    """Return what is said of members, groups and messages."""
    known = traits.members(rng("member labels"), people, out)
    listed = traits.roster(rng("member list"), people, out)
    contents = traits.contents(rng("content labels"), channels, people)
    return {
        "member_labels.csv": table(traits.HEADER, known).encode(),
        "会员标签.xlsx": workbook("会员标签", "竹里企微会员标签表（2026年6月整理）", traits.LIST_HEADER, listed),
        "群标签.csv": table(traits.GROUP_HEADER, traits.groups()).encode("utf-8-sig"),
        "content_labels.csv": table(traits.CONTENT_HEADER, contents).encode(),
    }


def work(people: list[Person], orders: list[Order], sent: list[parcels.Parcel]) -> dict[str, bytes]:
    """Return what the staff did, and what people thought of it."""
    cases = service.cases(rng("cases"), people)
    answers = voices.survey(rng("survey"), people)
    return {
        "tickets.csv": table(service.TICKET_HEADER, service.tickets(rng("tickets"), people, sent)).encode(),
        "事项登记.xlsx": workbook("事项", "竹里事项登记表（2025年7月至2026年6月）", service.CASE_HEADER, cases),
        "满意度调查.xlsx": workbook("答卷", "竹里满意度调查", voices.SURVEY_HEADER, answers),
        "舆情.csv": table(voices.MENTION_HEADER, voices.mentions(rng("mentions"))).encode("gb18030"),
        "daily_counts.csv": table(parcels.HEADER, parcels.counts(rng("daily counts"), sent, people)).encode(),
        "points.csv": table(books.POINT_HEADER, books.points(rng("points"), people, orders)).encode(),
    }


def money(orders: list[Order]) -> dict[str, bytes]:
    """Return the books."""
    rows = books.ledger(rng("ledger"), orders)
    return {
        "收支账.xlsx": workbook("收支", "竹里收支账（元）", books.LEDGER_HEADER, rows),
        "campaigns.csv": table(books.CAMPAIGN_HEADER, list(books.CAMPAIGNS)).encode(),
    }
