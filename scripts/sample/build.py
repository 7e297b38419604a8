"""Put the whole community together: every file of the sample by name."""

from sample import discord, fair, kept, orders, slack, slack_records, wecom, whatsapp
from sample.people import Person

README = """# Bamboo Makers 竹里

An invented community of people who make things from bamboo and run a small shop: about 1,500 members on Slack,
Discord, WhatsApp and WeCom from January 2025 to June 2026, with their orders, referrals and one campaign, and with the
tables that its staff keeps by hand. Nobody here is real: names, numbers and addresses are drawn from a seed, and some
are hostile on purpose. `make sample` (`python scripts/make_sample.py`) writes the same files again, and with `--check`
the program tells whether they still agree.

The tables tell one story. The Spring Fair of March 2026 sold more than could be sent in time; tickets, complaints and bad
posts elsewhere followed until the end of April, and the survey of that month shows it. Prices went up on May 1, 2026,
which some did not like. By June people were nearly as content as before.

| file | what is in it |
| --- | --- |
| `member_labels.csv` | city, age, interest, occupation and tags of members of Slack and Discord, a line each; some checked by hand; two accounts left out for fraud, and one member who took back consent |
| `会员标签.xlsx` | the same of members of WeCom, a column each, below a title |
| `群标签.csv` | region, interest, language, owner and level of the groups |
| `content_labels.csv` | what messages of Discord are about, and whether staff made them |
| `tickets.csv`, `事项登记.xlsx` | requests for help; complaints, disputes, suggestions, tasks, incidents, decisions |
| `收支账.xlsx` | what came in and went out by month, beside the budget |
| `campaigns.csv` | campaigns with their budgets |
| `满意度调查.xlsx` | three waves of a survey, a column a question; who did not answer is in it |
| `舆情.csv` | posts about the community on other sites, in GB18030 |
| `points.csv` | points given and spent |
| `daily_counts.csv` | parcels sent, parcels sent late, and hours of the staff, by day |

这是一个虚构的竹艺社区：约一千五百名成员，分布在 Slack、Discord、WhatsApp 和企业微信，
时间从 2025 年 1 月到 2026 年 6 月，另有订单、邀请关系、一次活动，以及运营人员手工维护的各种表格。
人物、号码、地址都由固定种子生成，没有一个是真的；其中一些名字和消息故意带有攻击性，用来检验工具。
运行 `make sample`（即 `python scripts/make_sample.py`）会重新生成相同的文件，加上 `--check` 则只作比对。

这些表格讲的是同一件事：2026 年 3 月的春集卖得太好，来不及发货；到 4 月底，工单、投诉和站外差评都多了起来，
4 月的问卷也看得出来。2026 年 5 月 1 日涨价，又有人不满。到 6 月，大家的满意程度基本恢复。

| 文件 | 内容 |
| --- | --- |
| `member_labels.csv` | Slack 和 Discord 成员的城市、年龄段、兴趣、职业、标签，一行一个；部分经人工核对；两个账号因作弊剔除，一人撤回同意 |
| `会员标签.xlsx` | 企微成员的同类标签，一列一种，表头上面有标题行 |
| `群标签.csv` | 各群的地区、兴趣、语言、负责人、等级 |
| `content_labels.csv` | Discord 消息属于哪一类，是否由运营发布 |
| `tickets.csv`、`事项登记.xlsx` | 工单；投诉、纠纷、建议、任务、事故、决策 |
| `收支账.xlsx` | 按月的收入和支出，与预算并列 |
| `campaigns.csv` | 历次活动及其预算 |
| `满意度调查.xlsx` | 三次问卷，一列一题，没有作答的人也在内 |
| `舆情.csv` | 其他平台上提到社区的帖子，GB18030 编码 |
| `points.csv` | 积分的发放与使用 |
| `daily_counts.csv` | 每日发出的包裹、延迟发出的包裹、员工工时 |
"""


def settings(people: list[Person]) -> bytes:
    """Return the configuration that names the staff and the bots."""
    staff = [f"{person.platform}:{person.native}" for person in people if person.role == "staff"]
    bots = [f"slack:{native}" for native in (slack_records.DIGEST, slack_records.ORDERS)]
    bots += [f"slack:{row['id']}" for row in slack_records.bots()]
    bots += [f"discord:{native}" for native in discord.BOTS]
    lines = ["[community]", 'tz = "Asia/Shanghai"']
    for key, values in (("staff", staff), ("bots", bots)):
        lines += [f"{key} = [", *(f'    "{value}",' for value in values), "]"]
    return ("\n".join(lines) + "\n").encode()


def files() -> dict[str, bytes]:
    """Return the content of every file."""
    slack_people, discord_people = slack.population(), discord.population()
    meetup_people, wecom_people = whatsapp.population(), wecom.population()
    members = slack_people + discord_people + wecom_people
    steps = fair.steps(members)
    for person in meetup_people:
        if person.role == "staff":
            person.native = person.name
    sold, channels = orders.ledger(members, steps), discord.export(discord_people)
    return {
        "README.md": README.encode(),
        "commkit.toml": settings(members + meetup_people),
        "slack.zip": slack.export(slack_people),
        **channels,
        "WhatsApp Chat with Bamboo Meetup.txt": whatsapp.export(meetup_people),
        "企微群聊天记录.csv": wecom.export(wecom_people),
        "members.csv": wecom.roster(wecom_people),
        "订单.xlsx": orders.workbook(sold),
        "referrals.csv": fair.referrals(members),
        "events.csv": fair.export(steps),
        **kept.tables(members, steps, sold, channels),
    }
