"""The small labs answer every move with a picture and a true sentence; the rules below them are right."""

from __future__ import annotations

import io
import itertools

import ipywidgets as widgets
import matplotlib.image
import numpy as np
import pytest

from helpers.labs import ActivationLab, BoundaryLab, CrossEntropyLab, DescentLab, OneImageLab, SoftmaxLab, ValleyLab
from helpers.text import class_names, say
from helpers.training.moons import FUNCTIONS, NEURONS, load_moons
from helpers.training.precomputed import GRID
from helpers.training.runs import OPTIMIZERS, TrainConfig
from helpers.training.valley import RULES, START, TOO_HIGH, descend, height, slope

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.random((5, 28, 28), dtype=np.float32)
LABELS = np.array([3, 9, 0, 6, 1], dtype=np.uint8)
PLANE = np.stack(np.meshgrid(np.linspace(-2.6, 2.6, 40), np.linspace(-2.3, 2.3, 40)), axis=-1)
COEF, INTERCEPT = RANDOM.normal(size=(10, 784)), RANDOM.normal(size=10)
WEIGHTS, BIAS = RANDOM.normal(scale=0.1, size=(784, 10)), RANDOM.normal(size=10)


def one_image_lab(**changes) -> OneImageLab:
    arrays = {
        "images": IMAGES,
        "labels": LABELS,
        "coef": COEF,
        "intercept": INTERCEPT,
        "weights": WEIGHTS,
        "bias": BIAS,
    }
    return OneImageLab(**{**arrays, **changes})


LABS = {
    "activation": ActivationLab,
    "boundary": BoundaryLab,
    "softmax": SoftmaxLab,
    "cross-entropy": CrossEntropyLab,
    "descent": DescentLab,
    "one image": one_image_lab,
    "valley": ValleyLab,
}


pytestmark = [
    pytest.mark.filterwarnings("error"),  # "Glyph ... missing from font", overflow, division by zero
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # of Keras
]


@pytest.fixture(params=LABS)
def lab(request):
    return LABS[request.param]()


def controls_of(lab) -> list[widgets.ValueWidget]:
    """A slider stands beside its field."""
    return [each.children[0] if isinstance(each, widgets.Box) else each for each in lab.children[0].children]


def values_of(control) -> list:
    """The least, the default and the largest, or all there are to choose from."""
    if isinstance(control, widgets.Dropdown | widgets.SelectionSlider):
        return [value for _, value in control.options]
    if isinstance(control, widgets.FloatLogSlider):
        return [control.base**control.min, control.value, control.base**control.max]
    return [control.min, control.value, control.max]


def pixels_of(png: bytes) -> np.ndarray:
    return matplotlib.image.imread(io.BytesIO(png), format="png")


# the labs


def test_every_control_may_have_its_least_default_and_largest_value(lab):
    controls = controls_of(lab)
    defaults = [control.value for control in controls]
    together = [[values_of(control)[i] for control in controls] for i in (0, -1)]
    alone = [
        [value if other is control else default for other, default in zip(controls, defaults, strict=True)]
        for control in controls
        for value in values_of(control)
    ]
    for values in (*together, *alone):
        for control, value in zip(controls, values, strict=True):
            control.value = value
        assert [control.value for control in controls] == values
        assert lab.sentence.endswith(("니다.", "십시오."))
        assert "nan" not in lab.sentence


def test_picture_and_sentence_follow_every_control(lab):
    for control in controls_of(lab):
        if control.layout.display == "none":
            continue
        before = pixels_of(lab.children[1].value), lab.sentence
        control.value = next(value for value in reversed(values_of(control)) if value != control.value)
        assert not np.array_equal(pixels_of(lab.children[1].value), before[0])
        assert lab.sentence != before[1]


def test_what_has_moved_leaves_no_trace(lab):
    first, artists = lab.children[1].value, len(lab._stage.figure.findobj())
    for control in controls_of(lab):
        default = control.value
        for value in (*values_of(control), default):
            control.value = value
    assert lab.children[1].value == first
    assert len(lab._stage.figure.findobj()) == artists


def test_a_lab_has_a_name_a_first_picture_and_says_in_words_what_it_shows(lab):
    picture = lab.picture()
    assert pixels_of(picture).std() > 0.05
    control = controls_of(lab)[-2] if isinstance(lab, ValleyLab) else controls_of(lab)[0]
    control.value = values_of(control)[-1]
    assert isinstance(picture, bytes)
    assert lab.picture() == picture != bytes(lab.children[1].value)
    assert repr(lab) == f"<{say(lab.title_key)}>"
    _, shown, words = lab.children
    assert lab.sentence == shown.tooltip == words.value


# their sentences


@pytest.mark.parametrize(("z", "layers"), [(2.0, 5), (0.0, 10), (-10.0, 1), (10.0, 10)])
def test_activation_lab_tells_slopes_and_their_products(z, layers):
    lab = ActivationLab()
    lab.z.value, lab.layers.value = z, layers
    slope = np.exp(-z) / (1 + np.exp(-z)) ** 2
    for number in (f"z = {z:.1f}", f"시그모이드의 기울기는 {slope:.3g}", f"시그모이드에서 {slope**layers:.3g}"):
        assert number in lab.sentence
    assert f"렐루의 기울기는 {int(z > 0)}" in lab.sentence
    assert f"렐루에서 {int(z > 0)}입니다" in lab.sentence


@pytest.mark.parametrize("logits", [(2, -1, 1, -2, 0.5), (5, -5, -5, -5, 5), (-5, -5, -5, -5, -4.9)])
def test_softmax_lab_tells_the_largest_probabilities_and_both_sums(logits):
    lab = SoftmaxLab()
    for control, value in zip(lab.logits, logits, strict=True):
        control.value = value
    p = np.exp(logits) / np.exp(logits).sum()
    total = (1 / (1 + np.exp(-np.array(logits, dtype=float)))).sum()
    names = ", ".join(name for name, z in zip(class_names(), logits, strict=False) if z == max(logits))
    assert f"{names}에서 {p.max():.1%}로 가장 크고, 합은 1.000" in lab.sentence
    assert f"합이 {total:.3f}" in lab.sentence


@pytest.mark.parametrize("p", [0.001, 0.1, 0.5, 1.0])
def test_cross_entropy_lab_tells_the_loss_and_how_one_hot_comes_to_it(p):
    lab = CrossEntropyLab()
    lab.probability.value = p
    loss = -np.sum(np.eye(10)[3] * np.log(np.where(np.arange(10) == 3, p, 0.5)))
    assert f"확률이 {p:.3f}이면 손실은 {abs(loss):.3f}입니다" in lab.sentence
    assert f"1 × log {p:.3f}" in lab.sentence
    assert "-0.000" not in lab.sentence


@pytest.mark.parametrize(
    ("rate", "start", "steps", "told"),
    [
        (0.1, -2, 5, "8.00에서 2.79까지 줄었지만 아직 가장 낮은 곳에 닿지 못했습니다. 지금 w는 -0.36"),
        (1.0, -2, 1, "1걸음 만에 손실이 8.00에서 0.00까지 줄어 가장 낮은 곳에 닿았습니다"),
        (1.5, 6, 1, "건너편으로 갑니다. 그래도 1걸음 만에 손실이 8.00에서 2.00까지 줄었습니다. 지금 w는 0.00"),
        (1.5, 6, 20, "지나치며 오갔지만, 20걸음 만에 손실이 8.00에서 0.00까지"),
        (2.0, -2, 7, "손실은 8.00 그대로입니다"),
        (2.05, -2, 1, "손실이 8.00에서 8.82까지 커졌습니다. 발산"),
        (2.5, 2, 20, "출발점이 가장 낮은 곳이라"),
    ],
)
def test_descent_lab_tells_how_the_walk_goes(rate, start, steps, told):
    lab = DescentLab()
    lab.learning_rate.value, lab.start.value, lab.steps.value = rate, start, steps
    assert told in lab.sentence


@pytest.mark.parametrize("neurons", NEURONS)
@pytest.mark.parametrize("activation", FUNCTIONS)
def test_boundary_lab_tells_how_many_points_are_right_and_how_the_boundary_runs(neurons, activation):
    lab = BoundaryLab()
    lab.neurons.value, lab.activation.value = neurons, activation
    moons = load_moons()
    right = np.sum((moons.networks[activation, neurons, 3000].probabilities(moons.points) > 0.5) == moons.labels)
    assert f"3,000걸음 훈련했습니다. 점 200개 가운데 {right}개가" in lab.sentence
    told = {0: "경계는 직선", 1: "나란한 직선"}.get(
        neurons, {"linear": "직선", "sigmoid": "휩니다", "relu": "꺾입니다"}[activation]
    )
    assert told in lab.sentence
    if neurons:
        assert f"은닉 뉴런 {neurons}개" in lab.sentence


def test_boundary_lab_says_so_where_there_is_no_boundary():
    lab = BoundaryLab()
    lab.neurons.value, lab.steps.value = 1, 0
    p = load_moons().networks["relu", 1, 0].probabilities(PLANE)
    assert not p.min() < 0.5 < p.max()
    assert "그림 안에는 경계가 없습니다" in lab.sentence


@pytest.mark.parametrize("flat", [False, True])
def test_one_image_lab_tells_what_both_models_predict(flat):
    lab = one_image_lab(images=IMAGES.reshape(5, 784) if flat else IMAGES)
    lab.index.value = 3
    x = IMAGES[3].reshape(784)
    z, logits = COEF @ x + INTERCEPT, x @ WEIGHTS + BIAS
    sigmoids, p = 1 / (1 + np.exp(-z)), np.exp(logits) / np.exp(logits).sum()
    assert "3번 이미지의 타깃은 셔츠" in lab.sentence
    told = f"{class_names()[z.argmax()]}(시그모이드 {sigmoids.max():.1%}, 열 개의 합 {sigmoids.sum():.3f})"
    assert told in lab.sentence
    assert f"{class_names()[p.argmax()]}({p.max():.1%}, 합 1.000)" in lab.sentence


@pytest.mark.parametrize(
    ("label", "verdict"), [(2, "일대다만"), (7, "소프트맥스만"), (0, "둘 다 틀렸"), (None, "둘 다 맞혔")]
)
def test_one_image_lab_judges_both_models(label, verdict):
    says_2, says_7 = np.eye(10)[2], np.eye(10)[7 if label is not None else 2]
    labels = np.full(5, 2 if label is None else label, dtype=np.uint8)
    nothing = np.zeros((10, 784))
    lab = one_image_lab(labels=labels, coef=nothing, intercept=says_2, weights=nothing.T, bias=says_7)
    assert verdict in lab.sentence


def test_one_image_lab_keeps_its_weights_when_the_notebook_changes_its_own():
    coef, bias = COEF.copy(), BIAS.copy()
    lab = one_image_lab(coef=coef, bias=bias)
    first = lab.sentence
    coef[:], bias[:] = 0, 0
    lab.index.value = 1
    lab.index.value = 0
    assert lab.sentence == first


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"images": IMAGES[:, :27]}, "27"),
        ({"images": IMAGES.reshape(-1)}, "3920"),
        ({"images": IMAGES[:1], "labels": LABELS[:1]}, "1, 28"),
        ({"labels": LABELS[:4]}, "4"),
        ({"labels": LABELS + 5}, "14"),
        ({"images": IMAGES * 255}, "float32"),
        ({"coef": COEF.T}, "coef.*784, 10"),
        ({"intercept": INTERCEPT[:9]}, "intercept.*9"),
        ({"weights": WEIGHTS.T}, "weights.*10, 784"),
        ({"bias": BIAS[:, None]}, "bias.*10, 1"),
    ],
)
def test_one_image_lab_refuses_other_arrays_by_their_shape(changes, named):
    with pytest.raises(ValueError, match=named):
        one_image_lab(**changes)


@pytest.mark.parametrize(
    ("optimizer", "rate", "steps", "told"),
    [
        ("sgd", 0.9, 20, "아직"),
        ("sgd", 0.9, 100, "거의 닿았습니다"),
        ("sgd", 1.05, 5, "더 높이 올라갔습니다"),
        ("sgd", 2, 100, "3번째 걸음에 높이가 출발점의 100배를 넘었습니다"),
        ("momentum", 0.1, 100, "거의 닿았습니다"),
        ("adam", 0.5, 100, "거의 닿았습니다"),
    ],
)
def test_valley_lab_tells_how_the_walk_ends(optimizer, rate, steps, told):
    lab = ValleyLab()
    lab.optimizer.value, lab.learning_rate.value, lab.steps.value = optimizer, rate, steps
    assert told in lab.sentence
    if "올라" not in told and "넘었" not in told:
        last = descend(TrainConfig(optimizer, rate, momentum=0.9 if optimizer == "momentum" else 0), steps).heights[-1]
        assert f"{steps}걸음 만에 높이가 7.20에서 {last:.2g}까지" in lab.sentence


def test_valley_lab_offers_momentum_only_where_it_applies():
    lab = ValleyLab()
    for name, shown in {"sgd": False, "momentum": True, "adam": False, "nesterov": True}.items():
        lab.optimizer.value = name
        assert (lab.momentum.layout.display != "none") is shown
        assert (lab.config.momentum > 0) is shown


def test_valley_lab_names_optimizers_as_the_training_lab_does():
    assert dict(ValleyLab().optimizer.options) == {say(f"optimizer.{name}"): name for name in RULES}
    assert set(RULES) >= set(GRID.optimizers)


# what is below them


@pytest.mark.course
@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("rate", [0.05, 0.5])
def test_every_rule_steps_as_keras_does(name, rate):
    import keras

    known = OPTIMIZERS[name]
    momentum = 0.8 if known.takes_momentum else 0.0
    options = {"momentum": momentum, **known.arguments} if momentum else {}
    optimizer = getattr(keras.optimizers, known.keras_class)(learning_rate=rate, **options)
    variable = keras.Variable(START)
    walk = [np.array(START)]
    for _ in range(30):
        optimizer.apply([variable * np.array([0.1, 2.0], dtype="float32")], [variable])
        walk.append(keras.ops.convert_to_numpy(variable))
    descent = descend(TrainConfig(name, rate, momentum=momentum), steps=30)
    np.testing.assert_allclose(descent.points, walk, rtol=1e-3, atol=2e-5)


def test_the_slope_of_the_valley_is_that_of_its_height():
    points = RANDOM.normal(size=(20, 2))
    for axis in np.eye(2):
        numeric = (height(points + 1e-6 * axis) - height(points - 1e-6 * axis)) / 2e-6
        np.testing.assert_allclose(slope(points) @ axis, numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", RULES)
def test_no_settings_lead_to_what_is_no_number(name):
    for rate, momentum, start in itertools.product((1e-3, 1, 10), (0.05, 0.99), ((0.0, 0.0), START)):
        momentum = momentum if OPTIMIZERS[name].takes_momentum else 0.0
        assert np.isfinite(descend(TrainConfig(name, rate, momentum=momentum), 100, start).points).all()


def test_a_walk_ends_where_it_diverges():
    descent = descend(TrainConfig("sgd", 1e6), steps=1000)
    assert descent.diverged
    assert len(descent.points) == 2
    assert descent.heights[-1] > TOO_HIGH * descent.heights[0]
    assert not descend(TrainConfig("sgd", 0.1), steps=3).diverged
    assert descend(TrainConfig("sgd", 0.1), steps=3).points.shape == (4, 2)


def test_the_words_of_the_picture_stay_those_of_the_default_settings(lab):
    before = lab.alt_text()
    assert before == lab.sentence
    for control in controls_of(lab):
        for value in values_of(control):
            control.value = value
    assert lab.alt_text() == before
