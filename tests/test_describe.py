"""Curves, ends of runs and guesses in words."""

import math

import pytest

from helpers.text.curves import shape_of
from helpers.training.describe import (
    best_first,
    describe_curve,
    describe_curves,
    describe_error,
    describe_guess,
    describe_outcome,
    describe_progress,
    describe_runs,
    seconds_of,
)
from helpers.training.runs import EpochRecord, History, Progress, TrainConfig


def history(*losses, accuracy=0.8, outcome="finished", **settings):
    """A run with these validation losses; its training loss falls, its accuracies grow by 0.01 from accuracy on."""
    records = (
        EpochRecord(i, 1 / i, accuracy + i / 100, loss, accuracy + i / 100, 0.5) for i, loss in enumerate(losses, 1)
    )
    return History(TrainConfig(epochs=9, **settings), tuple(records), outcome)


@pytest.mark.parametrize(
    ("losses", "sentence"),
    [
        ([0.5], "검증 손실은 첫 에포크에 0.500입니다."),
        ([0.9, 0.6, 0.5], "검증 손실은 3번째 에포크까지 줄어듭니다."),
        ([0.9, 0.6, 0.5, 0.7, 0.9], "검증 손실은 3번째 에포크까지 줄다가 그 뒤로 늘어납니다."),
        ([0.9, 0.6, 0.5, 0.505], "검증 손실은 3번째 에포크까지 줄다가 그 뒤로 거의 그대로입니다."),
        ([0.5, 0.6, 0.9], "검증 손실은 처음부터 늘어납니다."),
        ([0.5, 0.495, 0.9], "검증 손실은 처음부터 늘어납니다."),
        ([0.6, 0.9, 0.7, 0.5], "검증 손실은 2번째 에포크까지 늘다가 그 뒤로 줄어듭니다."),
        ([0.6, 0.5, 0.9, 0.7], "검증 손실은 오르내리며, 2번째 에포크에서 가장 작습니다."),
        ([0.5, 0.505, 0.501], "검증 손실은 거의 변하지 않습니다."),
        ([0.0, 0.0], "검증 손실은 거의 변하지 않습니다."),
    ],
)
def test_a_sentence_says_how_a_curve_goes(losses, sentence):
    assert describe_curve(losses, "검증 손실") == sentence


def test_a_turn_as_small_as_the_margin_is_none():
    for values in ([1.0, 0.5, 2.0], [1.0, 2.5, 2.0]):
        assert shape_of(values, margin=0.5) == ("rises", 0)
    assert shape_of([1.0, 1.5, 1.25], margin=0.5) == ("flat", 0)


def test_a_run_is_described_by_both_losses_and_its_accuracy():
    said = describe_curves(history(0.9, 0.5, 0.8))
    assert said == (
        "훈련 손실은 3번째 에포크까지 줄어듭니다. 검증 손실은 2번째 에포크까지 줄다가 그 뒤로 늘어납니다. "
        "검증 정확도는 처음에 0.810, 마지막에 0.830입니다."
    )
    assert describe_curves(history(0.9, 0.5), ["valid"]).startswith("검증 손실")


def test_a_run_without_validation_is_described_by_its_training():
    said = describe_curves(History(TrainConfig(), (EpochRecord(1, 0.9, 0.7), EpochRecord(2, 0.6, 0.8))))
    assert said == "훈련 손실은 2번째 에포크까지 줄어듭니다. 훈련 정확도는 처음에 0.700, 마지막에 0.800입니다."


def test_divergence_is_named_with_its_epoch():
    diverged = history(0.9, outcome="running").plus(EpochRecord(2, math.nan, 0.1))
    assert describe_curves(diverged).endswith("2번째 에포크에서 손실이 발산합니다.")
    assert describe_outcome(diverged).startswith("2번째 에포크에서 손실이 발산하여")


def test_without_an_epoch_there_is_nothing_to_describe_and_that_is_said():
    assert describe_curves(History(TrainConfig())) == describe_runs({}, None) == "아직 끝난 에포크가 없습니다."


def test_of_several_runs_the_best_and_the_worst_are_named():
    runs = {"가": history(0.5, 0.4), "나": history(0.5, accuracy=0.5), "다": history(0.5, accuracy=0.9)}
    said = describe_runs({**runs, "라": History(TrainConfig(epochs=2))}, runs["가"])
    assert said.startswith("가: 훈련 손실은")
    assert said.endswith("가장 높은 실행은 다(0.9100), 가장 낮은 실행은 나(0.5100)입니다.")


def test_a_tie_is_told_as_a_tie():
    runs = {"가": history(0.5, accuracy=0.5), "나": history(0.5, accuracy=0.9), "다": history(0.5, accuracy=0.90001)}
    assert "가장 높은 실행은 다, 나(0.9100), 가장 낮은 실행은 가(0.5100)입니다." in describe_runs(runs, None)
    del runs["가"]
    assert describe_runs(runs, None) == "마지막 검증 정확도가 모두 같습니다(다, 나: 0.9100)."


def test_runs_are_ranked_by_their_last_epoch_and_not_by_their_best():
    peaks = history(0.5, 0.4, accuracy=0.5).plus(EpochRecord(3, 0.3, 0.5, 0.3, 0.4))
    assert best_first({"peaks": peaks, "steady": history(0.5, accuracy=0.45)}) == ["steady", "peaks"]


def test_two_runs_are_ranked_and_one_is_not():
    assert describe_runs({"가": history(0.5)}, None) == "아직 끝난 에포크가 없습니다."
    runs = {"가": history(0.5), "나": history(0.5, accuracy=0.5, learning_rate=0.1)}
    assert describe_runs(runs, runs["나"], ["valid"]) == (
        "나: 검증 손실은 첫 에포크에 0.500입니다. 검증 정확도는 0.510입니다. "
        "마지막 검증 정확도가 가장 높은 실행은 가(0.8100), 가장 낮은 실행은 나(0.5100)입니다."
    )


def test_runs_without_an_accuracy_come_last():
    runs = {"none": History(TrainConfig()), "low": history(0.5, accuracy=0), "high": history(0.5)}
    assert best_first(runs) == ["high", "low", "none"]


def test_progress_says_epoch_step_and_time_left():
    said = describe_progress(Progress(2, 500, 1500), epochs=5, seconds_left=1.2)
    assert said == "전체 5번 중 2번째 에포크를 훈련하는 중입니다(걸음 500/1,500, 남은 시간 약 2초)."
    assert "남은" not in describe_progress(Progress(2, 500, 1500), epochs=5, seconds_left=None)
    assert describe_progress(None, epochs=5, seconds_left=None) == "모델을 준비하는 중입니다."


@pytest.mark.parametrize(
    ("ended", "error", "words"),
    [
        (history(0.5, 0.4), None, ["0.8200", "1.0초"]),
        (history(0.5, outcome="stopped"), None, ["멈추었습니다", "1개"]),
        (History(TrainConfig(), outcome="failed"), ValueError("나쁜 층\n둘째 줄"), ["ValueError: 나쁜 층"]),
        (History(TrainConfig(), outcome="failed"), KeyError(), ["KeyError"]),
    ],
)
def test_the_end_of_a_run_is_one_line(ended, error, words):
    said = describe_outcome(ended, error)
    assert "\n" not in said
    assert all(word in said for word in words)


def test_a_run_that_was_neither_timed_nor_validated_ends_with_its_last_training_accuracy():
    records = tuple(EpochRecord(epoch, 1 / epoch, 0.6 + epoch / 10) for epoch in (1, 2, 3))
    assert describe_outcome(History(TrainConfig(), records)) == "마지막 훈련 정확도는 0.9000입니다."


def test_a_guess_is_told_how_far_off_it_was():
    assert describe_guess(0.9, 0.81) == "예상은 0.90, 결과는 0.8100, 둘의 차이는 0.0900입니다."


BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            f"Exception encountered when calling A.call().\n\n{BOLD}'은닉층' is not a valid scope name.{PLAIN}\n",
            "ValueError: '은닉층' is not a valid scope name.",
        ),
        (
            f"Exception encountered when calling A.call().\n\n{BOLD}Invalid input shape for input [[[0. 1.e-05\n nan]]"
            f"\n [[inf -2.]]] with name 'x'. Expected shape (None, 10){PLAIN}\n\nArguments received by Dense.call():",
            "ValueError: Invalid input shape for input […] with name 'x'. Expected shape (None, 10)",
        ),
        (
            'Graph execution error:\n\nDetected at node x/GatherV2 defined at:\n  File "a", line 1,'
            " in <module>\n\nindices[1] = 9 is not in [0, 5)\n\t [[{{node x/GatherV2}}]] [Op:__inference_732]",
            "ValueError: indices[1] = 9 is not in [0, 5)",
        ),
        (
            "{{function_node __wrapped__GatherV2}} indices[0] = 7 is not in [0, 5) [Op:GatherV2] name: ",
            "ValueError: indices[0] = 7 is not in [0, 5)",
        ),
        ("", "ValueError"),
        (
            "Exception encountered when calling Lambda.call().",
            "ValueError: Exception encountered when calling Lambda.call().",
        ),
        ("units: {'a': [1, 2]}", "ValueError: units: {'a': [1, 2]}"),
    ],
)
def test_an_error_is_told_by_the_line_that_says_what_is_wrong(error, sentence):
    assert describe_error(ValueError(error)) == sentence


def test_a_history_without_an_accuracy_is_described_by_its_loss():
    said = describe_curves(History(TrainConfig(), (EpochRecord(1, 0.9), EpochRecord(2, 0.6))))
    assert said == "훈련 손실은 2번째 에포크까지 줄어듭니다."


def test_epochs_of_which_nothing_was_measured_are_not_taken_for_none():
    assert (
        describe_curves(History(TrainConfig(), (EpochRecord(1),))) == "끝난 에포크에 기록된 손실과 정확도가 없습니다."
    )


def test_seconds_are_told_only_where_each_epoch_has_been_timed():
    timed = history(0.5, 0.4)
    assert seconds_of(timed) == 1
    assert seconds_of(timed.plus(EpochRecord(3, 0.1, 0.9, 0.3, 0.9))) is None
