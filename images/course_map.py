"""The map of the course: which notebook builds on which, and what one hands on to the next.

It knows the notebooks by their numbers and opens none of them.
"""

from __future__ import annotations

from helpers.colours import BLUE, GREEN, ORANGE, PURPLE
from images.svg import WHITE, arrow, box, page, text

HEIGHT = 84  # of a notebook
LESSONS = [  # number, title, colour, and where its notebooks stand
    ("7-1", "인공 신경망", BLUE, (80, 202)),
    ("7-2", "심층 신경망", GREEN, (356, 478, 600)),
]
NOTEBOOKS = [  # number, title, what is new, what leads to the next
    ("7-1a", "로지스틱 회귀", "경사 하강법, 일대다(OvR), 교차 검증", "같은 계산을 층 하나로"),
    ("7-1b", "인공 신경망", "밀집층, 소프트맥스, 크로스 엔트로피", "출력층 앞에 은닉층을 더해"),
    ("7-2a", "심층 신경망", "은닉층, 활성화 함수, 렐루, 포화", "같은 모델을 더 잘 훈련하기"),
    ("7-2b", "옵티마이저", "학습률, 배치, 모멘텀, Adam", "고른 모델을 평가하고 쓰기"),
    ("7-2c", "마무리", "조기 종료, 테스트 세트, 내 사진", ""),
]
BESIDE = [  # number, title, what it is for
    ("7-0", "노트의 코드와 오늘의 코드", ("노트의 코드가", "지금은 어떻게", "바뀌었는지 봅니다"), ORANGE),
    ("7-9", "용어와 지도", ("용어와 기호의", "뜻을 언제든", "찾아봅니다"), PURPLE),
]


def draw_course_map() -> str:
    """Draw five notebooks one below another, in two lessons, and to their right two notebooks of reference."""
    rows = [y for *_, places in LESSONS for y in places]
    colours = [colour for *_, colour, places in LESSONS for _ in places]
    shapes = []
    for number, title, colour, (first, *_, last) in LESSONS:
        middle = (first + last) / 2
        shapes.append(box((238, middle), (444, last - first + HEIGHT + 28), colour, WHITE, corner=10))
        shapes += [text((70, middle - 14), number, 20, bold=True), text((70, middle + 14), title)]
    for (number, title, news, _), y, colour in zip(NOTEBOOKS, rows, colours, strict=True):
        shapes += [box((288, y), (316, HEIGHT), colour), text((288, y - 17), f"{number} {title}", 18, bold=True)]
        shapes += [text((288, y + 17), news, 15)]
    for (*_, leads_on), y, below in zip(NOTEBOOKS, rows, rows[1:], strict=False):
        shapes.append(arrow((160, y + HEIGHT / 2), (160, below - HEIGHT / 2)))
        shapes.append(text((176, (y + below) / 2), leads_on, 15, "start"))
    for (number, title, purpose, colour), (*_, (first, *_, last)) in zip(BESIDE, LESSONS, strict=True):
        middle = (first + last) / 2
        shapes.append(box((632, middle), (212, last - first + HEIGHT + 28), colour, corner=10))
        shapes.append(text((632, middle - 58), number, 20, bold=True))
        shapes.append(text((632, middle - 28), title, 16, bold=True))
        shapes += [text((632, middle + 8 + 25 * row), words) for row, words in enumerate(purpose)]
    shapes.append(text((380, 684), "위에서 아래로 차례대로 배웁니다. 오른쪽 두 노트북은 필요할 때 폅니다."))
    shapes.append(text((380, 712), "7-1b 다음에는 7-1c '같은 층을 파이토치로'를 골라 읽어도 됩니다."))
    return page(
        "과정의 지도: 7-1a 로지스틱 회귀, 7-1b 인공 신경망, 7-2a 심층 신경망, 7-2b 옵티마이저, "
        "7-2c 마무리가 차례로 이어집니다",
        "다섯 노트북이 위에서 아래로 화살표로 이어집니다. 7-1a의 로지스틱 회귀를 7-1b에서 층 하나로 다시 만들고, "
        "7-2a에서 출력층 앞에 은닉층을 더하고, 7-2b에서 같은 모델을 더 잘 훈련하는 옵티마이저를 견주고, "
        "7-2c에서 고른 모델을 테스트 세트로 평가합니다. "
        "앞의 둘은 7-1 인공 신경망, 뒤의 셋은 7-2 심층 신경망입니다. "
        "오른쪽의 7-0 노트의 코드와 오늘의 코드, 7-9 용어와 지도는 다섯 노트북을 읽다가 필요할 때 펴 봅니다. "
        "7-1b 다음에는 7-1c '같은 층을 파이토치로'를 골라 읽어도 됩니다.",
        (760, 740),
        *shapes,
    )
