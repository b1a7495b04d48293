"""The judges of 7-1a: images and targets, scaling, a held-out score, one versus rest, epochs; steps has the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.linear_model import SGDClassifier

from helpers.data import first_images
from helpers.exercises.judging import (
    NotYet,
    as_number,
    compare,
    number,
    numbers_in,
    require,
    result_of,
    same,
    shown,
    steady_result_of,
)
from helpers.exercises.steps import loop_losses, one_epoch, one_step, surprise
from helpers.formulas import sigmoid
from helpers.text import class_names

RNG_SEED = 7
BRIGHTEST = 200  # below 255, to tell division by 255 from division by the images' own largest value
EPOCHS = (2, 8, 1, 4)  # neither sorted nor with the most at an end, so that sorted, first and best scores differ
MANY_EPOCHS = 80  # of 60 images: with scikit-learn's own `tol` some classes stop before
CONSTANT_RATE = {"learning_rate": "constant", "eta0": 0.001}


def images_of_a_class(answer: Callable) -> None:
    """A function from images (n, 28, 28), targets (n,) and a class number to the images of that class."""
    rng = np.random.default_rng(RNG_SEED)
    targets = rng.permutation([*range(9)] * 3 + [9] + [3] * 12 + [0] * 5).astype(np.uint8)  # of 9 a single one
    images = _random_images(rng, len(targets), largest=255)
    for wanted in (3, 5, 0):
        _require_selected(result_of(answer, images, targets, wanted), images, targets, wanted)
    require(same(result_of(answer, images, targets, 9), images[targets == 9]), "single")


def _require_selected(selected: Any, images: np.ndarray, targets: np.ndarray, wanted: int) -> None:
    mask = targets == wanted
    require(not same(selected, []) and not same(selected, images[:0]), "empty")
    require(not same(selected, [np.flatnonzero(mask)]), "positions")  # the tuple that np.where gives
    for other in set(range(10)) - {wanted}:
        require(not same(selected, images[targets == other]), "fixed_number", value=other, wanted=wanted)
    mistakes = {
        "mask": mask,
        "positions": np.flatnonzero(mask),
        "targets": targets[mask],
        "count": mask.sum(),
        "first": images[mask][0],
        "by_position": images[wanted],
        "others": images[~mask],
    }
    shape = _shape(selected)
    too_many = shape[1:] == (28, 28) and shape[0] > len(images)
    require(not too_many, "not_these", given=len(images), value=too_many and shape[0])
    compare(selected, images[mask], mistakes)


def scaled_rows(answer: Callable) -> None:
    """A function from images (n, 28, 28) of integers to rows (n, 784) of numbers between 0 and 1."""
    images = _random_images(np.random.default_rng(RNG_SEED), 5, largest=BRIGHTEST)
    scaled = _numbers(steady_result_of(answer, images))
    flat = images.reshape(5, 784).astype(float)
    _require_rows(scaled, flat)
    require(scaled.any(), "integer_division")
    turned = images.transpose(0, 2, 1).reshape(5, 784)
    for mixed in (images.reshape(784, 5).T, images.T.reshape(5, 784)):
        require(not same(_unit(scaled), _unit(mixed)), "mixed")
    require(not same(_unit(scaled), _unit(turned)), "turned")
    mistakes = {
        "not_scaled": flat,
        "scaled_twice": flat / 255 / 255,
        "own_largest": flat / BRIGHTEST,
        "by_256": flat / 256,
    }
    compare(scaled, flat / 255, mistakes, tolerance=1e-6)
    for count in (3, 1):
        some = images[-count:] | np.uint8(128)  # brighter, too
        require(same(result_of(answer, some), some.reshape(count, 784) / 255, 1e-6), "other_count", value=count)
    for brightest in (1, 0):  # and these, too, whatever they hold
        dark = np.minimum(images, np.uint8(brightest))
        require(same(_numbers(result_of(answer, dark)), dark.reshape(5, 784) / 255, 1e-6), "only_if_bright")


def _require_rows(scaled: np.ndarray, flat: np.ndarray) -> None:
    """Raise NotYet, with what became of the shape, unless there is a row of 784 for each image."""
    if scaled.shape == (784, len(flat)):
        raise NotYet("columns" if same(_unit(scaled), _unit(flat.T)) else "wrong_axis")
    require(scaled.shape != (len(flat), 28, 28), "not_flat")
    require(scaled.shape != (flat.size,), "one_row")
    require(scaled.shape == flat.shape, "shape", value=scaled.shape, wanted=flat.shape)


def held_out_score(answer: Callable) -> None:
    """A function from rows and targets to the accuracy, on the second half, of a classifier trained on the first."""
    data, half = first_images(800), 400
    x, y = data.flat, data.labels
    accuracy = number(steady_result_of(answer, x, y))
    require(0 <= accuracy <= 1, "percent", value=f"{accuracy:g}")
    trained, on_all = _fitted(x[:half], y[:half]), _fitted(x, y)
    right = trained.score(x[half:], y[half:])
    # The "optimal" rate begins with large steps: 64-bit numbers end elsewhere, and are as good an answer.
    in_64_bits = _fitted(x[:half].astype(float), y[:half]).score(x[half:], y[half:])
    mistakes = {
        "scored_on_training": trained.score(x[:half], y[:half]),
        "scored_on_all": trained.score(x, y),
        "trained_on_all": on_all.score(x[half:], y[half:]),
        "trained_and_scored_on_all": on_all.score(x, y),
        "halves_swapped": _fitted(x[half:], y[half:]).score(x[:half], y[:half]),
        "hinge": _fitted(x[:half], y[:half], loss="hinge").score(x[half:], y[half:]),
        "error": 1 - right,
    }
    if not same(accuracy, in_64_bits):
        compare(accuracy, right, mistakes)
    more = first_images(1100)
    _require_score(answer, more.flat[800:], more.labels[800:])


def _require_score(answer: Callable, x: np.ndarray, y: np.ndarray) -> None:
    """Raise NotYet unless a function that is right for one set is right for this one, too."""
    half = len(x) // 2
    accuracy = number(result_of(answer, x, y))
    rights = [_fitted(part, y[:half]).score(x[half:], y[half:]) for part in (x[:half], x[:half].astype(float))]
    require(any(same(accuracy, right) for right in rights), "other", value=shown(accuracy))


def one_versus_rest(answer: Callable) -> None:
    """A function from weights (10, 784), biases (10,) and rows (n, 784) to class numbers (n,)."""
    rng = np.random.default_rng(RNG_SEED)
    images, intercept, coef = rng.random((24, 784)), rng.normal(0, 4, 10), rng.normal(0, 0.5, (10, 784))
    coef -= coef.mean(axis=1, keepdims=True)  # no classifier says the same of all images
    predicted = steady_result_of(answer, coef, intercept, images)
    z = images @ coef.T + intercept
    names = [class_names()[number] for number in z.argmax(axis=1)]
    shape = _shape(predicted)
    require(shape != (24,) or np.asarray(predicted).tolist() != names, "names")
    require(shape != (24,) or numbers_in(predicted) is not None, "no_numbers", value=shown(predicted))
    require(not same(predicted, z > 0) and not same(predicted, (z > 0).T), "yes_or_no")
    require(shape not in (z.shape, z.T.shape), "each_class", value=shape)
    require(not same(predicted, z[0].argmax()) and not same(predicted, [z[0].argmax()]), "first_image")
    require((only := as_number(predicted)) is None, "no_axis", value=only)
    mistakes = {
        "no_intercept": (images @ coef.T).argmax(axis=1),
        "smallest": z.argmin(axis=1),
        "wrong_axis": z.argmax(axis=0),
        "largest_score": z.max(axis=1),
        "largest_probability": sigmoid(z).max(axis=1),
        "largest_size": np.abs(z).argmax(axis=1),
        "first_yes": (z > 0).argmax(axis=1),
    }
    compare(predicted, z.argmax(axis=1), mistakes)
    for count in (10, 1):
        predicted = result_of(answer, coef, intercept, images[-count:])
        require(same(predicted, z[-count:].argmax(axis=1)), "other_count", value=count)


def accuracy_by_epochs(answer: Callable) -> None:
    """A function from two sets and several numbers of epochs to the held-out accuracy after each, in their order."""
    data, half = first_images(600), 300
    x, y, x_held, y_held = data.flat[:half], data.labels[:half], data.flat[half:], data.labels[half:]
    accuracies = steady_result_of(answer, x, y, x_held, y_held, EPOCHS)
    require(not isinstance(accuracies, dict), "pairs")
    accuracies = _numbers(accuracies)
    classifiers = [_fitted(x, y, max_iter=epochs, **CONSTANT_RATE) for epochs in EPOCHS]
    right = [classifier.score(x_held, y_held) for classifier in classifiers]
    _require_one_for_each(accuracies, right)
    require(not same(accuracies, [classifier.score(x, y) for classifier in classifiers]), "scored_on_training")
    require(same(accuracies, right) or not same(accuracies, sorted(right)), "sorted")
    if not same(accuracies, right):
        _compare_with_other_ways(accuracies, x, y, x_held, y_held)
    _require_all_epochs(answer, x[:60], y[:60], x_held, y_held)


def _require_all_epochs(answer: Callable, *data: np.ndarray) -> None:
    """Raise NotYet unless training goes on when the loss hardly falls any more."""
    x, y, x_held, y_held = data
    found, many = _numbers(result_of(answer, *data, (MANY_EPOCHS,))), {"max_iter": MANY_EPOCHS, **CONSTANT_RATE}
    right, stopped = ([_fitted(x, y, **many, tol=tol).score(x_held, y_held)] for tol in (None, 1e-3))
    if not same(found, right):
        compare(found, [_accuracies_epoch_by_epoch(MANY_EPOCHS, *data)[MANY_EPOCHS]], {"tol": stopped})


def _compare_with_other_ways(accuracies: np.ndarray, *data: np.ndarray) -> None:
    """Raise NotYet unless the accuracies are those of one partial_fit per epoch."""
    x, y, x_held, y_held = data
    after = _accuracies_epoch_by_epoch(sum(EPOCHS), *data)
    one, default = _classifier(warm_start=True, **CONSTANT_RATE), _classifier()
    mistakes = {
        "optimal_rate": [default.set_params(max_iter=epochs).fit(x, y).score(x_held, y_held) for epochs in EPOCHS],
        "continued": [one.set_params(max_iter=epochs).fit(x, y).score(x_held, y_held) for epochs in EPOCHS],
    }
    require(not same(accuracies, [after[epochs] for epochs in np.cumsum(EPOCHS)]), "continued")
    compare(accuracies, [after[epochs] for epochs in EPOCHS], mistakes)


def _accuracies_epoch_by_epoch(
    epochs: int, x: np.ndarray, y: np.ndarray, x_held: np.ndarray, y_held: np.ndarray
) -> dict[int, float]:
    """Number of epochs → accuracy with one partial_fit per epoch, which visits the images in another order."""
    classifier, after = _classifier(**CONSTANT_RATE), {}
    for epoch in range(1, epochs + 1):
        classifier.partial_fit(x, y, classes=np.arange(10))
        after[epoch] = classifier.score(x_held, y_held)
    return after


def _require_one_for_each(accuracies: np.ndarray, right: list[float]) -> None:
    """Raise NotYet unless there is one accuracy for each number of epochs."""
    for key, only in {"only_first": right[0], "only_last": right[-1], "only_best": max(right)}.items():
        require(not same(accuracies, only) and not same(accuracies, [only]), key)
    require(accuracies.shape != (len(right), 2), "pairs")
    require(accuracies.shape == (len(right),), "length", given=len(right), value=accuracies.size)
    require(accuracies.max() <= 1, "percent", value=f"{accuracies.max():g}")
    require(np.ptp(accuracies) > 0, "same_epochs", value=f"{accuracies[0]:.3f}")


def _classifier(**settings: Any) -> SGDClassifier:
    """The lesson's logistic regression, with other settings if given."""
    return SGDClassifier(**{"loss": "log_loss", "max_iter": 5, "tol": None, "random_state": 42} | settings)


def _fitted(x: np.ndarray, y: np.ndarray, **settings: Any) -> SGDClassifier:
    return _classifier(**settings).fit(x, y)


def _random_images(rng: np.random.Generator, n: int, largest: int) -> np.ndarray:
    images = rng.integers(0, largest, (n, 28, 28), dtype=np.uint8)
    images[0, 14, 14] = largest
    return images


def _numbers(answer: Any) -> np.ndarray:
    """The answer as an array of numbers; NotYet if it is something else."""
    numbers = numbers_in(answer)
    if numbers is None:
        raise NotYet("other", value=shown(answer))
    return numbers


def _shape(answer: Any) -> tuple:
    """The shape of the answer as an array; NotYet if its parts differ in shape."""
    try:
        return tuple(np.shape(answer))
    except ValueError as error:
        raise NotYet("other", value=shown(answer)) from error


def _unit(array: np.ndarray) -> np.ndarray:
    """The array scaled to a largest value of 1, to compare arrangements at any scale."""
    return array / (array.max() or 1)


JUDGES = {  # by the keys of the exercises, in the order in which the lesson sets them
    "1": images_of_a_class,
    "2": scaled_rows,
    "surprise": surprise,
    "one_step": one_step,
    "one_epoch": one_epoch,
    "loop_losses": loop_losses,
    "3": held_out_score,
    "4": one_versus_rest,
    "5": accuracy_by_epochs,
}
