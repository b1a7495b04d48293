"""An engine without a network: what a session or a lab does with its reports can be tried in no time."""

import threading
from contextlib import closing

import numpy as np

from helpers.data import Split
from helpers.text import say
from helpers.training.inside import look_inside
from helpers.training.precomputed import Grid
from helpers.training.runs import EpochRecord, History, Progress

TINY = Grid(
    "tiny",
    ("sgd", "adam"),
    (0.01,),
    {"units": (10,), "activation": ("relu", "sigmoid")},
    compared={"units": ()},
    epochs=1,
    images=(2000, 500),
)


def made_up(config):
    """A run of TINY's without a network."""
    loss = config.learning_rate + config.architecture["units"]
    return History(config, tuple(EpochRecord(epoch, loss / epoch, 0.5, loss, 0.25) for epoch in (1, 2)))


IMAGES = Split(np.linspace(0, 1, 5 * 784, dtype=np.float32).reshape(5, 28, 28), np.array([0, 1, 2, 6, 9]))


def made_up_look(epoch, first=(784, 100), only=False):
    """A look inside without a network: weights of that shape grow, and with them the class of the epoch's number."""
    weights = (epoch + 1) * np.linspace(-0.1, 0.1, int(np.prod(first))).reshape(first)
    probabilities = np.full((len(IMAGES), 10), 0.05)
    probabilities[:, epoch % 10] = 0.55
    return look_inside(epoch, IMAGES, probabilities, weights, only)


class FakeEngine:
    """Reports made-up scores, the same for the same epoch, at once.

    hold() keeps runs where they are, reporting that and open to a stop, until release(); compile() those that begin,
    deaf to a stop, as an engine is that compiles. A run diverges in the epoch diverge_at and raises error, where one is
    given, in its first epoch; where validates is False its records have no validation. configs: of the runs begun, in
    order; prepared: of the preparations; training: how many are at it just now; most: how many ever were at the same
    time.
    """

    def __init__(self, images=48_000, steps=4, diverge_at=None, error=None, validates=True):
        self.notice = ""
        self.configs = []
        self.prepared = []
        self.training = self.most = 0
        self.begun = threading.Event()
        self.diverge_at, self.error, self._validates = diverge_at, error, validates
        self.image_count, self._steps = images, steps
        self._gate = threading.Event()
        self._gate.set()
        self._compiled = threading.Event()
        self._compiled.set()

    def compile(self):
        self.begun.clear()
        self._compiled.clear()

    def hold(self):
        self.begun.clear()
        self._gate.clear()

    def release(self):
        self._gate.set()
        self._compiled.set()

    def prepare(self, config):
        self.prepared.append(config)
        yield
        self.begun.set()
        while not self._gate.wait(0.002):
            yield

    def run(self, config, look=False):
        if config.batch_size > self.image_count:
            raise ValueError(say("engine.batch_size", value=config.batch_size, expected=self.image_count))
        return self._seen(config) if look else self._run(config)

    def _seen(self, config):
        """A run with looks inside."""
        with closing(self._run(config)) as events:
            epoch = 0
            for event in events:
                if epoch == 0 or (isinstance(event, EpochRecord) and event.finite):
                    yield made_up_look(epoch)
                    epoch += 1
                yield event

    def _run(self, config):
        self.configs.append(config)
        self.training += 1
        self.most = max(self.most, self.training)
        try:
            if not self._compiled.is_set():
                self.begun.set()
                self._compiled.wait()
            for epoch in range(1, config.epochs + 1):
                for step in range(self._steps + 1):
                    yield Progress(epoch, step, self._steps)
                    self.begun.set()
                    while not self._gate.wait(0.002):
                        yield Progress(epoch, step, self._steps)
                    if self.error:
                        raise self.error
                yield self._record(epoch)
                if epoch == self.diverge_at:
                    return
        finally:
            self.training -= 1

    def _record(self, epoch):
        if epoch == self.diverge_at:
            return EpochRecord(epoch, loss=float("nan"), accuracy=0.1, seconds=0.01)
        loss = 2 / (epoch + 1)
        validation = (1.1 * loss, 1 - loss / 3) if self._validates else ()
        return EpochRecord(epoch, loss, 1 - loss / 4, *validation, seconds=0.01)
