"""What `make mutants` has come to so far, module by module; ends with 1 where too many changes went unnoticed."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

LEAST = 0.85  # of the changes that were tried
UNNOTICED = {0: "survived", 33: "reached by no test"}  # pytest's exit status, or mutmut's; any other: noticed


def main() -> int:
    """Print a line a module, and one in all."""
    files = sorted(Path("mutants").rglob("*.meta"))
    counts = {str(file.relative_to("mutants").with_suffix("")): _count(file) for file in files}
    counts = {name: count for name, count in counts.items() if count}
    if not counts:
        return 0
    counts["in all"] = sum(counts.values(), Counter())
    for name, count in counts.items():
        unnoticed = "".join(f", {count[kind]} {kind}" for kind in UNNOTICED.values() if count[kind])
        print(f"{name:40}{_share(count):6.1%} of {count.total():4} noticed{unnoticed}")
    return int(_share(counts["in all"]) < LEAST)


def _count(file: Path) -> Counter[str]:
    """What became of the changes of a module that were tried."""
    statuses = json.loads(file.read_text("utf-8"))["exit_code_by_key"].values()
    return Counter(UNNOTICED.get(status, "noticed") for status in statuses if status is not None)


def _share(count: Counter[str]) -> float:
    return count["noticed"] / count.total()


if __name__ == "__main__":
    sys.exit(main())
