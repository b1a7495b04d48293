"""What a network looks like inside at one moment, as far as a lab shows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from helpers.data import Split
from helpers.text import CLASSES

MAX_NEURONS = 20  # of the first layer
IMAGES = (0, 7, 10, 19, 23)  # places in the validation set; a network takes the third and the last for another class


@dataclass(frozen=True, eq=False)
class Inside:
    """Weights and predictions; the arrays belong to it alone and cannot be changed.

    Attributes:
        epoch: After which it was so, 0 before the first step.
        images: Of the validation set, the same throughout a run.
        probabilities: (images, 10), adding up to 1 for each image.
        weights: (n, 28, 28) float32, of the first n neurons of the first layer; None where that layer does not have a
            weight for each pixel.
        neurons: How many the first layer has.
        for_classes: Whether that layer is the only one, with a neuron for each class.
    """

    epoch: int
    images: Split
    probabilities: np.ndarray
    weights: np.ndarray | None = None
    neurons: int = 0
    for_classes: bool = False

    def __post_init__(self) -> None:
        for array in (self.images.images, self.images.labels, self.probabilities, self.weights):
            if array is not None:
                array.setflags(write=False)

    @property
    def predictions(self) -> np.ndarray:
        """(images,): the class with the largest probability of each image."""
        return self.probabilities.argmax(axis=1)

    @property
    def limit(self) -> float:
        """What nearly all weights lie within, on both sides of 0; a few extreme ones would make all others pale."""
        return 0.0 if self.weights is None else float(np.percentile(np.abs(self.weights), 99))


def shown_images(valid: Split) -> Split:
    """Copies of those images of a validation set that are shown, some of them hard to tell; fewer of a small set."""
    places = [place for place in IMAGES if place < len(valid)]
    return Split(valid.images[places], valid.labels[places])


def look_inside(epoch: int, images: Split, probabilities: np.ndarray, first: np.ndarray, only: bool) -> Inside:
    """Copy what is shown of a network.

    Args:
        epoch: After which it is so.
        images: As `shown_images` chose them.
        probabilities: (images, 10).
        first: The weights of the first layer, of any shape.
        only: Whether no other layer has weights.
    """
    probabilities = np.array(probabilities)
    if first.ndim != 2 or len(first) != 28 * 28:
        return Inside(epoch, images, probabilities)
    neurons = first.shape[1]
    weights = np.array(first[:, :MAX_NEURONS].T, np.float32, order="C").reshape(-1, 28, 28)
    return Inside(epoch, images, probabilities, weights, neurons, only and neurons == CLASSES)
