"""Settings in, runs out: engines that train, the session that watches them, and runs trained beforehand."""

from helpers.training.engines import KerasEngine, SGDClassifierEngine, train
from helpers.training.precomputed import precomputed_histories
from helpers.training.runs import OPTIMIZERS, EpochRecord, History, TrainConfig
from helpers.training.session import TrainingSession

__all__ = [
    "OPTIMIZERS",
    "EpochRecord",
    "History",
    "KerasEngine",
    "SGDClassifierEngine",
    "TrainConfig",
    "TrainingSession",
    "precomputed_histories",
    "train",
]
