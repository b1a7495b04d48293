"""One image through ten binary classifiers and through softmax, computed from arrays of weights."""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure

from helpers.data import Split
from helpers.formulas import sigmoid, softmax
from helpers.labs.parts.drawings import draw_bars, draw_image, stage_bars, stage_image
from helpers.labs.parts.instant_lab import InstantLab, labelled
from helpers.text import class_names, say


class OneImageLab(InstantLab):
    """Control: index, which of the images to look at.

    Args:
        images: (n, 28, 28) or (n, 784), two or more, float32 in [0, 1].
        labels: (n,) in 0..9.
        coef: (10, 784), as of `SGDClassifier`.
        intercept: (10,), likewise.
        weights: (784, 10), as from `Dense.get_weights()`.
        bias: (10,), likewise.

    Raises:
        ValueError: The arrays have other shapes or ranges.
    """

    title_key = "small.one_image"
    size = (9.4, 3.2)

    def __init__(
        self,
        images: np.ndarray,
        labels: np.ndarray,
        coef: np.ndarray,
        intercept: np.ndarray,
        weights: np.ndarray,
        bias: np.ndarray,
    ):
        self._data = _checked_data(np.asarray(images), np.asarray(labels))
        self._ovr = _checked(coef, "coef", (10, 784)).T, _checked(intercept, "intercept", (10,))
        self._dense = _checked(weights, "weights", (784, 10)), _checked(bias, "bias", (10,))
        self.index = labelled("small.one_image.index", widgets.IntSlider(0, min=0, max=len(self._data) - 1))
        super().__init__(self.index)

    def let_go(self) -> None:
        """Let go of the images too."""
        super().let_go()
        del self._data

    def stage(self, figure: Figure) -> None:
        """Make room for the image and three rows of bars."""
        stage_image(figure.add_axes((0.005, 0.1, 0.165, 0.8)))
        for left, probabilities in ((0.255, False), (0.51, True), (0.765, True)):
            ax = figure.add_axes((left, 0.1, 0.23, 0.8))
            stage_bars(class_names(), probabilities, ax)
            ax.tick_params(labelleft=not probabilities)

    def draw(self, figure: Figure) -> str:
        """Draw the image, its ten z, their sigmoids, and softmax's ten probabilities."""
        index = self.index.value
        image, label = self._data.images[index], int(self._data.labels[index])
        z = _linear(image, self._ovr)
        panels = {"z": z, "sigmoid": sigmoid(z), "softmax": softmax(_linear(image, self._dense))}
        left, *axes = figure.axes
        draw_image(image, left)
        left.set_title(say("small.one_image.title", name=class_names()[label]))
        for ax, (name, values) in zip(axes, panels.items(), strict=True):
            draw_bars(values, label, name != "z", ax)
            ax.set_title(say(f"small.one_image.{name}", total=values.sum()))
        return _sentence(index, label, panels)


def _linear(image: np.ndarray, layer: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    weights, bias = layer
    return image.reshape(784) @ weights + bias


def _sentence(index: int, label: int, panels: dict[str, np.ndarray]) -> str:
    ovr, softmax = panels["z"].argmax(), panels["softmax"].argmax()
    verdict = {(True, True): "both", (True, False): "ovr", (False, True): "softmax", (False, False): "neither"}
    return say(
        "small.one_image.says",
        index=index,
        name=class_names()[label],
        ovr=class_names()[ovr],
        ovr_p=panels["sigmoid"][ovr],
        total=panels["sigmoid"].sum(),
        softmax=class_names()[softmax],
        softmax_p=panels["softmax"][softmax],
        softmax_total=panels["softmax"].sum(),
        verdict=say(f"small.one_image.right_{verdict[ovr == label, softmax == label]}"),
    )


def _checked_data(images: np.ndarray, labels: np.ndarray) -> Split:
    if images.shape[1:] not in ((28, 28), (784,)) or len(images) < 2:
        raise ValueError(say("small.one_image.images", value=images.shape))
    return Split(images.reshape(-1, 28, 28), labels)


def _checked(values: np.ndarray, name: str, shape: tuple[int, ...]) -> np.ndarray:
    copy = np.array(values)  # what the notebook later does to its own changes nothing here
    if copy.shape != shape:
        raise ValueError(say("small.one_image.shape", name=name, expected=shape, value=copy.shape))
    return copy
