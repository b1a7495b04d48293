"""Widgets to learn with: sliders become settings, and records become pictures."""

from helpers.labs.activation import ActivationLab
from helpers.labs.boundary import BoundaryLab
from helpers.labs.cross_entropy import CrossEntropyLab
from helpers.labs.descent import DescentLab
from helpers.labs.one_image import OneImageLab
from helpers.labs.parts.lab import Lab, pictures
from helpers.labs.photo import PhotoLab
from helpers.labs.race import OptimizerRace
from helpers.labs.softmax import SoftmaxLab
from helpers.labs.training import TrainingLab
from helpers.labs.valley import ValleyLab

__all__ = [
    "ActivationLab",
    "BoundaryLab",
    "CrossEntropyLab",
    "DescentLab",
    "Lab",
    "LiveCurve",
    "OneImageLab",
    "OptimizerRace",
    "PhotoLab",
    "SoftmaxLab",
    "TrainingLab",
    "ValleyLab",
    "pictures",
]


def __getattr__(name: str) -> object:
    """Load LiveCurve, a Keras callback, and with it Keras, only when it is asked for."""
    if name == "LiveCurve":
        from helpers.labs.live import LiveCurve

        return LiveCurve
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
