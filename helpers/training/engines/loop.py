"""Many steps of a Keras model per call, batch after batch."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import keras
    import tensorflow as tf
    from tensorflow.types.experimental import ConcreteFunction

CHUNK_SECONDS = 0.1  # of training between two reports


class Loop:
    """Visits images, (n, ...), and their labels, (n,), with a step of the model: train_step or test_step.

    Attributes:
        xla: Whether XLA is to compile the step; False once that has turned out to be impossible.
    """

    def __init__(self, model: keras.Model, step: Callable[[Any], Any], data: tuple[tf.Tensor, tf.Tensor], xla: bool):
        self.images = len(data[0])
        self.xla = xla
        self._model = model
        self._step = step
        self._data = data
        self._traced: dict[tuple[int, ...], ConcreteFunction] = {}  # one per shape of batches
        self._compiled: dict[tuple[int, ...], ConcreteFunction] = {}
        self._size = 1  # steps per call

    def trace(self, batch_size: int) -> list[ConcreteFunction]:
        """The functions that `over` calls for all images, not compiled yet."""
        return [self._trace(shape) for shape in self._shapes(batch_size)]

    def compiled(self, batch_size: int) -> bool:
        """Whether nothing is left to compile for such batches."""
        return all(shape in self._compiled for shape in self._shapes(batch_size))

    def compile(self, batch_size: int) -> Iterator[None]:
        """Do in advance what `over` does before its steps; yields after each part."""
        for shape in self._shapes(batch_size):
            self._compile(shape)
            yield

    def over(self, order: np.ndarray, batch_size: int) -> Iterator[int]:
        """Visit the images in that order, possibly with a smaller last batch; yields the steps done after each call.

        Ends early if the loss is no longer finite.
        """
        self._model.reset_metrics()
        done = 0
        for batches in _batches(order, batch_size):
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

        function, indices = self._compile(batches.shape), tf.constant(batches)
        start = 0
        while start < len(batches):
            began = time.perf_counter()
            stop = min(start + self._size, len(batches))
            function(indices, tf.constant(start), tf.constant(stop))
            self.scores()  # waits for a device that works asynchronously
            if stop - start == self._size:
                fitting = self._size * CHUNK_SECONDS / (time.perf_counter() - began)
                self._size = max(1, min(4 * self._size, int(fitting)))
            yield stop - start
            start = stop

    def _compile(self, shape: tuple[int, int]) -> ConcreteFunction:
        """The steps over batches of that shape, compiled by XLA if that is wanted and possible."""
        import tensorflow as tf

        if shape not in self._compiled:
            function = self._trace(shape)
            if self.xla:
                try:
                    function(tf.zeros(shape, tf.int64), tf.constant(0), tf.constant(0))  # compiles, and does no step
                except tf.errors.OpError:
                    self.xla = False
                    self._traced.clear()
                    function = self._trace(shape)
            self._compiled[shape] = function
        return self._compiled[shape]

    def _shapes(self, batch_size: int) -> list[tuple[int, int]]:
        return [batches.shape for batches in _batches(np.empty(self.images, np.int64), batch_size)]

    def _trace(self, shape: tuple[int, int]) -> ConcreteFunction:
        import tensorflow as tf

        def steps(batches: tf.Tensor, start: tf.Tensor, stop: tf.Tensor) -> None:
            def body(i: tf.Tensor) -> tf.Tensor:
                self._step(tuple(tf.gather(values, batches[i]) for values in self._data))
                return i + 1

            tf.while_loop(lambda i: i < stop, body, [start], parallel_iterations=1)

        if shape not in self._traced:
            function = tf.function(steps, jit_compile=self.xla, autograph=False)
            index = tf.TensorSpec((), tf.int32)
            self._traced[shape] = function.get_concrete_function(tf.TensorSpec(shape, tf.int64), index, index)
        return self._traced[shape]


def _batches(order: np.ndarray, batch_size: int) -> list[np.ndarray]:
    """The indices as (steps, batch size) and, if some remain, as (1, rest)."""
    whole = len(order) // batch_size * batch_size
    parts = order[:whole].reshape(-1, batch_size), order[None, whole:]
    return [part for part in parts if part.size]
