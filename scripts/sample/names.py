"""Invented nicknames in two languages, and the hostile ones that real exports contain too."""

from random import Random

from sample.dice import likely

ENGLISH_TEXT = (
    "Alder Amber Aspen Basil Bay Birch Bracken Bramble Briar Brook Cane Cedar Clay Clover Coral Culm Cypress Dale "
    "Ember Fable Fern Finch Flint Forest Garnet Ginger Glade Grove Hazel Heath Heron Holly Indigo Iris Ivory Ivy "
    "Jade Jasper Jay Juniper Kestrel Lark Laurel Linden Lotus Maple Marlow Meadow Merle Mica Moss Myrtle Nettle North "
    "Oakley Olive Onyx Opal Oriole Otter Pepper Petal Pike Pine Piper Plum Poppy Quill Quince Rain Raven Reed River "
    "Robin Rowan Rue Rush Rye Sable Saffron Sage Sedge Shale Shoot Slate Sorrel Sparrow Spruce Starling Stone Sumac "
    "Swift Sylvan Tansy Teal Thistle Thorn Thyme Tide Topaz Umber Vale Vesper Viola Weaver Wick Willow Wren Yarrow"
)
ENGLISH = ENGLISH_TEXT.split()
ENDINGS = (
    "",
    "",
    "",
    "",
    " 🎋",
    "_makes",
    " W.",
    " & Co",
    ".cn",
    "88",
    " in Chengdu",
    " 🐼",
    "-san",
    " the Splitter",
)
HEADS = "阿小老大竹青"
TAILS = "禾竹笋叶茶石木月云风雨溪山川林岚舟桥鹤鹿梅兰菊松柏柚橙米豆糖麦穗星河晴夏秋冬燕鱼"
CHINESE_TEXT = (
    "竹子 竹里居士 篾匠陈皮 一节一年 听雨的竹 半亩竹林 竹编小铺 空心菜 春笋炒肉 加班的笋 三更竹 熊猫饲养员 "
    "慢工出细活 手作时光 破竹之势 胸有成竹 竹报平安 南山有台 清风徐来 木木夕 一只竹蜻蜓 竹筒饭 山里人家 蓝染与竹 "
    "竹马 岁寒 小满未满 谷雨 惊蛰 白露 拾柴 月下独酌 不吃香菜 川西坝子 临安阿嬷 安吉来的 会飞的竹席 竹签签 晚风"
)
CHINESE = CHINESE_TEXT.split()
MARKS = ("🎋", "🌿", "（手作）", "-成都", "-安吉", "~", "2号", "👩🏽‍🌾", "🇨🇳")

# Ordinary in shape, dangerous in a shell, a spreadsheet, a terminal, a chart or a page.
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "[red]bold[/red]",
    "[/]",
    "[link=http://evil.example]x[/link]",
    "<script>alert(1)</script>",
    "nick$\\badcmd$",
    "\x1b[31mred bamboo\x1b[0m",
    "evil\u202egnp.oobmab",
    "zero\u200bwidth\u200b笋",
    "'; drop table message; --",
    "Z\u0351\u0343\u0342a\u0300\u0301\u0302\u0303l\u0334\u0335\u0336g\u0315\u031bo\u0321 竹\u0301\u0302\u0303",
    "👨‍👩‍👧‍👦 family 🏳️‍🌈",
    'quo"ted, comma',
)
LONG = "竹 " + "bamboo" * 49 + "节节高"


def english(random: Random) -> str:
    """Return an English nickname."""
    name = random.choice(ENGLISH) + random.choice(ENDINGS)
    return name.lower() if likely(random, 0.15) else name


def chinese(random: Random) -> str:
    """Return a Chinese nickname."""
    name = random.choice(CHINESE) if likely(random, 0.35) else random.choice(HEADS) + random.choice(TAILS)
    return name + random.choice(MARKS) if likely(random, 0.2) else name


def nickname(random: Random, tongue: str) -> str:
    """Return a nickname that suits the tongue of a person."""
    if tongue == "both":
        return f"{random.choice(ENGLISH)} {random.choice(HEADS)}{random.choice(TAILS)}"
    return english(random) if tongue == "en" else chinese(random)
