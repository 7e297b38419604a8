"""Put the whole community together: every file of the sample by name."""

from pathlib import Path

from sample import discord, fair, kept, orders, slack, slack_records, wecom, whatsapp
from sample.people import Person

README = Path(__file__).with_name("readme.md")


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
        "README.md": README.read_bytes(),
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
