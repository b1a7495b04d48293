"""Describe runs in words: how a curve goes, how a run ended, how good a guess was."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from helpers.text import say
from helpers.training.runs import History, Progress, TrainConfig

PARTS = ("train", "valid")
WHERE = ("Exception encountered when calling", "Graph execution error", "Detected at node", 'File "')
NOTICEABLE = 0.02  # a change of a curve by less than this share of it is none


def describe_runs(runs: Mapping[str, History], current: History | None, parts: Sequence[str] = PARTS) -> str:
    """The curves of one of the runs, if any, and where there are others, which run is best and which is worst.

    runs: name → a History; parts: whose curves, of "train" and "valid".
    """
    sentences = [
        say("curve.of", name=name, sentences=describe_curves(history, parts))
        for name, history in runs.items()
        if current and history.key == current.key
    ]
    known = [name for name in best_first(runs) if math.isfinite(best_accuracy(runs[name]))]
    if len(known) > 1:
        highest, lowest = best_accuracy(runs[known[0]]), best_accuracy(runs[known[-1]])
        sentences.append(say("curve.ranking", best=known[0], highest=highest, worst=known[-1], lowest=lowest))
    return " ".join(sentences) or say("curve.none")


def describe_curves(history: History, parts: Sequence[str] = PARTS) -> str:
    """How the losses of a run go from epoch to epoch and, where known, its first and last accuracy."""
    sentences = []
    for name in parts:
        losses = [loss for loss in history.column(_column(name, "loss")) if math.isfinite(loss)]
        if losses:
            sentences.append(describe_curve(losses, say(f"curve.{name}_loss")))
    if history.outcome == "diverged":
        sentences.append(say("curve.diverges", epoch=len(history.records)))
    elif history.records:
        name = "train" if math.isnan(history.records[-1].valid_accuracy) else "valid"
        accuracies = history.column(_column(name, "accuracy"))
        key = "curve.accuracy" if len(accuracies) == 1 else "curve.accuracies"
        if math.isfinite(accuracies[-1]):
            sentences.append(say(key, curve=say(f"curve.{name}_accuracy"), first=accuracies[0], last=accuracies[-1]))
    return " ".join(sentences) or say("curve.none")


def describe_curve(losses: Sequence[float], curve: str) -> str:
    """How losses, (epochs,) and finite, go: "검증 손실은 3번째 에포크까지 줄다가 그 뒤로 늘어납니다."."""
    lowest = min(range(len(losses)), key=losses.__getitem__)
    smallest, largest, last = losses[lowest], max(losses), losses[-1]
    margin = NOTICEABLE * abs(smallest)
    if len(losses) == 1:
        key = "curve.one"
    elif largest - smallest <= margin:
        key = "curve.flat"
    elif last - smallest <= margin:
        key = "curve.falls" if lowest == len(losses) - 1 else "curve.settles"
    else:
        key = "curve.turns" if lowest else "curve.rises"
    return say(key, curve=curve, first=losses[0], lowest=lowest + 1, last=len(losses))


def describe_progress(progress: Progress | None, epochs: int, seconds_left: float | None) -> str:
    """Where a run is: epoch, step and, where it is known, the time left."""
    if progress is None:
        return say("run.preparing")
    key = "run.going" if seconds_left is None else "run.going_left"
    seconds = None if seconds_left is None else math.ceil(seconds_left)
    step, steps = f"{progress.step:,}", f"{progress.steps:,}"
    return say(key, epoch=progress.epoch, epochs=epochs, step=step, steps=steps, seconds=seconds)


def describe_outcome(history: History, error: BaseException | None = None) -> str:
    """How a run ended, in one sentence."""
    epochs, last = len(history.records), history.records[-1] if history.records else None
    if history.outcome == "failed":
        return say("run.failed", error=describe_error(error))
    if history.outcome == "diverged":
        return say("run.diverged", epoch=epochs, rate=history.config.learning_rate)
    if history.outcome == "stopped" or last is None:
        return say("run.stopped", epochs=epochs)
    name = "train" if math.isnan(last.valid_accuracy) else "valid"
    values = {"curve": say(f"curve.{name}_accuracy"), "accuracy": getattr(last, _column(name, "accuracy"))}
    seconds = seconds_of(history)
    return say("run.finished", seconds=seconds, **values) if math.isfinite(seconds) else say("run.result", **values)


def describe_guess(guess: float, history: History) -> str:
    """How far a guess, in [0, 1], was from the validation accuracy at the end of a run."""
    accuracy = history.records[-1].valid_accuracy
    return say("run.guess", guess=guess, accuracy=accuracy, off=abs(accuracy - guess))


def best_accuracy(history: History) -> float:
    """The best validation accuracy of a run, in [0, 1]; NaN without one."""
    known = [value for value in history.column("valid_accuracy") if math.isfinite(value)]
    return max(known, default=math.nan)


def best_first(runs: Mapping[str, History]) -> list[str]:
    """The names of the runs by their best validation accuracies; those without one last."""
    best = {name: best_accuracy(history) for name, history in runs.items()}
    return sorted(runs, key=lambda name: best[name] if math.isfinite(best[name]) else -1, reverse=True)


def seconds_of(history: History) -> float:
    """How long the epochs of a run took together."""
    return sum(history.column("seconds"))


def name_of(config: TrainConfig) -> str:
    """A short name of a run: its optimizer and learning rate."""
    return f"{say(f'optimizer.{config.optimizer}')} {config.learning_rate:g}"


def _column(name: str, metric: str) -> str:
    return metric if name == "train" else f"valid_{metric}"


def describe_error(error: BaseException | None) -> str:
    """An error's kind and the first line of what it says that tells what is wrong.

    Keras and TensorFlow begin with where it happened, and write out arrays and colours.
    """
    text = re.sub(r"\x1b\[[\d;]*m|\{\{.*?\}\} ?|\s*\[Op:.*?\](?: name:)?", "", str(error))
    text = re.sub(r"\[\[[\s\d.,eEnaif+\-\[\]]*\]\]", "[…]", text)
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    telling = [line for line in lines if not line.startswith(WHERE)] or lines
    return f"{type(error).__name__}: {telling[0]}" if telling else type(error).__name__
