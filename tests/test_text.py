"""The learners' words: one tone, no sentence twice, none forgotten."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest

from helpers.text import LANGUAGES, Words, say, sentences
from tests.words import HANGUL, INFORMAL, outline

WORDS = sorted(Path().glob("[a-z]*/words/ko.toml"))

HANGING = re.compile(  # a curve is 손실 or 정확도, as its sentence knows, weights end in 가중치, a percentage in 퍼센트
    r"\{(?!curve\}|weights\})(?!\w+:[^}]*%\})[a-z][^{}]*\}(?:은|는|이|가|을|를|과|와|로|으로)(?![가-힣]).{0,20}"
)


def test_every_sentence_is_in_the_one_tone():
    assert not [sentence for sentence in sentences().values() if INFORMAL.search(sentence)]


def test_no_particle_hangs_on_what_is_filled_in():
    """은 or 는, 과 or 와 depend on how the word or number before them is read."""
    texts = [*sentences().values(), *(path.read_text(encoding="utf-8") for path in LANGUAGES["ko"].rglob("*.toml"))]
    for path in Path("notebooks").glob("*.ipynb"):
        texts += [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    hanging = [found.group() for text in texts for found in HANGING.finditer(text)]
    assert not hanging, hanging


def test_every_word_is_said_somewhere():
    modules = [path for path in Path("helpers").rglob("*.py") if path.parent.parent.name != "text"]
    code = "".join(path.read_text(encoding="utf-8") for path in modules)
    heads = set(re.findall(r'f?"([\w-]+\.[\w.-]*)', code))  # "config.epochs", f"figure.{name}"
    unsaid = [
        key for key in sentences() if key not in heads and not any(h.endswith(".") and key.startswith(h) for h in heads)
    ]
    assert not unsaid


def test_no_korean_is_said_outside_the_table():
    for path in Path("helpers").rglob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text(encoding="utf-8"))
        assert path.parent.parent.name == "text" or not HANGUL.search(code), path


def test_an_unknown_key_is_refused():
    with pytest.raises(KeyError, match="nothing"):
        say("nothing.at.all")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_words_of_the_first(language):
    first, other = LANGUAGES["ko"], LANGUAGES[language]
    ours, theirs = (importlib.import_module(f"helpers.text.{name}") for name in ("ko", language))
    assert outline(theirs.SENTENCES) == outline(ours.SENTENCES)
    assert len(theirs.CLASS_NAMES) == len(set(theirs.CLASS_NAMES)) == 10
    files = [path.relative_to(first) for path in first.rglob("*.toml")]
    assert files
    assert sorted(path.relative_to(other) for path in other.rglob("*.toml")) == sorted(files)
    for file in files:
        a, b = (tomllib.loads((folder / file).read_text(encoding="utf-8")) for folder in (first, other))
        assert outline(b) == outline(a), file


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("first", WORDS, ids=lambda path: path.parts[0])
def test_what_is_said_elsewhere_is_said_in_every_language(first, language):
    words = Words(first.parent)
    assert outline(words.of(language)) == outline(words.of("ko"))
    assert bool(HANGUL.search(str(words.of(language)))) is (language == "ko")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_korean_is_left_in_another_language(language):
    files = [path for path in LANGUAGES[language].rglob("*") if path.suffix in (".py", ".toml")]
    assert files
    assert [path for path in files if HANGUL.search(path.read_text("utf-8"))] == files * (language == "ko")


def made_up_language(folder: Path, words: dict[str, str]) -> Path:
    """A copy of the helpers with one more language, xx: Korean with other words; its folder."""
    shutil.copytree("helpers", folder / "helpers", ignore=shutil.ignore_patterns("fashion-mnist", "fonts"))
    made_up = folder / "helpers" / "text" / "xx"
    shutil.copytree(made_up.with_name("ko"), made_up)
    sentences = (made_up / "__init__.py").read_text("utf-8")
    for korean, other in words.items():
        sentences = sentences.replace(korean, other)
    (made_up / "__init__.py").write_text(sentences, "utf-8")
    return made_up


def say_in(language: str, folder: Path) -> subprocess.CompletedProcess:
    code = """
from helpers.text import class_names, lesson_text, say
print(class_names()[0], say("course.device", device="CPU"), lesson_text("quizzes", "7-1a")["colormap"]["question"])
"""
    environment = {**os.environ, "PYTHONPATH": str(folder), "COURSE_LANGUAGE": language, "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")


def test_one_setting_chooses_a_language(tmp_path):
    other = made_up_language(tmp_path, {"티셔츠": "T-shirt", "계산 장치:": "Device:"})
    quiz = other / "quizzes" / "7-1a.toml"
    quiz.write_text(re.sub(r"(?m)^question = .*$", 'question = "Why?"', quiz.read_text("utf-8")), "utf-8")
    assert say_in("xx", tmp_path).stdout == "T-shirt Device: CPU Why?\n"
    assert say_in("ko", tmp_path).stdout.startswith("티셔츠 계산 장치: CPU ")
    refused = say_in("eo", tmp_path)
    assert refused.returncode == 1
    assert refused.stderr.endswith(f"ValueError: language: 'eo' is none of {', '.join(sorted([*LANGUAGES, 'xx']))}\n")


def test_a_kernel_speaks_the_language_that_its_setup_names(tmp_path):
    made_up_language(tmp_path, {"티셔츠": "T-shirt", "소프트맥스와": "SOFTMAX"})
    code = """
from helpers import text
from helpers.labs import SoftmaxLab
from helpers.data import CLASS_NAMES
text.use_language("xx")
from helpers.data import CLASS_NAMES as again
lab = SoftmaxLab()
print(CLASS_NAMES[0], again[0], lab.title.split()[0], lab.logits[0].description)
"""
    command = [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"}
    said = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert said.stdout == "티셔츠 T-shirt SOFTMAX T-shirt z\n"
