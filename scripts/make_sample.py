"""Write the invented community of data/sample/, or check that it is what its seed says."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from sample.build import files
from sample.files import unzipped

TARGET = Path(__file__).resolve().parent.parent / "data" / "sample"
CONTAINERS = (".zip", ".xlsx")


def same(name: str, made: bytes, kept: bytes) -> bool:
    """Tell whether two files agree; containers may be packed by different builds of zlib."""
    if made == kept or not kept:
        return made == kept
    return name.endswith(CONTAINERS) and unzipped(made) == unzipped(kept)


def differences(made: dict[str, bytes]) -> list[str]:
    """Return the names of files that are missing, surplus or different."""
    kept = {path.relative_to(TARGET).as_posix(): path.read_bytes() for path in TARGET.rglob("*") if path.is_file()}
    surplus = [name for name in kept if name not in made]
    return surplus + [name for name, content in made.items() if not same(name, content, kept.get(name, b""))]


def write(made: dict[str, bytes]) -> None:
    """Write all files."""
    for name, content in made.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{len(content):>9,}  {name}")
    print(f"{sum(map(len, made.values())):>9,}  in all")


def main() -> int:
    """Run the command."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    arguments = parser.parse_args()
    made = files()
    if not arguments.check:
        write(made)
        return 0
    wrong = differences(made)
    for name in wrong:
        print(f"differs: {name}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
