"""Both languages say everything: nothing untranslated, nothing stale, the same values in both."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from itertools import chain, pairwise
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest

from commkit import catalog, words
from commkit.check_choices import AlarmScheme
from commkit.choices import Evidence, Period
from commkit.cli import misuse, verbs
from commkit.gate.alarms import read_scheme
from commkit.indicators.inventory import INDICATORS
from commkit.intake.doubts import KINDS
from commkit.presets.cadence import read_duties
from commkit.presets.card_steps import read_card_steps
from commkit.presets.cards import list_cards, read_card
from commkit.presets.lists import list_names, read_list
from commkit.render import output
from commkit.segment.churn.next_steps import read_steps
from commkit.segment.features import FEATURES
from commkit.segment.schemes import find_scheme, shipped
from commkit.sources.irc import from_text as irc
from commkit.sources.registry import SOURCES
from commkit.sources.table import from_table as table
from commkit.store.ask.remedies import LOADS
from tests.segment.churn.crowds import fading_crowd, tell
from tests.sentences import literal, said_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from commkit.result import Result

    Run = Callable[..., Any]

HOUSE = Path(words.__file__).parent
CHINESE = tomllib.loads((HOUSE / "locale" / "zh.toml").read_text("utf-8"))
CODE = re.compile(r"[a-z]+(-[a-z]+)+")
# What reaches say() in a variable, and stands in no list of ours.
REASONS_OF_THE_SYSTEM = {
    "No such file or directory",
    "Permission denied",
    "Is a directory",
    "No space left on device",
    "Operation not permitted",
    "Read-only file system",
    "File too large",
    "File name too long",
    "Bad file descriptor",
    "Input/output error",
}
HEADINGS_OF_TYPER = {
    "Arguments",
    "Options",
    "Commands",
    "[default: {}]",
    "[env var: {}]",
    "[required]",
}
ELSEWHERE = {"a chat without an id or a list of messages"}

MESSAGES = """id,author,time,text,channel,reply_to
1,Ana,2024-01-01 12:00,hello,hall,
2,Ben,2024-01-02 12:00,hi there,hall,1
3,Ana,2024-01-08 12:00,again,attic,
4,Ana,when?,again,attic,
5,Ana,2024-02-20 12:00,months,hall,
6,Ben,2024-03-20 12:00,later,hall,
7,Ana,2024-04-20 12:00,still,hall,
8,Ana,2024-05-20 12:00,here,hall,
9,Ben,2024-06-03 12:00,too,hall,
"""
ORDERS = """order_id,customer_id,order_date,line_amount,order_status
1,Ana,2024-01-03,10,paid
2,Ben,2024-01-04,20,paid
3,Ben,2024-01-04,20,pending
""" + "".join(
    f"{buyer}-{day},{900 + buyer},2024-01-{day:02},10,paid\n" for buyer in range(30) for day in (3, 4 + buyer % 2)
)
MEMBERS = """member,joined_at,left_at
Ana,2023-12-20,
Ben,2024-01-02,2024-01-07
"""
SURVEYS = """member,answered_at,question,scale,score
Ana,2024-01-05,service,1-5,4
Ben,2024-01-06,nps,0-10,9
"""
TICKETS = """ticket_id,member,opened_at,answered_at,closed_at
t1,Ana,2024-01-02 12:00,2024-01-02 13:00,2024-01-03 12:00
t2,Ben,2024-01-03 12:00,,
"""
LABELS = """member,group,dimension,value,valid_from
Ana,,city,Chengdu,
Ben,,city,Beijing,
,hall,region,north,
Ana,,plan:spring,write,2024-04-01
Ben,,plan:spring,hold-out,2024-04-01
"""
PEOPLE = """member,joined_at
Ana,2024-01-01
Ben,2024-01-02
"""
LOADING = ("load messages.csv --dry-run", "load messages.csv orders.csv members.csv labels.csv surveys.csv tickets.csv")
# Runs the command lines that stdin lists; prints each one's exit code, what it wrote, and the columns of its tables.
ONE_BY_ONE = """
import contextlib, io, json, os, sys
os.umask(0o077)
from commkit import words
words.speak(words.choose_language(None))
from commkit.cli import app
from commkit.render import output
draw = output.render_table
columns = set()
def watch(result, *rest):
    columns.update(result.table.columns, result.total or ())
    return draw(result, *rest)
output.render_table = watch
told = []
for line in json.load(sys.stdin):
    columns.clear()
    with io.TextIOWrapper(io.BytesIO(), "utf-8") as text:
        with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
            code = app.run(line)
        text.flush()
        told.append((code, text.buffer.getvalue().decode(), sorted(columns)))
print(json.dumps(told))
"""
# What questions show beside what they show as they are, and with one of their flags.
ASKING = (
    "rfm --levels --on activity",
    "rfm --members --names",
    "pyramid --members",
    "pyramid --cross value",
    "pyramid --tune 'active.active_days_90 >= 4' --members",
    "pyramid --tune 'active.active_days_90 >= 4'",
    "transitions --every month",
    "transitions --members down --weight replies",
    "active --by platform",
    "flow --compare previous",
    "kpi --preset community --every month",
    "kpi --preset content --by group_age",
    "kpi --drivers messages --every month",
    "kpi --drivers speaking_rate --every month",
    "flow --every month",
    "retention --every month",
    "funnel --window 2d",
    "groups --tree region",
    "funnel --count totals --order any",
    "persona cube --dims city",
    "response --of tickets --within 2h,24h --business-hours 9-18",
    "survey --sample 2",
    "plan track --metric messages --goal 9 --due 2024-12-31",
    "plan track --preset five-year",
    "experiment test --label plan:spring --outcome messages --covariate messages",
    "experiment test --label plan:spring --outcome spoke --sequential",
    "experiment impact --on 2024-03-20",
    "experiment impact --on 2024-03-20 --pilot hall --against before",
)
# Each table of each verb.
VERBS = (
    "plan due --on 2026-10-05 --days 1",
    "plan split --from 1 --to 2 --start 2024-07-01 --due 2024-12-31",
    "experiment size --from 10% --to 12% --per-day 40",
    "status",
    "status --by kind",
    "status --by group",
    "loads list",
    "loads list --names",
    "rejects list",
    "rejects list --names",
    "load people.csv --platform slack",
    "identity suggest --names",
    "identity list --names",
    "identity overlap",
    "identity overlap --of groups",
    "identity overlap --of profile",
    "doctor",
    "check --now 2024-06-04T12:00",
    "alerts --now 2024-06-04T12:00",
    "alerts --scheme response --now 2024-06-04T12:00",
    "alerts --scheme statistical --now 2024-06-04T12:00",
)
# Tables that hold settings, names and what the operator writes.
OWN_WORDS = (
    "config --show-origin",
    "members --find a",
    "members --bots",
    "sql 'select day, sum(messages) as messages from member_day group by day'",
)
# Columns that stand in charts alone, or in rows that this community has none of.
DRAWN = {
    "undated_members",  # of groups, in a wide terminal
    *("digest", "direction", "mean_value", "move", "moved_on"),  # of reports
    "ideal_rate",
    *("reply_rate", "amount", "radius", "x", "y", "class", "attribute", "other_rate"),
    *("week_on", "change_least", "low_percent", "high_percent", "adjusted_p", "high_value", "low_value"),
    "if_all_wrote_equally",
    "over_regression",
    "regression",
    "regression_high",
    "regression_low",
    "actual_purchases",
    "change_part_rate",
    "cell",
    "spend",
    "days",
    "stay_rate",
    "member_rate",
    "behaviour",
    "adopted_cases",
    "adopted_rate",
    "of_raised",
    "counted_members",
    "tags_per_member",
    "rate",
    "of_active_members",
    "lower_members",
    "upper_members",
    "lever",
    "tuned_level",
    "section",
    "item",
    "saved_at",
    "churn_rate",
    "at_risk_amount",
    "at_risk_messages",
    "at_least",
    "cause",
    "change_high",
    "change_high_rate",
    "change_low",
    "change_low_rate",
    "change_rate",
    "core_members",
    "ended_rate",
    "ended_members",
    "fact",
    "neighbours",
    "neighbours_after",
    "neighbours_before",
    "newcomer_members",
    "occasional_members",
    "of_ended_members",
    "of_newcomer_members",
    "of_occasional_members",
    "of_reader_members",
    "of_regular_members",
    "of_stayed_members",
    "others",
    "others_after",
    "others_before",
    "outcome",
    "p_value",
    "reader_members",
    "regular_members",
    "signal",
    "stayed_members",
    "stayed_rate",
}
# Names, commands and units that Chinese sentences keep as they are.
KEPT = """
    PageRank koc rank seeds network spread
    all drivers preset BG NBD Gamma alpha r a b btyd P alive horizon every format csv
    Ana Ben hall attic share messages csv orders members table
    Holt cluster track experiment impact test CUPED Welch Newcombe mSPRT Benjamini-Hochberg Benjamini Hochberg
    sequential five-year preset start
    due koc rank seeds scorecard principles maturity survey convert report quarterly weekly risk scheme response top
    plan spring hold-out write
    community duckdb private UTC R F M RFM DAU WAU MAU D1 D7 D30 D90 on-or-after on bracket streak staff limit
    community duckdb private UTC R F M RFM DAU WAU MAU GMV ARPU limit impression click visit register
    Ana Ben d hall attic share messages csv orders members table
    community duckdb private UTC R F M RFM DAU WAU MAU limit
    commkit load bad-time PNG Noto Sans Serif CJK SC TC JP SVG Python polars typer GiB utf-8 date-format toml
    Kaplan Meier log-log include-silent slack people identity merge HANDLE attend cuts
    status by kind group closed explain since until Slack
    labels surveys tickets city Chengdu Beijing service nps NPS CSAT Wilson P90 seed h d check segment persona
    T unknown region north p90 cube tags suggest PART attested goals C I
    z last drop rise vs previous for unusual H S talk periods ago A B active-members days
    KOC docs layers md Aalen Johansen every month members
    churn crowd AUC PR PR-AUC Brier ECE rules score json
    plan measure save spring Newcombe p Benjamini Hochberg everybody
    churn path classes next role shop names least
    scorecard maturity health principles scale-value-spread-brand balanced risk roles quality
"""


# What five months and two people are too little for.
TOO_MUCH = {"transitions --levers"}
# A crowd in which there is something to learn, and what is asked of it.
OF_CROWD = (
    "load crowd.csv --db crowd.duckdb",
    "load shop.csv --db shop.duckdb",
    "persona next --db shop.duckdb",
    "persona next --members --db shop.duckdb",
    "plan forecast --metric messages --every day --db crowd.duckdb",
    "persona cluster --db crowd.duckdb",
    "persona cluster --k 4 --db crowd.duckdb",
    "persona cluster --members --db crowd.duckdb",
    "churn rules --db crowd.duckdb",
    "churn rules --members --db crowd.duckdb",
    "churn score --db crowd.duckdb",
    "churn backtest --cutoffs 5 --db crowd.duckdb",
    "churn backtest --cutoffs 5 --by-cutoff --db crowd.duckdb",
    "churn backtest --cutoffs 5 --reliability --db crowd.duckdb",
    "churn backtest --cutoffs 5 --windows --db crowd.duckdb",
    "churn plan --db crowd.duckdb",
    "churn measure",
    "churn measure --members",
    "churn path --end silence --db crowd.duckdb",
    "churn path --end silence --causes --db crowd.duckdb",
)


def plain_lines() -> Iterator[str]:
    """Each question as it is, and with each of its flags."""
    for name, question in catalog.questions().items():
        if name.startswith(("churn ", "experiment ", "plan ", "persona cluster", "persona fairness", "persona next")):
            continue
        yield name
        for parameter in inspect.signature(question).parameters.values():
            line = f"{name} --{parameter.name.replace('_', '-')}"
            if parameter.default is False and line not in TOO_MUCH:
                yield line


def spoken_lines() -> tuple[str, ...]:
    """Everything that shows a table of our words, in an order in which it can be run."""
    return (*LOADING, *plain_lines(), *ASKING, *VERBS)


def lines() -> tuple[str, ...]:
    """Everything that shows a table."""
    return (*spoken_lines(), *OWN_WORDS, *OF_CROWD)


def trees() -> Iterator[ast.AST]:
    return chain.from_iterable(ast.walk(ast.parse(path.read_text("utf-8"))) for path in HOUSE.rglob("*.py"))


def said() -> set[str]:
    """Every literal that the code gives to say()."""
    return set().union(*map(said_in, HOUSE.rglob("*.py")))


def reasons() -> set[str]:
    """Every reason for which a source rejects, which stands right after its code."""
    rows = [node.args if isinstance(node, ast.Call) else getattr(node, "elts", []) for node in trees()]
    pairs = chain.from_iterable(pairwise(map(literal, row)) for row in rows)
    found = {reason for code, reason in pairs if code and reason and CODE.fullmatch(code) and " " in reason}
    return found.union(table.REASONS.values(), irc.REASONS.values())


def told_of_layers() -> set[str]:
    """What features of members mean, and the titles of schemes."""
    return {each.meaning for each in FEATURES.values()} | {find_scheme(name, {}).title for name in shipped()}


def told_of_alarms() -> set[str]:
    """What is to be done, and why no rule tells an alarm."""
    alarms = [alarm for scheme in AlarmScheme if scheme is not AlarmScheme.statistical for alarm in read_scheme(scheme)]
    return {each for alarm in alarms for each in (alarm.act, alarm.manual) if each}


def told_of_steps() -> set[str]:
    """What there is to do next about members at risk."""
    return {each.do for each in read_steps(None, find_scheme("pyramid", {}).names)}


def told_of_cards() -> set[str]:
    """What cards are called, and what to do next about their indicators."""
    return {read_card(name).title for name in list_cards()} | {each.do for each in read_card_steps().values()}


def everything_said() -> set[str]:
    """Every English sentence that people are shown."""
    of_data = told_of_layers() | told_of_lists() | told_of_alarms() | told_of_steps() | told_of_duties()
    of_data |= told_of_cards()
    return said() | reasons() | helps() | of_data | set(LOADS.values()) | set(misuse.SENTENCES.values())


def told_of_duties() -> set[str]:
    """What is due by the handbooks."""
    return {each.says for each in read_duties()}


def told_of_lists() -> set[str]:
    """What lists of indicators say: their titles, and why no indicator tells an entry."""
    lists = list(map(read_list, list_names()))
    manual = [each.manual for listed in lists for each in listed.entries if each.manual]
    return {*(listed.title for listed in lists), *manual}


def verb_names() -> list[str]:
    """The modules of all verbs, those that stand beside questions too."""
    return [*chain.from_iterable(verbs.PANELS.values()), *verbs.BESIDE]


def examples() -> list[str]:
    """Every example of a question or a verb."""
    of_verbs = [import_module(f"commkit.commands.{name}") for name in verb_names()]
    of_questions = [catalog.about(name).examples for name in catalog.names()]
    return list(chain.from_iterable([*of_questions, *(each.EXAMPLES for each in of_verbs)]))


def captions() -> set[str]:
    """What the examples say they are for."""
    return {each.partition("  # ")[2] for each in examples()} - {""}


def helps() -> set[str]:
    """Panels, what each command says of itself, and the questions."""
    modules = [import_module(f"commkit.commands.{name}") for name in verb_names()]
    acts = [getattr(each, "VERBS", None) or {"": getattr(each, each.__name__.rsplit(".", 1)[-1])} for each in modules]
    named = [
        each for each in modules if hasattr(each, "VERBS") and each.__name__.rsplit(".", 1)[-1] not in verbs.BESIDE
    ]
    summaries = {(each.__doc__ or "").split(": ", 1)[-1].splitlines()[0] for each in named}
    every = [*catalog.questions().values(), *chain.from_iterable(each.values() for each in acts)]
    questions = map(catalog.summary, catalog.names())
    definitions = {each.definition for each in INDICATORS.values()}
    behind = {about.behind.who for about in map(catalog.about, catalog.names()) if about.behind}
    return (
        definitions
        | behind
        | captions()
        | {
            *catalog.CATALOG,
            *verbs.PANELS,
            *summaries,
            *questions,
            *map(catalog.group_summary, catalog.groups()),
            *(verbs.unfold(each.__doc__) for each in every),
        }
    )


def test_every_sentence_is_said_in_chinese() -> None:
    assert sorted(everything_said() - CHINESE["text"].keys()) == []


def test_every_example_says_what_it_is_for() -> None:
    """In a line of at most 60 letters."""
    told = {each: each.partition("  # ")[2] for each in examples()}
    assert [each for each, caption in told.items() if not 0 < len(caption) <= 60] == []


def test_no_chinese_sentence_is_left_over() -> None:
    left = CHINESE["text"].keys() - everything_said() - REASONS_OF_THE_SYSTEM - HEADINGS_OF_TYPER - ELSEWHERE
    assert sorted(left) == []


def placeholders(sentence: str) -> list[tuple[str, str | None, str | None]]:
    return sorted((name, form, kind) for _, name, form, kind in Formatter().parse(sentence) if name is not None)


def test_both_languages_name_the_same_values() -> None:
    odd = [text for text, chinese in CHINESE["text"].items() if placeholders(text) != placeholders(chinese)]
    assert odd == []


@pytest.mark.parametrize("section", ["text", "columns", "values"])
def test_chinese_is_chinese(section: str) -> None:
    kept = {
        "DAU",
        "WAU",
        "MAU",
        "DAU/MAU",
        "DAU/WAU",
        "R",
        "F",
        "M",
        "commkit.toml：{path}",
        "{name}：{value}（{when}）",
        "{what} {count}",
        "{path}：{orders}；{lines}",
        "{name}（{number}）",
        "{name}（{reason}）",
        "；",
        "。",
    }
    kept |= {
        "{name}：{told}",
        "{severity} · {name}：{what}",
        "{indicator} {value}",
        "{list}。",
        "{bound}（{tier}）",
        "{than}{moved} {op} {bound}",
        "{title}（{ref}）",
        "{number} {level}：{rules}",
    }
    kept |= {
        "{mark}：{names}",
        "{what} {number}",
        "{period}：{numbers}。",
        "{told}（{change}）",
        "{told}。",
        "{who}：{command}",
        "{do}：{command}",
        "{ref}（{kind}）",
    }
    plain = [text for text in CHINESE[section].values() if not re.search(r"[一-鿿、……]", text)]
    assert [text for text in plain if text not in kept] == []


def test_every_closed_value_has_a_chinese_name() -> None:
    closed = {"prospect", *map(str, Period), *INDICATORS}
    closed |= set(chain.from_iterable((each.unit, each.good) for each in INDICATORS.values()))
    closed |= {*LOADS, "staff", "bots", "anonymous_orders", "anonymous_order_lines", "bots_by_behaviour"}
    closed |= {kind.replace("_", " ") for kind in KINDS.values()}
    closed |= {"repeated", "preamble", "unsupported", "header", "total", "unpaid", "another currency"}
    closed |= {
        "blank",
        "words",
        "recall",
        "log switch",
        "unanswered",
        "declined",
        "cancelled",
        "private",
        "no person",
        "no guests",
        "to come",
    }
    closed |= {*Evidence}
    entries = [each for name in list_names() for each in read_list(name).entries]
    closed |= {each.name for each in entries} | {f"panel: {each.panel}" for each in entries if each.panel}
    closed |= {grade.name for name in list_cards() for grade in read_card(name).grades}
    closed |= set(chain.from_iterable(source.LACKS for source in SOURCES.values()))
    assert sorted(closed - CHINESE["values"].keys()) == []


@pytest.mark.usefixtures("exports")
def test_every_word_of_a_verbs_table_has_a_chinese_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of questions' tables are looked at in test_recipe.py."""
    shown: list[Result] = []

    def spy(result: Result, *_: object, **__: object) -> list[str]:
        shown.append(result)
        return []

    monkeypatch.setattr(output, "render_json", spy)
    for line in (*LOADING, *VERBS, "members --bots"):
        run(*arguments(line), "--format", "json")
    words_of = [(each.table[column], closed) for each in shown for column, closed in each.vocabulary.items()]
    strange = [set(column.explode().drop_nulls()) - {*map(str, closed)} for column, closed in words_of]
    assert strange == [set()] * len(words_of)
    told = {(column, str(word)) for each in shown for column, closed in each.vocabulary.items() for word in closed}
    named = CHINESE["values"].keys()
    assert sorted(word for column, word in told if not {word, f"{column}: {word}"} & named) == []


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    (tmp_path / "messages.csv").write_text(MESSAGES)
    (tmp_path / "orders.csv").write_text(ORDERS)
    (tmp_path / "members.csv").write_text(MEMBERS)
    (tmp_path / "labels.csv").write_text(LABELS)
    (tmp_path / "surveys.csv").write_text(SURVEYS)
    (tmp_path / "tickets.csv").write_text(TICKETS)
    (tmp_path / "people.csv").write_text(PEOPLE)
    said = tell(fading_crowd(1, 180))
    crowd = [f"{row['author']},{row['sent_at']},hello" for row in said]
    (tmp_path / "crowd.csv").write_text("\n".join(["author,time,text", *crowd, ""]))
    bought = [(pair, who, side) for pair in range(20) for who in range(5) for side in (0, 1)]
    shop = [
        f"{pair}-{who}-{side},{pair}-{who},2024-0{1 + 2 * side * (who > 2)}-01 12:00,{'壶杯'[side]}{pair},9"
        for pair, who, side in bought
    ]
    shop += ["last,0-9,2024-03-02 12:00,壶0,9"]
    (tmp_path / "shop.csv").write_text("\n".join(["order_id,customer_id,ordered_at,product,amount", *shop, ""]))
    settings = '[active]\nlimit = 40\n[community]\naliases = [["table:Ana", "slack:Ana"]]\n'
    settings += '[checks.talk]\nmetric = "messages"\nfail = "< 1"\nperiod = "day"\non_no_data = "skip"\n'
    (tmp_path / "commkit.toml").write_text(settings)
    return tmp_path


def arguments(line: str) -> list[str]:
    return [part.strip("'") for part in re.findall(r"'[^']*'|\S+", line)]


def test_what_is_shown_in_chinese_holds_no_english(exports: Path) -> None:
    """All lines in one process that speaks Chinese from its start, as commkit does; every column has a Chinese name."""
    asked = [[*arguments(line), "--lang", "zh", "--format", "table"] for line in lines()]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(exports), "LANG": "C.UTF-8", "COMMKIT_LANG": "zh"}
    done = subprocess.run(
        [sys.executable, "-c", ONE_BY_ONE],
        cwd=exports, env=environment, input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert len(told) == len(asked)
    for line, (code, text, _) in zip(lines(), told, strict=True):
        assert code in (0, 1), text
        if line not in OWN_WORDS:
            shown = re.sub(r"commkit( [a-z]+)+( --[a-z-]+( (?!--)[\w.,:-]+)?)+", "", text)  # to be typed as it stands
            shown = re.sub(r"\b[0-9a-f]{8}\b|\b[a-z2-7]{8}\b", "", shown)
            found = set(re.findall(r"[A-Za-z][A-Za-z0-9]*(?:-[a-z0-9]+)*", shown))
            assert sorted(found - {*KEPT.split(), *catalog.questions()}) == [], line
    columns = DRAWN.union(*(named for *_, named in told)) - {
        "city"
    }  # a dimension of labels is called as people call it
    composed = {column for column in columns if re.sub("^(previous|change)_", "", column) in columns - {column}}
    assert sorted(columns - composed - CHINESE["columns"].keys()) == []
    assert sorted(CHINESE["columns"].keys() - columns) == []


def test_refusals_are_said_in_chinese(commkit: Run) -> None:
    done = commkit("rfm", "--lang", "zh")
    assert done.stderr == "commkit: 找不到数据库 community.duckdb\n  建议：请先导入：commkit load EXPORT\n"
    done = commkit("rfm", "--lang", "zh", "--limit", "many")
    assert done.stderr == "commkit: '--limit' 的值无效：应为整数\n  建议：见 commkit rfm --help\n"
    done = commkit("rfm", "--lang", "zh", "--format", "xx")
    assert "'xx' 不在可选值之中：'table', 'csv'" in done.stderr
    assert commkit("rfm", "--colour", "--lang", "en").stderr.startswith("commkit: No such option: --colour")


@pytest.mark.parametrize("columns", ["120", "80", "50"])
def test_chinese_help_is_whole_at_any_width(commkit: Run, columns: str) -> None:
    env = {"COLUMNS": columns, "COMMKIT_LANG": "zh"}
    letters = re.sub(r"[^一-鿿]", "", commkit("--help", env=env).stdout)
    groups = [catalog.group_summary(group) for group in catalog.groups()]
    alone = [catalog.summary(name) for name in catalog.names() if " " not in name]
    for english in (*groups, *alone):
        definition = CHINESE["text"][english]
        assert re.sub(r"[^一-鿿]", "", definition) in letters


def test_a_sentence_without_chinese_stays_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_current", "zh")
    assert words.say("nobody has said {what} yet", what="this") == "nobody has said this yet"
    assert words.heading("no_such_column") == "no such column"
    assert words.value("no such value") == "no such value"
    assert (words.say("yes"), words.heading("members"), words.value("lost")) == ("是", "成员数", "已流失")


def test_a_word_may_mean_something_else_in_a_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are a kind of fact, and an indicator that counts them; events have their names behind them."""
    assert (words.value("messages", "indicator"), words.value("events: at_home")) == ("messages", "events: at home")
    assert (words.proper("wecom"), words.proper("discord"), words.proper("forum")) == ("WeCom", "Discord", "forum")
    monkeypatch.setattr(words, "_current", "zh")
    assert (words.value("messages"), words.value("messages", "indicator")) == ("消息", "消息数")
    assert (words.value("events: attend"), words.value("events: at_home")) == ("事件：参加活动", "事件：at_home")
    assert (words.proper("wecom"), words.proper("discord"), words.proper("forum")) == ("企业微信", "Discord", "forum")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("at_risk", "at_risk"),
        ("at risk", "at_risk"),
        ("At-Risk", "at_risk"),
        ("流失风险", "at_risk"),
        ("企业微信", "wecom"),
        ("VIP", "VIP"),
        ("vip", "vip"),
        ("at_odds", "at_odds"),
    ],
)
def test_a_word_is_recognised_as_it_is_shown_in_either_language(given: str, meant: str) -> None:
    """Of two words that differ by case each is itself, and what is none of them stays what it is."""
    assert words.recognise(given, ["at_risk", "wecom", "VIP", "vip"], "segment") == meant


def test_english_is_what_the_code_says() -> None:
    assert (words.say("yes"), words.heading("new_members"), words.value("at_risk")) == ("yes", "new members", "at risk")


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        (None, {}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LC_MESSAGES": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_ALL": "C", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_ALL": "POSIX", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LANG": "zh_TW.UTF-8"}, "zh"),
        (None, {"COMMKIT_LANG": "zh", "LC_ALL": "C.UTF-8"}, "zh"),
        (None, {"COMMKIT_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ("zh", {"COMMKIT_LANG": "en", "LANG": "en_US.UTF-8"}, "zh"),
        ("en", {"COMMKIT_LANG": "zh", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_who_decides_the_language(
    monkeypatch: pytest.MonkeyPatch, asked: str | None, environment: dict[str, str], language: str
) -> None:
    for name in ("COMMKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert words.choose_language(asked) == language


def test_the_language_is_found_wherever_it_stands() -> None:
    script = "import sys; from commkit.__main__ import _find_language; print(_find_language(sys.argv[1:]))"
    lines = (["rfm", "--lang", "zh"], ["--lang=zh", "rfm"], ["rfm"], ["rfm", "--lang"])
    told = [subprocess.run([sys.executable, "-c", script, *line], capture_output=True, check=True) for line in lines]
    assert [each.stdout.decode().strip() for each in told] == ["zh", "zh", "None", ""]


@pytest.mark.parametrize(
    ("given", "known", "column", "meant"),
    [
        ("日活", ("dau", "wau"), "indicator", "dau"),
        ("日活（DAU）", ("dau", "wau"), "indicator", "dau"),
        ("DAU", ("dau", "wau"), "indicator", "dau"),
        ("入群", ("join", "order"), "step", "join"),
        ("茶友群", ("茶友群（一）", "茶友群（二）"), "", "茶友群"),
        ("nothing", ("dau", "wau"), "indicator", "nothing"),
    ],
)
def test_a_word_is_known_as_it_is_shown_and_names_are_never_shortened(
    given: str, known: tuple[str, ...], column: str, meant: str
) -> None:
    assert words.recognise(given, known, column) == meant
