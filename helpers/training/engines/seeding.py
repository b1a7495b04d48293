"""What `fit` draws after `keras.utils.set_random_seed`, without touching the random state of the process."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np

_redirecting = threading.Lock()  # held while `random.randint` is replaced


def build_apart(make: Callable[[], Any], seed: int, dtype_policy: Any) -> Any:
    """What `make` returns, its layers seeded as after `keras.utils.set_random_seed(seed)`; its errors come through.

    It runs on a new thread: names, the dtype policy and the generator of `keras.random` are kept per thread.
    """
    import keras

    def work() -> Any:
        keras.config.set_dtype_policy(dtype_policy)
        with _own_randint(seed):
            return make()

    with ThreadPoolExecutor(1, thread_name_prefix="building") as executor:
        return executor.submit(work).result()


@contextmanager
def _own_randint(seed: int) -> Iterator[None]:
    """On this thread alone, let `random.randint`, where Keras gets a layer's seed, draw from a new generator."""
    own, here = random.Random(seed), threading.get_ident()
    with _redirecting:
        of_process = random.randint

        def randint(a: int, b: int) -> int:
            return own.randint(a, b) if threading.get_ident() == here else of_process(a, b)

        random.randint = randint
        try:
            yield
        finally:
            random.randint = of_process


def epoch_orders(images: int, seed: int) -> Iterator[np.ndarray]:
    """The order of the images, (images,), in each epoch, as `fit` draws it from its data set after that seed."""
    import tensorflow as tf

    def shuffled(_: tf.Tensor) -> tf.Tensor:
        tf.compat.v1.get_default_graph().seed = seed  # this function's own graph's
        return tf.random.shuffle(tf.range(images, dtype=tf.int64))

    orders = tf.data.Dataset.range(1).map(shuffled)
    while True:
        yield next(iter(orders)).numpy()
