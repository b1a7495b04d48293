"""Every word of the helpers that a learner reads, one table a language. Knows nothing of who says it."""

from __future__ import annotations

CLASS_NAMES = ("티셔츠", "바지", "스웨터", "드레스", "코트", "샌들", "셔츠", "스니커즈", "가방", "앵클 부츠")

KOREAN = {
    # course
    "course.versions": "Python {python} · Keras {keras} · {backend} {backend_version} · scikit-learn {sklearn}",
    "course.device": "계산 장치: {device}",
    "course.seed": "seed는 0 이상 4294967295 이하의 정수여야 합니다. 받은 값: {value!r}",
    "course.cache_unwritable": (
        "케라스의 데이터 폴더 {value}에 쓸 수 없습니다. keras.datasets로 읽는 셀은 인터넷이 필요하지만, "
        "load_fashion_mnist()는 그대로 작동합니다."
    ),
    # data
    "data.missing": "패션 MNIST 파일이 없습니다. 받은 폴더: {value}, 필요한 파일: {expected}",
    "data.damaged": "파일이 손상되었습니다: {value}. MD5가 {expected}인 원본이 필요합니다.",
    "data.image_shape": "이미지 배열은 (개수, 28, 28) 크기여야 합니다. 받은 크기: {value}",
    "data.image_range": "픽셀값은 0과 1 사이의 float32여야 합니다. 받은 값: {value}",
    "data.labels": "레이블은 0부터 9까지의 정수여야 합니다. 받은 값: {value}",
    "data.lengths": "이미지와 레이블의 개수가 같아야 합니다. 받은 개수: {value}",
    "data.class_name": "모르는 클래스 이름입니다: {value!r}. 가능한 이름: {choices}",
    # runs
    "config.optimizer": "모르는 옵티마이저입니다: {value!r}. 가능한 이름: {choices}",
    "config.learning_rate": "학습률은 0보다 큰 유한한 수여야 합니다. 받은 값: {value!r}",
    "config.epochs": "에포크는 1 이상의 정수여야 합니다. 받은 값: {value!r}",
    "config.batch_size": "배치 크기는 1 이상의 정수여야 합니다. 받은 값: {value!r}",
    "config.momentum": "모멘텀은 0 이상 1 미만이어야 합니다. 받은 값: {value!r}",
    "config.seed": "seed는 0 이상 4294967295 이하의 정수여야 합니다. 받은 값: {value!r}",
    "config.needs_momentum": "모멘텀과 네스테로프 모멘텀에는 0보다 큰 momentum이 필요합니다. 받은 값: {value!r}",
    "config.no_momentum": "momentum과 nesterov는 SGD에만 쓸 수 있습니다. 받은 옵티마이저: {value!r}",
    "history.columns": "훈련 기록에는 'loss'가 있어야 합니다. 받은 열: {value}",
    "history.column": "모르는 기록입니다: {value!r}. 가능한 이름: {choices}",
    # plots
    "plot.epoch": "에포크",
    "plot.loss": "손실",
    "plot.accuracy": "정확도",
    "plot.train": "훈련",
    "plot.valid": "검증",
    "plot.count": "이미지 개수",
    "plot.class": "클래스",
    "plot.predicted": "예측한 클래스",
    "plot.true": "정답 클래스",
    "plot.probability": "확률",
    "plot.weight": "가중치",
    "plot.activation_input": "선형 출력 z",
    "plot.activation_output": "출력과 기울기",
    "plot.function": "{name}(z)",
    "plot.slope": "{name}의 기울기",
    "plot.images": "그릴 이미지는 (개수, 28, 28) 크기여야 하고 하나 이상 있어야 합니다. 받은 크기: {value}",
    "plot.captions": "설명은 이미지와 개수가 같아야 합니다. 받은 개수: {value}, 이미지 개수: {expected}",
    "plot.weights": "가중치는 (784, 10) 크기여야 합니다. 받은 크기: {value}",
    "plot.matrix": "혼동 행렬은 (10, 10) 크기여야 합니다. 받은 크기: {value}",
    "plot.probabilities": "확률은 합이 1인 10개의 값이어야 합니다. 받은 값: {value}",
    "plot.activation": "모르는 활성화 함수입니다: {value!r}. 가능한 이름: {choices}",
    "plot.metric": "모르는 지표입니다: {value!r}. 가능한 이름: {choices}",
    "plot.histories": "그릴 훈련 기록이 하나 이상 있어야 합니다. 받은 값: {value!r}",
    # checks
    "check.within": "확인: {figure} 값이 기대한 범위({centre} ± {band}) 안에 있습니다.",
    "check.outside": (
        "{figure} 값이 기대한 범위를 벗어났습니다. 받은 값: {value}, 기대한 범위: {centre} ± {band} ({source})"
    ),
    "check.unknown": "모르는 결과 이름입니다: {value!r}. 가능한 이름: {choices}",
    "check.not_a_number": "확인할 값은 유한한 수여야 합니다. 받은 값: {value!r}",
}


def say(key: str, **values: object) -> str:
    """The sentence of that key with its values filled in; an unknown key is a KeyError."""
    return KOREAN[key].format(**values)
