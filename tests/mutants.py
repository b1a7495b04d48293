"""What the last `make mutants` has come to, module by module; ends with 1 where too many mutants survived."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

LEAST = 0.85  # of the mutants are to be killed
SURVIVED = {"0": "survived", "33": "no test", "None": "not tried"}  # pytest's exit status or mutmut's; else killed


def main() -> int:
    """Print a line a module and one in all."""
    files = sorted(Path("mutants").rglob("*.meta"))
    counts = {str(file.relative_to("mutants").with_suffix("")): _count(file) for file in files}
    counts["in all"] = sum(counts.values(), Counter())
    for name, count in counts.items():
        if count:
            print(f"{name:40}{_share(count):6.1%} of {count.total()} killed, {count['survived']} survived", end="")
            print(f", {count['no test']} run by no test" if count["no test"] else "", end="")
            print(f", {count['not tried']} not tried" if count["not tried"] else "")
    return int(_share(counts["in all"]) < LEAST)


def _count(file: Path) -> Counter[str]:
    statuses = json.loads(file.read_text("utf-8"))["exit_code_by_key"].values()
    return Counter(SURVIVED.get(str(status), "killed") for status in statuses)


def _share(count: Counter[str]) -> float:
    return count["killed"] / count.total()


if __name__ == "__main__":
    sys.exit(main())
