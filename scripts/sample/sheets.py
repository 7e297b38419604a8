"""Write the tables that a person keeps by hand: CSV, and workbooks with a title above the header."""

from random import Random

import openpyxl

from sample.clock import local
from sample.orders import frozen
from sample.people import Person

Cell = str | int | float | None


def workbook(name: str, title: str, header: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> bytes:
    """Return a workbook of one sheet with a row above the header that says what it is."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    sheet.append((title,))
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    sheet.freeze_panes = "A3"
    return frozen(book)


def minute(when: int | None) -> str:
    """Return an instant as somebody who keeps a table writes it."""
    return "" if when is None else f"{local(when):%Y-%m-%d %H:%M}"


def of_staff(random: Random, people: list[Person], platform: str) -> Person:
    """Draw one of the staff of a platform."""
    return random.choice([person for person in people if person.role == "staff" and person.platform == platform])


def known(people: list[Person], when: int) -> list[Person]:
    """Return the members who are there at an instant."""
    return [person for person in people if person.role == "member" and person.here(when)]
