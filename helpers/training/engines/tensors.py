"""Arrays as TensorFlow tensors, made once for all who train on them."""

from __future__ import annotations

import threading
import zlib
from typing import TYPE_CHECKING

import numpy as np

from helpers.training.engines.belongings import Belongings

if TYPE_CHECKING:
    import tensorflow as tf

Key = tuple[int, tuple[int, ...]]  # a checksum of the content, and a shape

_tensors: Belongings[dict[Key, tf.Tensor]] = Belongings(dict)
_guard = threading.Lock()


def tensor_of(array: np.ndarray, shape: tuple[int, ...] | None = None) -> tf.Tensor:
    """The array in that shape as a tensor, kept as long as the array; a new one if its content has changed."""
    with _guard:
        return _tensor_of(array, shape or array.shape)


def _tensor_of(array: np.ndarray, shape: tuple[int, ...]) -> tf.Tensor:
    import tensorflow as tf

    checksum = zlib.crc32(np.ascontiguousarray(array).data)
    own, wanted = (checksum, array.shape), (checksum, shape)
    tensors = _tensors.of(array)
    if own not in tensors:
        tensors.clear()
        tensors[own] = tf.constant(array)
    if wanted not in tensors:
        tensors[wanted] = tf.reshape(tensors[own], shape)
    return tensors[wanted]
