"""What tests ask of words: no Korean in another language, one tone in Korean, the same outline in all."""

from __future__ import annotations

import re
import string

HANGUL = re.compile("[ㄱ-ㅎ가-힣]")
INFORMAL = re.compile(r"[가-힣]+(?:해요|세요|에요|예요|돼요|한다|이다|된다|았다|었다)[.!?]")


def outline(words: object) -> object:
    """What all languages have alike: keys, how many texts, and the values that a sentence is filled with."""
    if isinstance(words, dict):
        return {key: outline(value) for key, value in words.items()}
    if isinstance(words, list | tuple):
        return [outline(each) for each in words]
    if isinstance(words, str) and re.search(r"\{[a-z]\w*", words):
        return sorted(name for _, name, _, _ in string.Formatter().parse(words) if name)
    return type(words).__name__
