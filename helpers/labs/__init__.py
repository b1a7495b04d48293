"""Widgets to learn with: sliders to settings, records to pictures. Knows nothing of TensorFlow or scikit-learn."""

from helpers.labs.lab import Lab, pictures
from helpers.labs.photo import PhotoLab
from helpers.labs.quiz import Quiz
from helpers.labs.race import OptimizerRace
from helpers.labs.small import ActivationLab, CrossEntropyLab, OneImageLab, SoftmaxLab, ValleyLab
from helpers.labs.training import TrainingLab

__all__ = [
    "ActivationLab",
    "CrossEntropyLab",
    "Lab",
    "LiveCurve",
    "OneImageLab",
    "OptimizerRace",
    "PhotoLab",
    "Quiz",
    "SoftmaxLab",
    "TrainingLab",
    "ValleyLab",
    "pictures",
]


def __getattr__(name: str) -> object:
    """LiveCurve is a callback of Keras, which is loaded only where it is asked for."""
    if name == "LiveCurve":
        from helpers.labs.live import LiveCurve

        return LiveCurve
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
