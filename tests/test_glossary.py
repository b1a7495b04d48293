"""The glossary: every term of the course has one entry, and no notebook uses another word for it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest

GLOSSARY = Path("notebooks/7-9-glossary.ipynb")
ENGLISH = Path("notebooks/en/7-9-glossary.ipynb")
LESSONS = sorted(set(Path("notebooks").glob("7-*.ipynb")) - {GLOSSARY})
TERMS = {  # those of the style guide, and those that the lessons introduce with English in brackets
    "인공 신경망": "artificial neural network",
    "심층 신경망": "deep neural network",
    "뉴런": "neuron",
    "유닛": "unit",
    "층": "layer",
    "입력층": "input layer",
    "은닉층": "hidden layer",
    "출력층": "output layer",
    "밀집층": "dense layer",
    "완전 연결 층": "fully connected layer",
    "가중치": "weight",
    "절편": "bias",
    "파라미터": "parameter",
    "활성화 함수": "activation function",
    "소프트맥스": "softmax",
    "시그모이드": "sigmoid",
    "로짓": "logit",
    "렐루": "ReLU",
    "포화": "saturation",
    "죽은 유닛": "dead unit",
    "손실": "loss",
    "크로스 엔트로피": "cross-entropy",
    "이진 크로스 엔트로피": "binary cross-entropy",
    "원-핫 인코딩": "one-hot encoding",
    "에포크": "epoch",
    "배치": "batch",
    "미니배치": "mini-batch",
    "학습률": "learning rate",
    "하이퍼파라미터": "hyperparameter",
    "옵티마이저": "optimizer",
    "모멘텀": "momentum",
    "네스테로프 모멘텀": "Nesterov momentum",
    "적응적 학습률": "adaptive learning rate",
    "기울기": "gradient",
    "역전파": "backpropagation",
    "연쇄 법칙": "chain rule",
    "경사 하강법": "gradient descent",
    "확률적 경사 하강법": "stochastic gradient descent",
    "훈련 세트": "training set",
    "검증 세트": "validation set",
    "테스트 세트": "test set",
    "정확도": "accuracy",
    "표준오차": "standard error",
    "과대적합": "overfitting",
    "과소적합": "underfitting",
    "교차 검증": "cross-validation",
    "혼동 행렬": "confusion matrix",
    "일대다": "OvR, one versus rest",
    "발산": "divergence",
    "로지스틱 회귀": "logistic regression",
    "로지스틱 손실": "log loss",
    "이진 분류": "binary classification",
    "다중 분류": "multiclass classification",
    "타깃": "target",
    "클래스": "class",
    "특성": "feature",
    "표본": "sample",
    "스케일링": "scaling",
    "씨앗": "seed",
    "비정형 데이터": "unstructured data",
    "백엔드": "backend",
    "콜백": "callback",
    "조기 종료": "early stopping",
    "결정 트리": "decision tree",
    "랜덤 포레스트": "random forest",
    "앙상블": "ensemble",
    "Adagrad": "",
    "RMSprop": "",
    "Adam": "",
}
OTHER_WORDS = {  # what the course does not say, and what it says
    "편향": "절편",
    "바이어스": "절편",
    "뉴론": "뉴런",
    "에폭": "에포크",
    "학습율": "학습률",
    "옵티마이져": "옵티마이저",
    "최적화기": "옵티마이저",
    "과적합": "과대적합",
    "데이터셋": "세트",
    "데이터 셋": "세트",
    "검증 집합": "검증 세트",
    "교차 엔트로피": "크로스 엔트로피",
    "원핫": "원-핫",
    "미니 배치": "미니배치",
    "은닉 층": "은닉층",
    "정답률": "정확도",
    "레이블": "타깃",
    "라벨": "타깃",
    "스텝": "걸음",
}
ENGLISH_OTHER_WORDS = {  # how such a word begins, and what the English notebooks say
    "dataset": "data set",
    "label": "target",
    "training data": "training set",
    "validation data": "validation set",
    "test data": "test set",
    "epoches": "epochs",
    "optimiser": "optimizer",
    "optimise": "optimize",
    "normalis": "normaliz",
    "colour": "color",
    "minibatch": "mini-batch",
    "mini batch": "mini-batch",
    "cross entropy": "cross-entropy",
    "logistic loss": "log loss",
    "one hot": "one-hot",
    "cross validation": "cross-validation",
    "one-versus-rest": "one versus rest",
    "one-vs-rest": "one versus rest",
    "one vs rest": "one versus rest",
    "one versus all": "one versus rest",
    "back-propagation": "backpropagation",
    "back propagation": "backpropagation",
    "hyper-parameter": "hyperparameter",
    "over-fit": "overfit",
    "under-fit": "underfit",
    "non-linear": "nonlinear",
    "multi-class": "multiclass",
    "fully-connected": "fully connected",
    "intercept": "bias",
}
ENGLISH_TOLD = {  # another word that readers meet elsewhere → the cells that say so, or the file that quotes it
    "intercept": {"c7-1a-25", "bias"},
    "one versus all": {"c7-0-93"},
    "test data": {"publish/sheets/en/survey.toml"},  # in a paper's title
}
TOLD = {"편향": {"c7-1a-25", "bias"}}  # another word that readers meet elsewhere → the cells that say so


def title(korean: str) -> str:
    return f"{korean}({TERMS[korean]})" if TERMS[korean] else korean


def english_title(korean: str) -> str:
    *short, english = (TERMS[korean] or korean).split(", ")
    return f"{english} ({short[0]})" if short else english


def markdown(path: Path) -> list:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]


def headings(source: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", source, re.MULTILINE)


def is_entry(cell) -> bool:
    return cell.source.startswith("### ")


def entries() -> list:
    return [cell for cell in markdown(GLOSSARY) if is_entry(cell)]


def entry(korean: str) -> list[str]:
    """The parts of the one entry of a term: heading, sentences, and where to go on."""
    (found,) = [cell.source for cell in entries() if headings(cell.source) == [title(korean)]]
    return found.split("\n\n")


def test_every_term_has_an_entry_and_none_has_two():
    assert Counter(headings(cell.source)[0] for cell in entries()) == Counter(map(title, TERMS))


def test_the_link_to_an_entry_is_its_english_word():
    for korean, english in TERMS.items():
        (found,) = [cell.id for cell in entries() if headings(cell.source) == [title(korean)]]
        assert found == (english.split(", ")[-1] or korean).lower().replace(" ", "-")


@pytest.mark.parametrize("korean", TERMS)
def test_an_entry_says_what_it_is_how_it_is_written_and_where_it_is_taught(korean):
    _, sentences, where = entry(korean)
    assert sentences.endswith("니다.")
    assert 15 <= len(sentences) <= 120
    symbol, code, link = re.fullmatch(r"기호 (.+) · 코드 (.+) · 배우는 곳 (\[.+\]\(.+\))", where).groups()
    assert re.fullmatch(r"–|\$[^$]+\$(, \$[^$]+\$)*", symbol)
    assert code == "–" or "`" in code
    number, heading, name, cell_id = re.fullmatch(r"\[(\S+) (.+)\]\((.+\.ipynb)#cell-id=(.+)\)", link).groups()
    assert name.startswith(number)
    assert heading in [
        h for cell in markdown(GLOSSARY.parent / name) if cell.id == cell_id for h in headings(cell.source)
    ]


def test_the_index_leads_to_every_entry_in_the_order_of_the_alphabet():
    (index,) = [cell.source for cell in markdown(GLOSSARY) if "가나다순" in headings(cell.source)[0]]
    links = re.findall(r"\[([^\]]+)\]\(#cell-id=([^)]+)\)", index)
    assert {cell_id for _, cell_id in links} == {cell.id for cell in entries()}
    names = [name for name, _ in links]
    assert names == sorted(names, key=lambda name: (name.isascii(), name))


def test_every_symbol_of_an_entry_stands_in_the_table_of_symbols():
    (table,) = [cell.source for cell in markdown(GLOSSARY) if headings(cell.source) == ["기호"]]
    known = set(re.findall(r"\$(\\eta|\w)", table))
    for korean in TERMS:
        symbols = re.match(r"기호 (.+?) · 코드", entry(korean)[2]).group(1)
        letters = re.sub(r"_\w|\\(?!eta)(mathrm\{\w+\}|[a-z]+)", " ", symbols)
        assert set(re.findall(r"\\eta|[A-Za-z]", letters)) <= known, symbols


@pytest.mark.parametrize("other", OTHER_WORDS)
def test_the_course_says_one_word_for_one_thing(other):
    texts = {cell.id: cell.source for path in [*LESSONS, GLOSSARY] for cell in markdown(path) if other in cell.source}
    for name in TOLD.get(other, ()):
        assert texts.pop(name).count(other) == 1
    words = [path for path in Path("helpers/text").rglob("*") if path.suffix in {".py", ".toml"}]
    words += [Path("README.ko.md"), *Path("publish/words").glob("ko.toml"), *Path("publish/notes/ko").glob("*.toml")]
    words += Path("publish/sheets/ko").rglob("*.toml")
    texts |= {f"{path}": other for path in words if other in path.read_text(encoding="utf-8")}
    assert not texts, OTHER_WORDS[other]


@pytest.mark.parametrize("korean", TERMS)
def test_the_english_entry_of_a_term_is_the_same_cell_under_its_english_word(korean):
    (cell_id,) = [cell.id for cell in entries() if headings(cell.source) == [title(korean)]]
    (english,) = [cell.source for cell in markdown(ENGLISH) if cell.id == cell_id]
    heading, sentences, where = english.split("\n\n")
    assert heading == f"### {english_title(korean)}"
    assert sentences.endswith(".")
    number, taught, name, there = re.fullmatch(
        r"Symbol .+ · Code .+ · Taught in \[(\S+) (.+)\]\((.+\.ipynb)#cell-id=(.+)\)", where
    ).groups()
    assert name.startswith(number)
    if (path := ENGLISH.parent / name).exists():
        assert taught in [h for cell in markdown(path) if cell.id == there for h in headings(cell.source)]


def test_the_english_index_leads_to_every_entry_in_the_order_of_the_alphabet():
    (index,) = [cell.source for cell in markdown(ENGLISH) if cell.id == "c7-9-03"]
    links = re.findall(r"\[([^\]]+)\]\(#cell-id=([^)]+)\)", index)
    assert sorted(links) == sorted((headings(cell.source)[0], cell.id) for cell in markdown(ENGLISH) if is_entry(cell))
    names = [name for name, _ in links]
    assert names == sorted(names, key=str.casefold)


NO_WORDS = re.compile(  # code, addresses, values to be filled in, and the keys of the helpers' texts
    r"```.*?```|'''.*?'''|`[^`\n]*`|\]\([^)]*\)|\{\w+[^}\n]*\}|^\s*\"[\w.]+\":|^\w+ =|^\[+[\w.]+\]+$|\w+\.\w+",
    re.DOTALL | re.MULTILINE,
)


@pytest.mark.parametrize("other", ENGLISH_OTHER_WORDS)
def test_the_english_course_says_one_word_for_one_thing(other):
    word = re.compile(rf"\b{other}", re.IGNORECASE)
    texts = {cell.id: cell.source for path in sorted(ENGLISH.parent.glob("*.ipynb")) for cell in markdown(path)}
    texts |= {
        f"{path}": path.read_text(encoding="utf-8")
        for folder in ("helpers/text/en", "publish/sheets/en")
        for path in sorted(Path(folder).rglob("*"))
        if path.suffix in {".py", ".toml"}
    }
    found = {place: len(word.findall(NO_WORDS.sub(" ", text))) for place, text in texts.items()}
    for place in ENGLISH_TOLD.get(other, set()) & set(found):
        assert found.pop(place) == 1
    assert not {place for place, count in found.items() if count}, ENGLISH_OTHER_WORDS[other]


NO_PROSE = re.compile(  # code, math, images, links, headings, tags, and the table of core names
    r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$|!\[[^\]]*\]\([^)]*\)|\[[^\[\]]*\]\([^)]*\)|^#[^\n]*$|<[^>\n]+>"
    r"|^\| 핵심 이름 \|[^\n]*\n(?:\|[^\n]*\n?)*",
    re.DOTALL | re.MULTILINE,
)
USE = re.compile(rf"(?<![가-힣A-Za-z])({'|'.join(sorted(TERMS, key=len, reverse=True))})(\([^()\n]*\))?(?![A-Za-z])")


def links_to_entries(source: str) -> list[tuple[str, str]]:
    """(words, the entry's id) of each link to the glossary."""
    return re.findall(r"\[([^\[\]]*)\]\(7-9-glossary\.ipynb#cell-id=([\w-]+)\)", source)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_notebook_links_each_term_that_it_uses_once(path):
    ids = {title(korean): cell.id for korean in TERMS for cell in entries() if headings(cell.source) == [title(korean)]}
    sources = [cell.source for cell in markdown(path)]
    links = [link for source in sources for link in links_to_entries(source)]
    for words, cell_id in links:
        assert cell_id == ids[title(USE.match(words.strip("*")).group(1))], words
    used = {use.group(1) for source in sources for use in USE.finditer(NO_PROSE.sub(" ", source))}
    linked = Counter(cell_id for _, cell_id in links)
    assert not {korean for korean in used if linked[ids[title(korean)]] != 1}
    assert max(linked.values()) == 1


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_term_is_given_with_its_english_before_its_link(path):
    seen = set()
    for cell in markdown(path):
        pieces = re.split(r"(\[[^\[\]]*\]\(7-9-glossary\.ipynb#[^)]*\))", cell.source)
        for piece in pieces:
            for words, _ in links_to_entries(piece):
                seen.add(USE.match(words.strip("*")).group(1))
            for use in USE.finditer(NO_PROSE.sub(" ", piece)):
                korean, english = use.group(1), TERMS[use.group(1)].split(", ")[-1]
                assert not english or english not in (use.group(2) or "") or korean in seen, use.group()
