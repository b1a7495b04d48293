"""Describe runs in words: how a curve goes, how a run ended, how good a guess was."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from helpers.text import class_names, say
from helpers.text.curves import NOTICEABLE, shape_of
from helpers.training.inside import Inside
from helpers.training.runs import PARTS, History, Part, Progress, TrainConfig, column_name
from helpers.training.seeds import SeedScores, includes, seed_scores

WHERE = ("Exception encountered when calling", "Graph execution error", "Detected at node", 'File "')


def describe_runs(runs: Mapping[str, History], current: History | None, parts: Sequence[Part] = PARTS) -> str:
    """Describe the curves of the current run and, of several runs, name the best and the worst.

    Args:
        runs: Name → history.
        current: The run to describe, if any.
        parts: Whose curves to describe.
    """
    sentences = [
        say("curve.of", name=name, sentences=describe_curves(history, parts))
        for name, history in runs.items()
        if current and includes(history, current)
    ]
    ranked = {name: score for name in best_first(runs) if (score := score_of(runs[name])) is not None}
    if len(ranked) > 1:
        scores = {name: each for name in ranked if (each := seed_scores(runs[name]))}
        sentences.append(_seeds_ranked(scores) if len(scores) == len(ranked) else _ranked(ranked))
    return " ".join(sentences) or say("curve.none")


def _ranked(scores: Mapping[str, float]) -> str:
    """Who is first and who is last of scores, best first; what looks equal is told as equal."""
    highest, *_, lowest = [f"{score:.4f}" for score in scores.values()]
    first, last = (
        ", ".join(name for name, score in scores.items() if f"{score:.4f}" == end) for end in (highest, lowest)
    )
    if highest == lowest:
        return say("curve.ranking_tied", names=first, highest=highest)
    return say("curve.ranking", best=first, highest=highest, worst=last, lowest=lowest)


def _seeds_ranked(scores: Mapping[str, SeedScores]) -> str:
    """Who is first of scores from several seeds, best first, and which ones are about equal to it."""
    (first, best), *others = scores.items()
    equals = ", ".join(name for name, each in others if each.about_equals(best))
    return say("curve.ranking_seeds", best=first, scores=best, equals=equals or say("curve.no_equals"))


def describe_curves(history: History, parts: Sequence[Part] = PARTS) -> str:
    """Describe how a run's losses develop and, if known, its first and last accuracy."""
    sentences = []
    for part in parts:
        if losses := _finite(history, column_name(part, "loss")):
            sentences.append(describe_curve(losses, say(f"curve.{part}_loss")))
    if history.outcome == "diverged":
        sentences.append(say("curve.diverges", epoch=len(history.records)))
    elif history.records:
        part = _judged_part(history)
        accuracies = _finite(history, column_name(part, "accuracy"))
        key = "curve.accuracy" if len(accuracies) == 1 else "curve.accuracies"
        if accuracies:
            sentences.append(say(key, curve=say(f"curve.{part}_accuracy"), first=accuracies[0], last=accuracies[-1]))
    return " ".join(sentences) or say("curve.unmeasured" if history.records else "curve.none")


def describe_curve(losses: Sequence[float], curve: str) -> str:
    """Describe losses, (epochs,) and finite: "검증 손실은 3번째 에포크까지 줄다가 그 뒤로 늘어납니다." for one."""
    shape, turn = shape_of(losses, NOTICEABLE * abs(min(losses)))
    key, lowest = f"curve.{shape}", losses.index(min(losses))
    if shape == "falls" and lowest < len(losses) - 1:
        key, turn = "curve.settles", lowest
    return say(key, curve=curve, first=losses[0], turn=turn + 1, last=len(losses))


def describe_progress(progress: Progress | None, epochs: int, seconds_left: float | None) -> str:
    """Say where a run is: epoch, step and, if known, the time left."""
    if progress is None:
        return say("run.preparing")
    key = "run.going" if seconds_left is None else "run.going_left"
    seconds = None if seconds_left is None else math.ceil(seconds_left)
    step, steps = f"{progress.step:,}", f"{progress.steps:,}"
    return say(key, epoch=progress.epoch, epochs=epochs, step=step, steps=steps, seconds=seconds)


def describe_outcome(history: History, error: BaseException | None = None) -> str:
    """Say in one sentence how a run ended."""
    epochs = len(history.records)
    if history.outcome == "failed":
        return say("run.failed", error=describe_error(error))
    if history.outcome == "diverged":
        return say("run.diverged", epoch=epochs, rate=history.config.learning_rate)
    if history.outcome == "stopped" or not history.records:
        return say("run.stopped", epochs=epochs)
    part, seconds = _judged_part(history), seconds_of(history)
    accuracy = history.column(column_name(part, "accuracy"))[-1]
    values = {"curve": say(f"curve.{part}_accuracy"), "accuracy": accuracy}
    return say("run.result", **values) if seconds is None else say("run.finished", seconds=seconds, **values)


def describe_guess(guess: float, accuracy: float) -> str:
    """Say how far a guess was from the final validation accuracy, both in [0, 1]."""
    return say("run.guess", guess=guess, accuracy=accuracy, off=abs(accuracy - guess))


def describe_inside(inside: Inside) -> str:
    """Say whose weights are shown and how large they are, and what the images are taken for."""
    if inside.weights is None:
        weights = say("inside.no_weights")
    else:
        weights = say("inside.weights", weights=weights_in_words(inside), limit=inside.limit)
    labels, predictions = inside.images.labels, inside.predictions
    each = [
        say("inside.image", target=class_names()[label], name=class_names()[predicted], probability=probabilities.max())
        for label, predicted, probabilities in zip(labels, predictions, inside.probabilities, strict=True)
    ]
    right = int((labels == predictions).sum())
    images = say("inside.images", count=len(labels), right=right, each=", ".join(each))
    moment = say("inside.after", epoch=inside.epoch) if inside.epoch else say("inside.before")
    return f"{moment}: {weights} {images}"


def weights_in_words(inside: Inside) -> str:
    """Whose weights are shown, and of how many."""
    shown = 0 if inside.weights is None else len(inside.weights)
    if inside.for_classes:
        return say("inside.of_classes", count=shown)
    return say("inside.of_all" if shown == inside.neurons else "inside.of_some", count=shown, neurons=inside.neurons)


def score_of(history: History) -> float | None:
    """What a run is ranked by: the validation accuracy of its last epoch, the mean over its seeds; None without one."""
    scores = seed_scores(history)
    return scores.mean if scores else history.last_accuracy


def best_first(runs: Mapping[str, History]) -> list[str]:
    """The names of the runs, highest score first, those without one last."""

    def merit(name: str) -> float:
        score = score_of(runs[name])
        return -1.0 if score is None else score

    return sorted(runs, key=merit, reverse=True)


def seconds_of(history: History) -> float | None:
    """How long a run's epochs took in all; None if any of them was not timed."""
    seconds = _finite(history, "seconds")
    return sum(seconds) if len(seconds) == len(history.records) else None


def name_of(config: TrainConfig) -> str:
    """A run's short name: its optimizer and learning rate."""
    return f"{say(f'optimizer.{config.optimizer}')} {config.learning_rate:g}"


def _judged_part(history: History) -> Part:
    """Whose accuracy says how good the model is: "valid", or "train" if there was no validation."""
    return "train" if history.records[-1].valid_accuracy is None else "valid"


def _finite(history: History, column: str) -> list[float]:
    """The values of a column that were measured and are finite."""
    return [value for value in history.column(column) if value is not None and math.isfinite(value)]


def describe_error(error: BaseException | None) -> str:
    """Name an error's kind and the line of its message that says what is wrong.

    Keras and TensorFlow begin with where it happened, and write out arrays and colours.
    """
    text = re.sub(r"\x1b\[[\d;]*m|\{\{.*?\}\} ?|\s*\[Op:.*?\](?: name:)?", "", str(error))
    text = re.sub(r"\[\[[\s\d.,enaif+\-\[\]]*\]\]", "[…]", text)
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    telling = [line for line in lines if not line.startswith(WHERE)] or lines
    return f"{type(error).__name__}: {telling[0]}" if telling else type(error).__name__
