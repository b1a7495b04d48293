"""Settings in, runs out: engines that train, the session that watches them, and runs trained beforehand."""

from helpers.training.engines import KerasEngine, SGDClassifierEngine, train
from helpers.training.precomputed import ONE_LAYER, precomputed_histories
from helpers.training.runs import OPTIMIZERS, EpochRecord, History, TrainConfig
from helpers.training.seeds import SEEDS, SeedScores, compare, scores_of
from helpers.training.session import TrainingSession

__all__ = [
    "ONE_LAYER",
    "OPTIMIZERS",
    "SEEDS",
    "EpochRecord",
    "History",
    "KerasEngine",
    "SGDClassifierEngine",
    "SeedScores",
    "TrainConfig",
    "TrainingSession",
    "compare",
    "precomputed_histories",
    "scores_of",
    "train",
]
