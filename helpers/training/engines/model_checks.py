"""Refuse, in one sentence, a model that cannot learn the images' classes."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.text import CLASSES, say

if TYPE_CHECKING:
    import keras


def refuse_unfit(model: Any, image: np.ndarray) -> None:
    """Refuse what is not a Keras model of an image, (1, 28, 28), or has a name that TensorFlow does not take.

    Under XLA a model with fewer outputs than classes does not fail: its loss is NaN.

    Raises:
        ValueError: The model does not fit.
    """
    import keras

    if not isinstance(model, keras.Model):
        raise ValueError(say("engine.no_model", value=type(model).__name__))
    if name := unusable_name(model):
        raise ValueError(say("engine.name", value=name))
    rows = image.reshape(shape_for(model, image))
    taken = getattr(model, "input_shape", None)
    if taken and not _takes(taken, rows.shape):
        raise ValueError(say("engine.input", value=taken, expected=(None, *image.shape[1:])))
    made = tuple(model(rows).shape)
    if made != (1, CLASSES):
        raise ValueError(say("engine.output", value=(None, *made[1:]), expected=(None, CLASSES)))


def unusable_name(model: keras.Model) -> str:
    """The first name, of the model or a layer, that TensorFlow cannot put before those of its operations, or ""."""
    import keras

    if keras.backend.backend() != "tensorflow":
        return ""
    if not re.match("[A-Za-z0-9.]", model.name):
        return model.name
    names = (layer.name for layer in model._flatten_layers())
    return next((name for name in names if not re.fullmatch(r"[A-Za-z0-9_.\\/>-]*", name)), "")


def shape_for(model: keras.Model, images: np.ndarray) -> tuple[int, ...]:
    """The images' shape, (n, 28, 28), or that of the model's input if it holds as much: rows of 784, say."""
    shape = (getattr(model, "input_shape", None) or ())[1:]
    fits = all(isinstance(size, int) for size in shape) and math.prod(shape) == math.prod(images.shape[1:])
    return (len(images), *shape) if fits else images.shape


def _takes(taken: Any, shape: tuple[int, ...]) -> bool:
    """Whether an input of a model, sizes or None for any size, takes rows of that shape."""
    return len(taken) == len(shape) and all(size in (None, given) for size, given in zip(taken, shape, strict=True))
