"""Look inside a Keras model without changing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from helpers.data import Split
from helpers.training.engines.model_checks import shape_for
from helpers.training.inside import Inside, look_inside

if TYPE_CHECKING:
    import keras


def look_inside_keras(model: keras.Model, epoch: int, images: Split) -> Inside:
    """The weights of its first layer and what it makes of these images; nothing is traced, drawn or compiled.

    Args:
        model: Built.
        epoch: After which it is so.
        images: To predict.
    """
    from keras import ops

    rows = ops.convert_to_tensor(images.images.reshape(shape_for(model, images.images)))
    variables = model.trainable_variables, model.non_trainable_variables  # given, they are read and not assigned
    probabilities, _ = model.stateless_call(*variables, rows, training=False)
    weights = model.weights
    first = weights[0].numpy() if weights else np.empty(0)
    only = sum(len(weight.shape) > 1 for weight in weights) == 1
    return look_inside(epoch, images, ops.convert_to_numpy(probabilities), first, only)
