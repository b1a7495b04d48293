"""Labs that train nothing and answer at every move: controls, one picture, and a sentence that says what it shows."""

from helpers.labs.small.activation import ActivationLab
from helpers.labs.small.cross_entropy import CrossEntropyLab
from helpers.labs.small.one_image import OneImageLab
from helpers.labs.small.softmax import SoftmaxLab
from helpers.labs.small.valley import ValleyLab

__all__ = ["ActivationLab", "CrossEntropyLab", "OneImageLab", "SoftmaxLab", "ValleyLab"]
