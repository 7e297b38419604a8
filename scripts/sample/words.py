"""What people say in both languages at once, and what is said to break a tool."""

MIXED = (
    "这个 {tool} 真的 nice",
    "有没有 {course} 的 schedule？",
    "刚 order 了一个{good}，excited 🎋",
    "{kind} is the best, 不接受反驳",
    "谁有 {glue} 的 link？",
    "Meetup 在{place}，see you {day}",
    "DIY {good} fail 了 😂",
    "Thanks 大家，{step} 搞定",
)

HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "[red]bold[/red]",
    "[/]",
    "[link=http://evil.example]x[/link]",
    "<script>alert(1)</script>",
    "costs $5 or $\\frac{$ more",
    "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07click\x1b]8;;\x07",
    "abc \u202egnp.exe",
    "hid\u200bden \u2066isolate\u2069",
    "'; drop table message; --",
    "::error title=x::not an annotation",
    "Z\u0351\u0343\u0342a\u0300\u0301\u0302l\u0334\u0335g\u0315o\u0321",
    "👩‍👩‍👦 🧑🏿‍🌾 🏳️‍🌈 🇨🇳🇩🇪",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "{{ 7*7 }} ${jndi} %s %n {n}",
)
