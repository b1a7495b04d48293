"""How Sphinx's search finds Korean words."""

from __future__ import annotations

import re

from sphinx.search import SearchLanguage


class SearchKorean(SearchLanguage):
    """A Korean word is found by its beginning: particles follow it without a space, as in 손실은 and 손실을."""

    lang = "ko"
    language_name = "Korean"
    HANGUL = re.compile(r"[가-힣]+")

    def split(self, input: str) -> list[str]:
        """The words of a text, and the beginnings of those that begin in Hangul."""
        words = super().split(input)
        begun = [found[0] for word in words if (found := self.HANGUL.match(word))]
        return [*words, *(word[:end] for word in begun for end in range(1, len(word) + 1))]
