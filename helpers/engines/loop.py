"""A step of a Keras model for batch after batch, many in one call. Knows nothing of settings or optimizers."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

CHUNK_SECONDS = 0.1  # what is trained between two reports


class Loop:
    """Visits images, (n, ...), and their labels, (n,), with a step of the model: train_step or test_step.

    no_xla: called once where XLA cannot compile the step; None for a loop that is not to try.
    """

    def __init__(self, model: keras.Model, step: Callable, data: tuple[tf.Tensor, tf.Tensor], no_xla: Callable | None):
        self.images = len(data[0])
        self._model = model
        self._step = step
        self._data = data
        self._no_xla = no_xla
        self._functions: dict[tuple, Callable] = {}  # one for each shape of batches
        self._size = 1  # steps a call

    def over(self, order: np.ndarray, batch_size: int) -> Iterator[int]:
        """Visit the images in that order, the last batch may be smaller; yields the steps done, call by call.

        Ends early where the loss is no longer finite.
        """
        self._model.reset_metrics()
        whole = len(order) // batch_size
        parts = order[: whole * batch_size].reshape(whole, batch_size), order[None, whole * batch_size :]
        done = 0
        for batches in (part for part in parts if part.size):
            for size in self._calls(batches):
                done += size
                yield done
                if not math.isfinite(self.scores()[0]):
                    return

    def scores(self) -> tuple[float, float]:
        """Loss and accuracy over the images visited since `over` began."""
        result = self._model.get_metrics_result()
        return float(result["loss"]), float(result["accuracy"])

    def _calls(self, batches: np.ndarray) -> Iterator[int]:
        """Do all batches, (steps, batch size) indices of images; yields the steps of each call."""
        import tensorflow as tf

        if batches.shape not in self._functions:
            self._functions[batches.shape] = self._function(batches.shape)
        function, indices = self._functions[batches.shape], tf.constant(batches)
        start = 0
        while start < len(batches):
            began = time.perf_counter()
            stop = min(start + self._size, len(batches))
            function(indices, tf.constant(start), tf.constant(stop))
            self.scores()  # waits for a device that works on its own
            if stop - start == self._size:
                fitting = self._size * CHUNK_SECONDS / (time.perf_counter() - began)
                self._size = max(1, min(4 * self._size, int(fitting)))
            yield stop - start
            start = stop

    def _function(self, shape: tuple[int, int]) -> Callable:
        """The steps over batches of that shape, compiled by XLA where that is wanted and possible."""
        import tensorflow as tf

        if self._no_xla:
            function = self._traced(shape, jit_compile=True)
            try:
                function(tf.zeros(shape, tf.int64), tf.constant(0), tf.constant(0))  # no step, but it compiles
                return function
            except tf.errors.OpError:
                self._no_xla()
                self._no_xla = None
        return self._traced(shape, jit_compile=False)

    def _traced(self, shape: tuple[int, int], jit_compile: bool) -> Callable:
        import tensorflow as tf

        def steps(batches, start, stop):
            def body(i):
                self._step(tuple(tf.gather(values, batches[i]) for values in self._data))
                return i + 1

            tf.while_loop(lambda i: i < stop, body, [start], parallel_iterations=1)

        index = tf.TensorSpec((), tf.int32)
        function = tf.function(steps, jit_compile=jit_compile, autograph=False)
        return function.get_concrete_function(tf.TensorSpec(shape, tf.int64), index, index)
