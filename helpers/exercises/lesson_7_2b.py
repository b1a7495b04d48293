"""The judges of 7-2b: optimizers as objects, their learning rate; optimizer_steps has the others."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import keras

from helpers.data import first_images
from helpers.exercises.judging import (
    NotYet,
    compare,
    compiled_by,
    given,
    number,
    output_of,
    require,
    require_accuracy,
    result_of,
    same,
    scores_of,
    shown,
)
from helpers.exercises.optimizer_steps import adagrad_walk, adam_step, momentum_step

SEED = 7
GOAL = 0.7  # accuracy that SGD reaches at rates from about 0.02 to 0.25
BEST_RATE = 0.1  # a smaller rate that misses the goal is too small, a larger one too large
OTHER_RUNS = (  # images, batch size, epochs: the last batch holds one image, half of them, all but one, or all
    (961, 32, 1),
    (992, 32, 3),
    (975, 32, 2),
    (977, 32, 2),
    (991, 32, 7),
    (7, 1, 4),
    (4097, 4096, 3),
    (64, 64, 2),
)


def compile_with_adam(answer: Callable) -> None:
    """A function that compiles a model with Adam at half the usual rate, for integer targets, and returns it."""
    data = first_images(64)
    result_of(answer, _network(hidden=10))  # the first may keep an optimizer for good
    model = compiled_by(answer, _network(hidden=10), data.flat)
    optimizer = model.optimizer
    require(not isinstance(optimizer, keras.optimizers.RMSprop), "no_optimizer")
    require(type(optimizer) is keras.optimizers.Adam, "not_adam", value=type(optimizer).__name__)
    rate = _constant_rate(optimizer)
    require(not same(rate, 0.001, 1e-6), "default_rate")
    require(same(rate, 0.0005, 1e-6), "other_rate", value=f"{rate:g}")
    _require_own_optimizer(model)
    scores = scores_of(model, data.flat, data.labels, "one_hot")
    right = keras.losses.SparseCategoricalCrossentropy()(data.labels, output_of(model, data.flat))
    compare(scores["loss"], right, {}, tolerance=1e-3)
    require_accuracy(scores, model, data.flat, data.labels)


def steps_of_training(answer: Callable) -> None:
    """A function from images, batch size and epochs to how often the weights are moved."""
    images, batch_size, epochs = 1500, 64, 5
    batches = images / batch_size  # 23.4
    steps = number(result_of(answer, images, batch_size, epochs))
    of_one_epoch = (math.ceil(batches), math.floor(batches), batches)
    require(not any(same(steps, value) for value in of_one_epoch), "no_epochs", value=f"{steps:g}")
    mistakes = {
        "floor": math.floor(batches) * epochs,
        "fraction": batches * epochs,
        "rounded_at_the_end": math.ceil(batches * epochs),
        "floor_at_the_end": math.floor(batches * epochs),
        "product": images * batch_size * epochs,
        "every_image": images * epochs,
        "epochs_added": math.ceil(batches) + epochs,
    }
    compare(steps, math.ceil(batches) * epochs, mistakes, tolerance=0)
    compare(number(result_of(answer, 960, 32, 4)), 30 * 4, {"always_one_more": 31 * 4}, tolerance=0)
    compare(number(result_of(answer, 10, 32, 2)), 2, {}, tolerance=0)
    for images, batch_size, epochs in OTHER_RUNS:
        right = math.ceil(images / batch_size) * epochs
        compare(number(result_of(answer, images, batch_size, epochs)), right, {}, tolerance=0)


def sgd_with_nesterov(answer: Any) -> None:
    """An SGD object with rate 0.1 and Nesterov momentum 0.9."""
    require(not isinstance(given(answer), str), "name", value=shown(answer))
    require(not isinstance(answer, type), "class", value=getattr(answer, "__name__", ""))
    require(isinstance(answer, keras.optimizers.Optimizer), "no_optimizer", value=shown(answer))
    require(isinstance(answer, keras.optimizers.SGD), "not_sgd", value=type(answer).__name__)
    rate, momentum = _constant_rate(answer), float(answer.momentum)
    require(not same(rate, 0.01), "default_rate")
    require(same(rate, 0.1), "other_rate", value=f"{rate:g}")
    require(momentum, "no_momentum")
    require(same(momentum, 0.9), "other_momentum", value=f"{momentum:g}")
    require(not isinstance(answer.nesterov, str), "text", value=shown(answer.nesterov))
    require(answer.nesterov, "no_nesterov")


def learning_rate(answer: Any) -> None:
    """A rate at which SGD learns 1,500 images in three epochs; another 1,500 tell how well."""
    rate = number(answer)
    require(not math.isnan(rate), "no_number", value=shown(answer))
    require(rate != 0, "zero")
    require(rate > 0, "negative")
    data, model = first_images(3000), _network(hidden=100)
    model.compile(keras.optimizers.SGD(rate), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(data.flat[:1500], data.labels[:1500], epochs=3, shuffle=False, verbose=0)
    loss, accuracy = model.evaluate(data.flat[1500:], data.labels[1500:], verbose=0)
    found = {"accuracy": f"{accuracy:.3f}", "loss": f"{loss:.3g}"}
    if accuracy >= GOAL:
        return
    require(rate > BEST_RATE or accuracy > 0.4, "hardly_moves", **found)
    require(rate > BEST_RATE, "too_small", **found)
    require(math.isfinite(loss) and accuracy > 0.4, "diverges", **found)
    raise NotYet("too_large", **found)


def _network(hidden: int) -> keras.Model:
    """784 pixels, a hidden layer and ten probabilities, with the same weights at every call."""
    return keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Dense(hidden, activation="relu", kernel_initializer=keras.initializers.GlorotUniform(SEED)),
            keras.layers.Dense(10, activation="softmax", kernel_initializer=keras.initializers.GlorotUniform(SEED)),
        ]
    )


def _constant_rate(optimizer: keras.optimizers.Optimizer) -> float:
    """An optimizer's learning rate; NotYet if a schedule changes it."""
    require(not isinstance(optimizer.get_config()["learning_rate"], dict), "schedule")
    return float(optimizer.learning_rate)


def _require_own_optimizer(model: keras.Model) -> None:
    """Raise NotYet if a model's optimizer belongs to another model; the optimizer stays as it is."""
    if not model.optimizer.built:
        return
    variables = model.trainable_variables
    try:
        with keras.StatelessScope():
            model.optimizer.apply([keras.ops.zeros_like(each) for each in variables], variables)
    except ValueError as error:
        raise NotYet("used_optimizer") from error


JUDGES = {  # by the keys of the exercises, in the order in which the lesson sets them
    "1": compile_with_adam,
    "2": steps_of_training,
    "3": sgd_with_nesterov,
    "4": momentum_step,
    "adagrad_walk": adagrad_walk,
    "adam_step": adam_step,
    "5": learning_rate,
}
