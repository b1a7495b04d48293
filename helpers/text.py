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
    # engines and sessions
    "engine.batch_size": "배치 크기는 훈련 이미지 개수({expected})보다 클 수 없습니다. 받은 값: {value!r}",
    "engine.only_sgd": (
        "SGDClassifier는 모멘텀이 없는 확률적 경사 하강법('sgd')으로만 훈련합니다. 받은 옵티마이저: {value!r}"
    ),
    "engine.no_xla": "이 모델은 XLA로 컴파일할 수 없어 XLA 없이 훈련합니다. 결과는 같지만 조금 느립니다.",
    "session.busy": "다른 훈련이 진행 중입니다. 끝나기를 기다리거나 멈춘 뒤에 다시 시작하세요.",
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
    "check.no_error": "{value} 오류가 나야 하는 셀인데 아무 오류도 나지 않았습니다.",
    "check.not_a_number": "확인할 값은 유한한 수여야 합니다. 받은 값: {value!r}",
    # figures of the notebooks
    "figure.7-1a.cross_validation": "5겹 교차 검증 평균 정확도",
    "figure.7-1a.loss_unscaled": "0~255 픽셀로 훈련한 손실",
    "figure.7-1a.loss_scaled": "0~1 픽셀로 훈련한 손실",
    "figure.7-1a.epochs_1": "에포크 1번의 정확도",
    "figure.7-1a.epochs_5": "에포크 5번의 정확도",
    "figure.7-1a.epochs_20": "에포크 20번의 정확도",
    "figure.7-1b.loss": "층 하나인 신경망의 검증 손실",
    "figure.7-1b.accuracy": "층 하나인 신경망의 검증 정확도",
    "figure.7-1b.sgd_accuracy": "SGDClassifier의 검증 정확도",
    "figure.7-1b.accuracy_20": "에포크 20번의 검증 정확도",
    "figure.7-2a.sigmoid_accuracy": "시그모이드 은닉층 모델의 검증 정확도",
    "figure.7-2a.relu_accuracy": "렐루 은닉층 모델의 검증 정확도",
    "figure.7-2a.shallow_sigmoid": "은닉층 하나, 시그모이드의 검증 정확도",
    "figure.7-2a.shallow_relu": "은닉층 하나, 렐루의 검증 정확도",
    "figure.7-2a.deep_sigmoid": "은닉층 다섯, 시그모이드의 검증 정확도",
    "figure.7-2a.deep_relu": "은닉층 다섯, 렐루의 검증 정확도",
    "figure.7-2b.rate_0.0001": "학습률 0.0001의 검증 정확도",
    "figure.7-2b.rate_0.01": "학습률 0.01의 검증 정확도",
    "figure.7-2b.rate_0.1": "학습률 0.1의 검증 정확도",
    "figure.7-2b.rate_10.0": "학습률 10의 검증 정확도",
    "figure.7-2b.batch_1": "배치 크기 1의 검증 정확도",
    "figure.7-2b.batch_32": "배치 크기 32의 검증 정확도",
    "figure.7-2b.batch_2000": "배치 크기 2000의 검증 정확도",
    "figure.7-2b.adam": "Adam으로 5 에포크 훈련한 검증 정확도",
    "figure.7-2b.race_sgd": "SGD의 검증 정확도",
    "figure.7-2b.race_momentum": "모멘텀의 검증 정확도",
    "figure.7-2b.race_nesterov": "네스테로프 모멘텀의 검증 정확도",
    "figure.7-2b.race_adagrad": "Adagrad의 검증 정확도",
    "figure.7-2b.race_rmsprop": "RMSprop의 검증 정확도",
    "figure.7-2b.race_adam": "Adam의 검증 정확도",
    "figure.7-2b.forest": "랜덤 포레스트의 검증 정확도",
    "figure.7-2b.one_tree": "트리 하나의 정확도 평균",
    "figure.7-2b.one_neuron": "뉴런 하나의 정확도 평균",
    "figure.7-2b.on_pixels": "픽셀로 훈련한 로지스틱 회귀의 검증 정확도",
    "figure.7-2b.on_hidden": "은닉층의 출력으로 훈련한 로지스틱 회귀의 검증 정확도",
    "figure.7-2b.final_valid": "최종 모델의 검증 정확도",
    "figure.7-2b.final_test": "최종 모델의 테스트 정확도",
}


def say(key: str, **values: object) -> str:
    """The sentence of that key with its values filled in; an unknown key is a KeyError."""
    return KOREAN[key].format(**values)
