"""Put the whole community together: every file of the sample by name."""

from sample import discord, fair, kept, orders, slack, slack_records, wecom, whatsapp
from sample.people import Person

README = """# Bamboo Makers 竹里

An invented community of people who make things from bamboo and run a small shop: about 1,500 members on Slack,
Discord, WhatsApp and WeCom from January 2025 to June 2026, with their orders, referrals and one campaign. Nobody
here is real: names, numbers and addresses are drawn from a seed, and some are hostile on purpose. `make sample`
(`python scripts/make_sample.py`) writes the same files again, and with `--check` the program tells whether they
still agree.

这是一个虚构的竹艺社区：约一千五百名成员，分布在 Slack、Discord、WhatsApp 和企业微信，
时间从 2025 年 1 月到 2026 年 6 月，另有订单、邀请关系和一次活动。
人物、号码、地址都由固定种子生成，没有一个是真的；其中一些名字和消息故意带有攻击性，用来检验工具。
运行 `make sample`（即 `python scripts/make_sample.py`）会重新生成相同的文件，加上 `--check` 则只作比对。
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
