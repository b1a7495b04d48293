"""The course's diagrams: `python -m images.draw` writes them beside this file.

It knows what each picture shows and says; how a shape becomes SVG is left to `svg`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from helpers.colours import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILLION
from helpers.formulas import ACTIVATIONS, relu, sigmoid, softmax
from helpers.text import CLASSES, class_names
from images.course_map import draw_course_map
from images.curves import Axes, small_sigmoid
from images.networks import (
    HIDDEN,
    PIXELS,
    SCORES,
    class_neurons,
    column,
    heading,
    neurons,
    parameters,
    pixels,
    probabilities,
    rows,
    score,
    softmax_box,
    wires,
)
from images.svg import WHITE, arrow, box, circle, dots, page, pale, polyline, text, towards

FOLDER = Path(__file__).parent
SIGMOID_AXES = Axes(left=40, bottom=290, width=296, height=180, z=(-8, 8), top=1)
RELU_AXES = Axes(left=414, bottom=290, width=296, height=180, z=(-8, 8), top=8)
SATURATED = 4  # beyond it, on both sides, the sigmoid's slope is below 0.02


def draw_neuron() -> str:
    """Draw one neuron, from its inputs to its output."""
    total, output = (370, 200), (700, 200)
    shapes = [box((455, 200), (320, 272), GREY, WHITE, "7 5", corner=16), text((455, 84), "뉴런", 18, bold=True)]
    for number, y in {"1": 100, "2": 170, "n": 300}.items():
        start, end = (106, y), towards(total, (106, y), 46)
        middle = (start[0] + 0.45 * (end[0] - start[0]), start[1] + 0.45 * (end[1] - start[1]))
        shapes += [box((80, y), (52, 44), GREY), text((80, y), f"x_{number}", 20), arrow(start, end, BLUE)]
        shapes.append(text(middle, f"w_{number}", 20, colour=BLUE, bold=True, halo=True))
    shapes += [dots((80, 235)), text((80, 42), "입력", 18, bold=True), text((206, 42), "가중치", 18, bold=True)]
    shapes += [
        circle((370, 302), 22, ORANGE),
        text((370, 302), "b", 20),
        text((402, 302), "절편", 18, "start", bold=True),
    ]
    shapes += [arrow((370, 280), (370, 245), ORANGE), circle(total, 44, GREEN), text((370, 190), "모두 더함")]
    shapes += [text((370, 213), "z", 20, bold=True), arrow((414, 200), (482, 200)), text((446, 184), "z", 20)]
    shapes += [box((540, 200), (114, 96), PURPLE), text((540, 174), "활성화 함수"), small_sigmoid((540, 212), 70, 36)]
    shapes += [arrow((597, 200), (673, 200)), circle(output, 26, SKY), text(output, "a", 20)]
    shapes += [text((700, 42), "출력", 18, bold=True), text((240, 376), "z = w_1x_1 + w_2x_2 + … + w_nx_n + b", 20)]
    shapes.append(text((580, 376), "a = 활성화 함수(z)", 20))
    return page(
        "뉴런 하나: 입력에 가중치를 곱해 더하고 절편을 더한 z를 활성화 함수에 넣어 출력 a를 얻습니다",
        "왼쪽의 입력 x1, x2, …, xn이 저마다 가중치 w1, w2, …, wn과 곱해져 뉴런으로 들어갑니다. "
        "뉴런은 이 값들과 절편 b를 모두 더해 z를 만들고, 활성화 함수가 z를 출력 a로 바꿉니다. "
        "훈련으로 배우는 것은 가중치와 절편입니다.",
        (760, 410),
        *shapes,
    )


def draw_single_layer() -> str:
    """Draw 784 pixels and one output layer of ten neurons."""
    inputs, outputs = column(80, PIXELS), rows(306)
    shapes = wires(inputs.values(), 27, outputs, 16) + pixels(inputs) + class_neurons(outputs)
    shapes += softmax_box(374, 470, 324) + probabilities(500, 584, 110)
    shapes += heading(80, "입력층", f"픽셀 {PIXELS}개") + heading(380, "출력층", f"뉴런 {CLASSES}개, 소프트맥스")
    shapes += heading(620, f"확률 {CLASSES}개", "지어낸 보기, 합은 1")
    shapes.append(text((24, 544), "입력층 = 입력 데이터 자체. 계산하는 뉴런이 없습니다.", anchor="start"))
    count = f"가중치 {PIXELS}×{CLASSES} + 절편 {CLASSES} = {parameters(PIXELS, CLASSES):,}개"
    shapes.append(text((736, 544), count, anchor="end", bold=True))
    return page(
        f"층이 하나인 신경망: 픽셀 {PIXELS}개가 출력층의 뉴런 {CLASSES}개에 모두 이어지고, "
        f"소프트맥스가 확률 {CLASSES}개를 만듭니다",
        f"왼쪽 입력층은 픽셀 x1부터 x{PIXELS}까지로, 입력 데이터 자체입니다. "
        f"모든 픽셀이 출력층의 뉴런 {CLASSES}개와 선으로 이어지고, 선마다 가중치가 다릅니다. "
        "뉴런 하나가 클래스 하나를 맡고, 소프트맥스는 열 개의 출력을 합이 1인 확률로 바꿉니다. "
        "보기에서는 앵클 부츠의 확률이 가장 높습니다.",
        (760, 572),
        *shapes,
    )


def draw_two_layers() -> str:
    """Draw 784 pixels, a hidden layer of 100 neurons and an output layer of ten."""
    inputs, hidden, outputs = column(80, PIXELS), column(345, HIDDEN), rows(610)
    shapes = wires(inputs.values(), 27, hidden.values(), 26) + wires(hidden.values(), 26, outputs, 16)
    shapes += pixels(inputs) + neurons(hidden, 26, GREEN) + class_neurons(outputs)
    shapes += [text((638, y), name, anchor="start") for (_, y), name in zip(outputs, class_names(), strict=True)]
    shapes += heading(80, "입력층", f"픽셀 {PIXELS}개") + heading(345, "은닉층", f"뉴런 {HIDDEN}개, 활성화 함수")
    shapes += heading(620, "출력층", f"뉴런 {CLASSES}개, 소프트맥스")
    for x, before, after in [(212, PIXELS, HIDDEN), (476, HIDDEN, CLASSES)]:
        count = f"{before}×{after}+{after} = {parameters(before, after):,}"
        shapes += [box((x, 556), (236, 66), GREY, WHITE), text((x, 542), "가중치 + 절편")]
        shapes.append(text((x, 569), count, 18, bold=True))
    total = parameters(PIXELS, HIDDEN) + parameters(HIDDEN, CLASSES)
    shapes += [text((670, 542), "모두 더하면"), text((670, 569), f"{total:,}개", 18, bold=True)]
    return page(
        f"층이 두 개인 신경망: 픽셀 {PIXELS}개, 뉴런 {HIDDEN}개의 은닉층, "
        f"뉴런 {CLASSES}개의 출력층이 차례로 이어집니다",
        f"왼쪽부터 입력층의 픽셀 {PIXELS}개, 활성화 함수가 있는 은닉층의 뉴런 {HIDDEN}개, "
        f"소프트맥스를 쓰는 출력층의 뉴런 {CLASSES}개가 있고, 이웃한 층은 모두 선으로 이어집니다. "
        f"입력층과 은닉층 사이의 가중치와 절편은 {parameters(PIXELS, HIDDEN):,}개, "
        f"은닉층과 출력층 사이는 {parameters(HIDDEN, CLASSES):,}개입니다. "
        "입력층은 층의 개수에 넣지 않으므로 층은 두 개입니다.",
        (760, 612),
        *shapes,
    )


def draw_ovr_and_softmax() -> str:
    """Draw ten one-versus-rest classifiers beside one softmax, on the same scores."""
    answers, chances = sigmoid(np.array(SCORES)), softmax(SCORES)
    shapes = [box((x, 295), (352, 558), GREY, WHITE, corner=10) for x in (196, 564)]
    shapes += heading(196, f"일대다(OvR): 이진 분류기 {CLASSES}개", f"시그모이드 {CLASSES}개가 따로 답합니다")
    shapes += heading(564, "소프트맥스 하나", f"{CLASSES}개가 확률을 나누어 가집니다")
    for (x, y), name, value, answer in zip(rows(170), class_names(), SCORES, answers, strict=True):
        yes = answer >= 0.5
        shapes += [text((32, y), f"{name}인가요?", 15, "start"), score((x, y), value), arrow((190, y), (208, y))]
        shapes += [box((230, y), (44, 30), BLUE), small_sigmoid((230, y), 32, 18), arrow((252, y), (270, y))]
        shapes += [text((290, y), f"{answer:.2f}", 15), text((338, y), "예" if yes else "아니요", bold=bool(yes))]
    shapes += [score(at, value) for at, value in zip(rows(416), SCORES, strict=True)]
    shapes += [text((x, 86), "보기 z", 15) for x in (170, 416)]
    shapes += softmax_box(454, 546, 436) + probabilities(570, 642, 52)
    for x, values, rule, note in [
        (196, answers, "1이 아니어도 됩니다", "'예'가 여럿이거나 없을 수도 있습니다"),
        (564, chances, "언제나 1입니다", "하나가 커지면 나머지는 작아집니다"),
    ]:
        shapes += [text((x, 530), f"{CLASSES}개의 합 {sum(values):.2f}: {rule}", bold=True), text((x, 556), note)]
    return page(
        f"일대다(OvR)와 소프트맥스: 시그모이드 {CLASSES}개는 저마다 예와 아니요로 답하고, "
        f"소프트맥스 하나는 합이 1인 확률 {CLASSES}개를 냅니다",
        f"왼쪽에서는 클래스마다 하나씩 있는 이진 분류기 {CLASSES}개가 자신의 시그모이드로 따로 답합니다. "
        f"지어낸 보기에서는 스니커즈와 앵클 부츠가 모두 '예'이고, 값 {CLASSES}개의 합은 {sum(answers):.2f}입니다. "
        f"오른쪽에서는 같은 z {CLASSES}개가 소프트맥스 하나에 함께 들어가 합이 1인 확률이 되고, "
        "앵클 부츠의 확률이 가장 높습니다.",
        (760, 590),
        *shapes,
    )


def draw_sigmoid_and_relu() -> str:
    """Draw the curves of both activation functions, and where the sigmoid saturates."""
    shapes = [text((188, 38), "시그모이드", 20, bold=True), text((562, 38), "렐루", 20, bold=True)]
    width = SIGMOID_AXES.place(-SATURATED, 0)[0] - SIGMOID_AXES.left
    for side in (-1, 1):
        x, y = SIGMOID_AXES.place(side * (SATURATED + 8) / 2, 0.5)
        shapes += [box((x, y - 6), (width, 192), ORANGE, pale(ORANGE), "5 4", 2), text((x, y), "포화", 18, bold=True)]
    shapes += [*SIGMOID_AXES.frame((0.5, 1)), SIGMOID_AXES.curve(sigmoid, BLUE)]
    shapes += [*RELU_AXES.frame((4, 8)), RELU_AXES.curve(relu, VERMILLION)]
    steepest, flat = map(ACTIVATIONS["sigmoid"][1], (0, SATURATED))
    notes = {
        188: ("포화: 기울기가 0에 가깝습니다", f"기울기: z = 0에서 {steepest:g}, z = ±{SATURATED}에서 {flat:.3f}"),
        562: ("z가 0보다 크면 기울기는 언제나 1입니다", "z가 0보다 작으면 출력도 기울기도 0입니다"),
    }
    for x, (first, second) in notes.items():
        shapes += [text((x, 346), first, bold=True), text((x, 372), second)]
    return page(
        "시그모이드와 렐루의 곡선: 시그모이드는 양쪽 끝에서 포화되어 기울기가 0에 가깝고, "
        "렐루는 z가 0보다 크면 기울기가 1입니다",
        "왼쪽 시그모이드는 0과 1 사이의 S자 곡선입니다. "
        "점선 상자로 표시한 양쪽 포화 영역에서는 곡선이 거의 평평해 기울기가 0에 가깝습니다. "
        "오른쪽 렐루는 z가 0보다 작으면 0이고 0보다 크면 z 그대로이므로, "
        "양수 쪽에서는 기울기가 줄어들지 않습니다.",
        (760, 402),
        *shapes,
    )


def draw_optimizers() -> str:
    """Draw the two families of optimizers, and what each member adds."""
    descent = {
        "SGD": "기울기만 보고 내려갑니다",
        "모멘텀": "지난 걸음의 관성을 더합니다",
        "네스테로프 모멘텀": "한 걸음 앞의 기울기를 봅니다",
    }
    adaptive = {
        "Adagrad": "가중치마다 학습률을 줄입니다",
        "RMSprop": "최근 기울기를 더 크게 봅니다",
        "Adam": "RMSprop + 모멘텀",
    }
    shapes = [*_family("경사 하강법 옵티마이저", descent, 116, GREEN)]
    shapes += _family("적응적 학습률 옵티마이저", adaptive, 326, BLUE)
    shapes += [polyline([(380, 160), (380, 205), (624, 205), (624, 272)]), arrow((624, 260), (624, 282))]
    shapes += [box((502, 205), (184, 24), WHITE), text((502, 205), "모멘텀도 물려받습니다")]
    shapes.append(text((380, 418), "화살표를 따라갈 때마다 앞의 방법에 새로운 생각이 더해집니다."))
    return page(
        "옵티마이저의 두 갈래: SGD, 모멘텀, 네스테로프 모멘텀으로 이어지는 경사 하강법과 "
        "Adagrad, RMSprop, Adam으로 이어지는 적응적 학습률",
        "위쪽은 경사 하강법 옵티마이저로 SGD, 모멘텀, 네스테로프 모멘텀이 화살표로 이어집니다. "
        "아래쪽은 적응적 학습률 옵티마이저로 Adagrad, RMSprop, Adam이 이어집니다. "
        "위쪽의 모멘텀에서 Adam으로 내려오는 화살표는 Adam이 RMSprop에 모멘텀을 더한 방법임을 보여 줍니다.",
        (760, 444),
        *shapes,
    )


DIAGRAMS = {
    "neuron": draw_neuron,
    "single-layer": draw_single_layer,
    "two-layers": draw_two_layers,
    "ovr-and-softmax": draw_ovr_and_softmax,
    "sigmoid-and-relu": draw_sigmoid_and_relu,
    "optimizers": draw_optimizers,
    "course-map": draw_course_map,
}


def main() -> None:
    """Write every diagram beside this file."""
    for name, draw in DIAGRAMS.items():
        (FOLDER / f"{name}.svg").write_text(draw(), encoding="utf-8", newline="\n")


def _family(title: str, members: dict[str, str], y: float, colour: str) -> list[str]:
    shapes = [
        box((380, y - 16), (728, 156), colour, WHITE, corner=10),
        text((36, y - 68), title, 18, "start", bold=True),
    ]
    for x, (name, adds) in zip((136, 380, 624), members.items(), strict=True):
        shapes += [box((x, y), (214, 88), colour), text((x, y - 16), name, 18, bold=True), text((x, y + 18), adds, 15)]
    return [*shapes, arrow((243, y), (273, y)), arrow((487, y), (517, y))]


if __name__ == "__main__":
    main()
