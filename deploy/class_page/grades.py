"""A class without a server: hand-in files of a folder become a table and the class's page, as two files.

    make grades FOLDER=handed-in

What students wrote is read as data and never run. A file that is damaged or of another version is named, and the rest
is counted.
"""

from __future__ import annotations

import sys
from pathlib import Path

from deploy.class_page.page import still_page
from deploy.class_page.table import as_csv
from deploy.class_page.tally import Tally
from deploy.class_page.view import view
from helpers.files import replacing
from helpers.hand_in import HandIn, read_hand_in


def grade(folder: Path) -> list[str]:
    """Write grades.csv and grades.html into the folder, of all hand-in files in it.

    Two files of one name are taken for one student's.

    Returns:
        What could not be read, a sentence each that names the file.

    Raises:
        OSError: There is no such folder, or it cannot be written.
    """
    tally, refused, latest = Tally(), [], 0.0
    for path in sorted(each for each in folder.iterdir() if each.suffix.lower() == ".json"):
        try:
            hand_in = read_hand_in(path)
        except (OSError, ValueError) as error:
            refused.append(str(error))
            continue
        _count(hand_in, tally)
        latest = max(latest, hand_in.at)
    _write(folder / "grades.csv", as_csv(tally))
    _write(folder / "grades.html", still_page(view(tally, latest)))
    return refused


def _count(hand_in: HandIn, tally: Tally) -> None:
    tally.enrol([hand_in.student])
    for event in hand_in.events:
        tally.add(hand_in.student, event)


def _write(path: Path, text: str) -> None:
    with replacing(path) as beside:
        beside.write_text(text, "utf-8", newline="")


def main(name: str) -> str | int:
    """What the shell gets: 0, 1 where a file could not be read, or what prevents all of it, in a sentence."""
    try:
        refused = grade(Path(name))
    except OSError as error:
        return str(error)
    for sentence in refused:
        print(sentence, file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
