"""The learners' words: one tone, no sentence twice, none forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.text import KOREAN, say

INFORMAL = re.compile(r"[가-힣]+(?:해요|세요|에요|예요|돼요|한다|이다|된다|았다|었다)[.!?]")


def test_every_sentence_is_in_the_one_tone():
    assert not [sentence for sentence in KOREAN.values() if INFORMAL.search(sentence)]


def test_every_word_is_said_somewhere():
    modules = [path for path in Path("helpers").rglob("*.py") if "text" not in path.parts]
    code = "".join(path.read_text(encoding="utf-8") for path in modules)
    heads = set(re.findall(r'f?"([\w-]+\.[\w.-]*)', code))  # "config.epochs", f"figure.{name}"
    unsaid = [
        key for key in KOREAN if key not in heads and not any(h.endswith(".") and key.startswith(h) for h in heads)
    ]
    assert not unsaid


def test_no_korean_is_said_outside_the_table():
    for path in Path("helpers").rglob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text(encoding="utf-8"))
        assert "text" in path.parts or not re.search(r"[가-힣]", code), path


def test_an_unknown_key_is_refused():
    with pytest.raises(KeyError, match="nothing"):
        say("nothing.at.all")
