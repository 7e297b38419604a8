"""Turn templates into the message of one speaker."""

from random import Random

from sample import chinese, english
from sample.dice import likely
from sample.words import HOSTILE, MIXED

FILLERS = {"en": english.FILLERS, "zh": chinese.FILLERS}
TEMPLATES = {"en": english.TEMPLATES, "zh": chinese.TEMPLATES}
HOSTILE_CHANCE = 0.004


class Fillers(dict[str, str]):
    """A mapping that draws a word for every field of a template."""

    def __init__(self, random: Random, tongue: str) -> None:
        """Remember where to draw from."""
        super().__init__()
        self.random, self.tongue = random, tongue

    def __missing__(self, field: str) -> str:
        """Draw one word."""
        return self.random.choice(FILLERS[self.tongue][field])


def sentence(random: Random, tongue: str, act: str) -> str:
    """Return one sentence."""
    if tongue == "both":
        if act in ("chat", "ask") and likely(random, 0.45):
            return random.choice(MIXED).format_map(Fillers(random, random.choice(("en", "zh"))))
        tongue = random.choice(("en", "zh"))
    return random.choice(TEMPLATES[tongue][act]).format_map(Fillers(random, tongue))


def say(random: Random, tongue: str, act: str) -> str:
    """Return a message: mostly one sentence, at times two or three lines, rarely something hostile."""
    if likely(random, HOSTILE_CHANCE):
        return random.choice(HOSTILE)
    text = sentence(random, tongue, act)
    if act not in ("praise", "thanks") and likely(random, 0.12):
        text += random.choice(("\n", " ", " ")) + sentence(random, tongue, "chat")
    return text
