"""What a class works out by hand on a handout: given numbers in, the numbers of its blanks out.

Names and shapes are those of the lessons, as far as the lessons' own formulas go they are used.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from helpers.formulas import (
    ACTIVATIONS,
    binary_cross_entropy,
    chained_slopes,
    cross_entropy,
    one_weight_descent,
    one_weight_loss,
    sigmoid,
    softmax,
    step_with_momentum,
)

Answers = dict[str, float | int]


def numbered(name: str, values: Sequence[float] | np.ndarray) -> Answers:
    """Each value by its number: name1, name2 and so on."""
    return {f"{name}{place}": value for place, value in enumerate(np.asarray(values).tolist(), start=1)}


def ten_classifiers(images: int, height: int, width: int, classes: int) -> Answers:
    """Of images laid out in a line and one classifier a class: pixels, shapes and what is learnt."""
    pixels = height * width
    return {"images": images, "pixels": pixels, "classes": classes, "learnt": classes * (pixels + 1)}


def logistic_step(x: Sequence[float], w: Sequence[float], b: float, y: int, rate: float) -> Answers:
    """A step of logistic regression on one image of a few pixels."""
    image, weights = np.array(x), np.array(w)
    z = float(image @ weights + b)
    error = float(sigmoid(z)) - y
    new_w, new_b = weights - rate * error * image, b - rate * error
    told = {"z": z, "p": error + y, "loss": float(binary_cross_entropy(error + y, y)), "error": error}
    told |= numbered("g", error * image) | numbered("w", new_w)
    return told | {"new_b": new_b, "new_z": float(image @ new_w + new_b)}


def descent(start: float, rates: Sequence[float]) -> Answers:
    """Where one weight stands after one step and two of each learning rate, and the largest that never climbs."""
    walks = np.array([one_weight_descent(start, rate, 2) for rate in rates])
    climbs = one_weight_loss(walks[:, 2]) > one_weight_loss(start)
    limit = {"limit": max(rate for rate, climbing in zip(rates, climbs, strict=True) if not climbing)}
    return limit | numbered("first", walks[:, 1]) | numbered("second", walks[:, 2])


def one_versus_rest(sigmoids: Sequence[float]) -> Answers:
    """The probabilities that classifiers' sigmoids are made into, and what they add up to before."""
    return {"total": sum(sigmoids)} | numbered("p", np.array(sigmoids) / sum(sigmoids))


def folds(images: int, parts: int, epochs: int) -> Answers:
    """Of cross-validation: the images that a turn trains and tests with, and its steps, an image each."""
    tested = images // parts
    return {"trained": images - tested, "tested": tested, "steps": (images - tested) * epochs}


def dense_layers(inputs: int, units: Sequence[int]) -> Answers:
    """The parameters of a layer that lays an image out, of dense layers one after the other, and of all."""
    counts = [(before + 1) * after for before, after in zip([inputs, *units], units, strict=False)]
    told = {"inputs": inputs, "flat": 0, "total": sum(counts)}
    return told | numbered("units", units) | numbered("count", counts)


def softmax_step(z: Sequence[float], target: int) -> Answers:
    """Probabilities, loss and p - y of one image; the target counts from 0."""
    p = softmax(np.array(z))
    lifted = np.exp(np.array(z) - min(z))
    told = {"sum": float(lifted.sum()), "loss": float(cross_entropy(p[target]))}
    return told | numbered("e", lifted) | numbered("p", p) | numbered("error", p - np.eye(len(z))[target])


def standard_errors(p: float, images: Sequence[int]) -> Answers:
    """How far the share p wavers by chance, for each number of images."""
    return numbered("error", [math.sqrt(p * (1 - p) / n) for n in images])


def differences(means: Sequence[float], spreads: Sequence[float]) -> Answers:
    """Of each setting and the first: the difference of their means, the larger of their spreads, 1 for about equal."""
    larger = [max(spreads[0], spread) for spread in spreads[1:]]
    gaps = [abs(mean - means[0]) for mean in means[1:]]
    equal = [int(gap <= most) for gap, most in zip(gaps, larger, strict=True)]
    return numbered("gap", gaps) | numbered("larger", larger) | numbered("equal", equal)


def merged(w1: float, b1: float, w2: float, b2: float) -> Answers:
    """The one weight and bias of two linear neurons in a row."""
    return {"w": w1 * w2, "b": b1 * w2 + b2}


def chain(x: float, w1: float, w2: float) -> Answers:
    """One number forward through two sigmoid neurons to the target 1, and its gradient back."""
    h = float(sigmoid(w1 * x))
    p = float(sigmoid(w2 * h))
    factors = {"error": p - 1, "w2": w2, "slope": h * (1 - h), "x": x}
    told = {"z1": w1 * x, "h": h, "z2": w2 * h, "p": p, **factors}
    return told | {"gradient": math.prod(factors.values())}


def slopes(z: Sequence[float], layers: int) -> Answers:
    """The slope of both activations at each z, and the most that so many sigmoids leave of a gradient."""
    told: Answers = {"left": float(chained_slopes("sigmoid", 0.0, layers)[-1])}
    for name, (_, slope) in ACTIVATIONS.items():
        told |= numbered(name, slope(np.array(z)))
    return told


def batches(images: int, sizes: Sequence[int], epochs: int) -> Answers:
    """The steps of an epoch and of all of them, for each batch size."""
    steps = np.array([math.ceil(images / size) for size in sizes])
    return numbered("steps", steps) | numbered("all", epochs * steps)


def momentum_walk(gradients: Sequence[float], rate: float, momentum: float) -> Answers:
    """From the weight 0: where SGD stands after each gradient, the steps and places of momentum, 1 if it turns back."""
    steps, last = [], 0.0
    for gradient in gradients:
        last = step_with_momentum(last, gradient, rate, momentum)
        steps.append(last)
    plain = -rate * np.cumsum(gradients)
    turns = {"turns": int(steps[-1] * steps[-2] < 0)}
    return turns | numbered("sgd", plain) | numbered("v", steps) | numbered("w", np.cumsum(steps))


def first_steps(gradient: float, rate: float) -> Answers:
    """The first step of SGD and, with the two means before and after they are put right, of Adam."""
    m, s = 0.1 * gradient, 0.001 * gradient**2
    right_m, right_s = m / (1 - 0.9), s / (1 - 0.999)
    adam = rate * right_m / math.sqrt(right_s)
    return {"m": m, "s": s, "right_m": right_m, "right_s": right_s, "sgd": rate * gradient, "adam": adam}


def early_stopping(losses: Sequence[float], patiences: Sequence[int]) -> Answers:
    """For each patience, the epoch after which training stops and the one that is kept, counted from 1."""
    ends = [_stop(losses, patience) for patience in patiences]
    return numbered("stopped", [end[0] for end in ends]) | numbered("kept", [end[1] for end in ends])


def _stop(losses: Sequence[float], patience: int) -> tuple[int, int]:
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best == patience:
            return epoch + 1, best + 1
    return len(losses), best + 1


def confusion(matrix: Sequence[Sequence[int]]) -> Answers:
    """Of a confusion matrix: shares that are right of each row, of each column and of all."""
    counts = np.array(matrix)
    right = counts.diagonal()
    told: Answers = {"all": float(right.sum() / counts.sum())}
    return told | numbered("row", right / counts.sum(axis=1)) | numbered("column", right / counts.sum(axis=0))


def photo_pixels(pixels: Sequence[int], corner: int) -> Answers:
    """Pixels of a photo, 0 to 255, on their way into the network: inverted, off the background, between 0 and 1.

    Args:
        pixels: As they are in the grey photo.
        corner: The background's pixel there.
    """
    inverted, background = 255 - np.array(pixels), 255 - corner
    cleared = (inverted - background) * 255 / (255 - background)
    cleared = np.where(cleared < 25, 0, cleared)
    told: Answers = {"background": background}
    return told | numbered("inverted", inverted) | numbered("cleared", cleared) | numbered("x", cleared / 255)


WORKS: dict[str, Callable[..., Answers]] = {
    work.__name__: work
    for work in (
        ten_classifiers, logistic_step, descent, one_versus_rest, folds, dense_layers, softmax_step, standard_errors,
        differences, merged, chain, slopes, batches, momentum_walk, first_steps, early_stopping, confusion,
        photo_pixels,
    )
}  # fmt: skip
