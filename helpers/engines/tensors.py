"""Arrays as TensorFlow has them, once for all who train on them."""

from __future__ import annotations

import weakref
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import tensorflow as tf

_tensors: dict[int, tuple[int, dict[tuple, tf.Tensor]]] = {}  # id of an array → a checksum of it, tensors by shape


def tensor_of(array: np.ndarray, shape: tuple[int, ...] | None = None) -> tf.Tensor:
    """The array, in that shape, as a tensor that is kept as long as the array; a new one where its content changed."""
    import tensorflow as tf

    shape = shape or array.shape
    checksum = zlib.crc32(np.ascontiguousarray(array))
    known, tensors = _tensors.get(id(array), (None, {}))
    if known is None:
        weakref.finalize(array, _tensors.pop, id(array), None).atexit = False
    if known != checksum:
        tensors = {array.shape: tf.constant(array)}
        _tensors[id(array)] = checksum, tensors
    if shape not in tensors:
        tensors[shape] = tf.reshape(tensors[array.shape], shape)
    return tensors[shape]
