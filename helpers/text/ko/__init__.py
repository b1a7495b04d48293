"""The sentences of the helpers in Korean."""

from __future__ import annotations

CLASS_NAMES = ("티셔츠", "바지", "스웨터", "드레스", "코트", "샌들", "셔츠", "스니커즈", "가방", "앵클 부츠")

SENTENCES = {
    # course
    "course.versions": "Python {python} · Keras {keras} · {backend} {backend_version} · scikit-learn {sklearn}",
    "course.device": "계산 장치: {device}",
    "course.no_gpu": "GPU가 없어 CPU로 훈련합니다. 모든 셀을 실행하는 데 CPU 코어 두 개로 약 {minutes}분 걸립니다.",
    "course.no_tensorflow": (
        "이 파이썬에는 텐서플로가 없으니 README의 명령으로 과정을 설치하고, 텐서플로가 나오지 않는 인텔 맥에서는 "
        "코랩이나 다른 컴퓨터에서 노트북을 여십시오."
    ),
    "course.missing": (
        "이 노트북에는 {package} 패키지가 더 필요하니, 새 셀에서 `%pip install {package}`로 설치하고 이 셀부터 다시 "
        "실행하거나 코랩에서 여십시오."
    ),
    "course.no_font": (
        "한글 글꼴(NanumGothic)을 찾지 못해 그림 속 한글이 네모로 보입니다. 그림과 계산 결과는 달라지지 않습니다."
    ),
    "course.seed": "seed는 0 이상 4294967295 이하의 정수여야 합니다. 받은 값: {value!r}",
    "course.cache_unwritable": (
        "케라스의 데이터 폴더에 쓸 수 없습니다: {value}. keras.datasets로 읽는 셀은 인터넷이 필요하지만, "
        "load_fashion_mnist()는 그대로 작동합니다."
    ),
    # data
    "data.missing": "패션 MNIST 파일이 없습니다. 받은 폴더: {value}, 필요한 파일: {expected}",
    "data.damaged": "파일이 손상되었습니다: {value}. MD5가 {expected}인 원본이 필요합니다.",
    "data.image_shape": "이미지 배열은 (개수, 28, 28) 크기여야 합니다. 받은 크기: {value}",
    "data.image_range": "픽셀값은 0과 1 사이의 float32여야 합니다. 받은 값: {value}",
    "data.labels": "타깃은 0부터 9까지의 정수여야 합니다. 받은 값: {value}",
    "data.lengths": "이미지와 타깃의 개수가 같아야 합니다. 받은 개수: {value}",
    "data.class_name": "모르는 클래스 이름입니다: {value!r}. 가능한 이름: {choices}",
    # runs
    "config.optimizer": "모르는 옵티마이저입니다: {value!r}. 가능한 이름: {choices}",
    "config.learning_rate": "학습률은 0보다 큰 유한한 수여야 합니다. 받은 값: {value!r}",
    "config.epochs": "에포크는 1 이상의 정수여야 합니다. 받은 값: {value!r}",
    "config.batch_size": "배치 크기는 1 이상의 정수여야 합니다. 받은 값: {value!r}",
    "config.momentum": "모멘텀은 0 이상 1 미만이어야 합니다. 받은 값: {value!r}",
    "config.seed": "seed는 0 이상 4294967295 이하의 정수여야 합니다. 받은 값: {value!r}",
    "config.needs_momentum": "옵티마이저 {optimizer!r}에는 0보다 큰 momentum이 필요합니다. 받은 값: {value!r}",
    "config.no_momentum": (
        "옵티마이저 {optimizer!r}에는 momentum이 없습니다. 받은 값: {value!r}. momentum을 쓰는 옵티마이저: {choices}"
    ),
    "history.columns": "훈련 기록에는 'loss'가 있어야 합니다. 받은 열: {value}",
    "history.column": "모르는 기록입니다: {value!r}. 가능한 이름: {choices}",
    # engines and sessions
    "engine.batch_size": "배치 크기는 훈련 이미지 개수({expected})보다 클 수 없습니다. 받은 값: {value!r}",
    "engine.only_sgd": (
        "SGDClassifier는 모멘텀이 없는 확률적 경사 하강법('sgd')으로만 훈련합니다. 받은 옵티마이저: {value!r}"
    ),
    "engine.no_model": "모델을 만드는 함수는 케라스 모델을 돌려주어야 합니다. 받은 값의 타입: {value}",
    "engine.name": (
        "모델과 층의 이름은 영문자나 숫자로 시작하고 빈칸 없이 영문자, 숫자와 몇 가지 기호(. _ - /)로만 지어야 합니다. "
        "받은 이름: {value!r}"
    ),
    "engine.input": "모델의 입력이 이미지와 맞지 않습니다. 이미지의 크기: {expected}, 모델이 받는 크기: {value}",
    "engine.output": (
        "모델은 이미지마다 클래스 열 개의 확률을 한 줄로 내놓아야 합니다. "
        "출력의 크기는 {expected}이어야 하는데 {value}입니다."
    ),
    "engine.plain_fit": (
        "케라스의 백엔드가 TensorFlow가 아니라 {value}이므로 fit으로 훈련합니다. 결과는 비슷하지만 느리고, "
        "멈춤은 에포크가 끝날 때 듣습니다."
    ),
    "engine.no_xla": "이 모델은 XLA로 컴파일할 수 없어 XLA 없이 훈련합니다. 결과는 같지만 조금 느립니다.",
    "session.busy": "다른 훈련이 진행 중입니다. 끝나기를 기다리거나 멈춘 뒤에 다시 시작하십시오.",
    # histories trained beforehand
    "precomputed.damaged": "{value} 파일이 없거나 손상되었으니 `make sweep`로 훈련 결과를 다시 만드십시오.",
    "precomputed.outdated": (
        "{value} 파일은 다른 설정이나 다른 엔진으로 훈련한 결과이므로 `make sweep`로 다시 만들어야 합니다."
    ),
    "precomputed.others": (
        "저장된 훈련 결과는 훈련 이미지 {images:,}장과 매개변수 {names}에만 맞습니다. "
        "받은 이미지: {value:,}장, 받은 매개변수: {arguments}"
    ),
    # plots
    "plot.epoch": "에포크",
    "plot.loss": "손실",
    "plot.accuracy": "정확도",
    "plot.train": "훈련",
    "plot.valid": "검증",
    "plot.count": "이미지 개수",
    "plot.class": "클래스",
    "plot.predicted": "예측한 클래스",
    "plot.true": "타깃 클래스",
    "plot.probability": "확률",
    "plot.weight": "가중치",
    "plot.activation_input": "선형 출력 z",
    "plot.activation_output": "출력과 기울기",
    "plot.function": "{name}(z)",
    "plot.slope": "{name}의 기울기",
    "plot.images": "그릴 이미지는 (개수, 28, 28) 크기여야 하고 하나 이상 있어야 합니다. 받은 크기: {value}",
    "plot.captions": "설명은 이미지와 개수가 같아야 합니다. 받은 개수: {value}, 이미지 개수: {expected}",
    "plot.weights": "가중치는 (784, 뉴런 개수) 크기여야 하고 뉴런이 하나 이상 있어야 합니다. 받은 크기: {value}",
    "plot.valid_accuracy": "검증 정확도",
    "plot.mean": "평균",
    "plot.seeds": "이름과 씨앗별 점수를 하나 이상 주어야 합니다. 받은 값: {value!r}",
    "plot.matrix": "혼동 행렬은 (10, 10) 크기여야 합니다. 받은 크기: {value}",
    "plot.probabilities": "확률은 합이 1인 10개의 값이어야 합니다. 받은 값: {value}",
    "plot.activation": "모르는 활성화 함수입니다: {value!r}. 가능한 이름: {choices}",
    "plot.metric": "모르는 지표입니다: {value!r}. 가능한 이름: {choices}",
    "plot.no_metric": "{name}의 기록에서 {metric} 열을 찾을 수 없습니다. 받은 열: {value}",
    "plot.histories": "그릴 훈련 기록이 하나 이상 있어야 합니다. 받은 값: {value!r}",
    "plot.layers": "지나온 층의 개수",
    "plot.true_probability": "타깃 클래스의 확률 p",
    "plot.one_weight": "가중치 w",
    "plot.steps": "걸음 수",
    "plot.moon": "반달 {number}",
    "plot.neuron_line": "뉴런의 선(z = 0)",
    "plot.boundary": "경계(p = 0.5)",
    "plot.start": "출발",
    "plot.lowest": "가장 낮은 곳",
    "plot.tiles": "나란히 놓은 28×28 픽셀 이미지 {count}장",
    "plot.weight_tiles": "뉴런 {count}개의 가중치 이미지(빨간 픽셀은 양수, 파란 픽셀은 음수)",
    "plot.the_image": "예측한 이미지 한 장",
    "curve.parts": "실선: 검증\n점선: 훈련",
    # figures in words
    "alt.title": "제목: {title}.",
    "alt.empty": "아무것도 그리지 않은 빈 그림입니다.",
    "alt.kind": "{kind}입니다.",
    "alt.kind.line": "선 그래프",
    "alt.kind.bar": "막대그래프",
    "alt.kind.dots": "산점도",
    "alt.kind.other": "그림",
    "alt.across": "가로축: {label}.",
    "alt.up": "세로축: {label}.",
    "alt.x": "가로축",
    "alt.line": "선 {number}",
    "alt.line.point": "{name}: {across} {x}에 점 하나가 있고 값은 {y}입니다.",
    "alt.line.flat": "{name}: {first} 근처에서 거의 변하지 않습니다.",
    "alt.line.rises": "{name}: {first}에서 {last}까지 늘어납니다.",
    "alt.line.falls": "{name}: {first}에서 {last}까지 줄어듭니다.",
    "alt.line.dips": "{name}: {first}에서 {y}까지 줄다가({across} {x}) 그 뒤로 {last}까지 늘어납니다.",
    "alt.line.peaks": "{name}: {first}에서 {y}까지 늘다가({across} {x}) 그 뒤로 {last}까지 줄어듭니다.",
    "alt.line.wavers": "{name}: {first}에서 {last}까지 가며 {low}에서 {high} 사이를 오르내립니다.",
    "alt.lines": ("선 {count}개 가운데 끝이 가장 높은 것은 {highest}({high}), 가장 낮은 것은 {lowest}({low})입니다."),
    "alt.bars": ("막대 {count}개 가운데 가장 큰 것은 {largest}({high}), 가장 작은 것은 {smallest}({low})입니다."),
    "alt.bars_high": "막대 {count}개 가운데 가장 큰 것은 {largest}({high})입니다.",
    "alt.bars_equal": "막대 {count}개의 값은 모두 {value}입니다.",
    "alt.hatched": "빗금 친 막대: {names}.",
    "alt.dots": "점 {count}개를 찍은 그림입니다.",
    "alt.dots_of": "{name}의 점 {count}개는 {low}~{high}에 있습니다.",
    "alt.images": "축도 제목도 없는 이미지 {count}장을 나란히 보여 줍니다.",
    "alt.image": "너비 {width}, 높이 {height}픽셀인 이미지를 보여 주는 그림입니다.",
    "alt.shows": "보여 주는 것: {names}.",
    "alt.captions": "이미지의 설명은 차례대로 {captions}입니다.",
    "alt.table": "행 {rows}개와 열 {columns}개의 값을 색의 진하기와 숫자로 나타낸 표입니다.",
    "alt.table_largest": "가장 큰 값은 {row} 행, {column} 열의 {value}입니다.",
    "alt.table_off": "대각선 밖에서 가장 큰 값은 {row} 행, {column} 열의 {value}입니다.",
    # curves and runs in words
    "optimizer.sgd": "SGD",
    "optimizer.momentum": "모멘텀",
    "optimizer.nesterov": "네스테로프 모멘텀",
    "optimizer.adagrad": "Adagrad",
    "optimizer.rmsprop": "RMSprop",
    "optimizer.adam": "Adam",
    "curve.train_loss": "훈련 손실",
    "curve.valid_loss": "검증 손실",
    "curve.train_accuracy": "훈련 정확도",
    "curve.valid_accuracy": "검증 정확도",
    "curve.none": "아직 끝난 에포크가 없습니다.",
    "curve.unmeasured": "끝난 에포크에 기록된 손실과 정확도가 없습니다.",
    "curve.point": "{curve}은 첫 에포크에 {first:.3f}입니다.",
    "curve.flat": "{curve}은 거의 변하지 않습니다.",
    "curve.falls": "{curve}은 {last}번째 에포크까지 줄어듭니다.",
    "curve.settles": "{curve}은 {turn}번째 에포크까지 줄다가 그 뒤로 거의 그대로입니다.",
    "curve.dips": "{curve}은 {turn}번째 에포크까지 줄다가 그 뒤로 늘어납니다.",
    "curve.peaks": "{curve}은 {turn}번째 에포크까지 늘다가 그 뒤로 줄어듭니다.",
    "curve.wavers": "{curve}은 오르내리며, {turn}번째 에포크에서 가장 작습니다.",
    "curve.rises": "{curve}은 처음부터 늘어납니다.",
    "curve.diverges": "{epoch}번째 에포크에서 손실이 발산합니다.",
    "curve.accuracy": "{curve}는 {last:.3f}입니다.",
    "curve.accuracies": "{curve}는 처음에 {first:.3f}, 마지막에 {last:.3f}입니다.",
    "curve.of": "{name}: {sentences}",
    "curve.ranking": (
        "마지막 검증 정확도가 가장 높은 실행은 {best}({highest}), 가장 낮은 실행은 {worst}({lowest})입니다."
    ),
    "curve.ranking_tied": "마지막 검증 정확도가 모두 같습니다({names}: {highest}).",
    "curve.ranking_seeds": "여러 씨앗의 평균이 가장 높은 실행은 {best}({scores})입니다. 이와 거의 같은 실행: {equals}.",
    "curve.no_equals": "없음",
    "run.preparing": "모델을 준비하는 중입니다.",
    "run.going": "전체 {epochs}번 중 {epoch}번째 에포크를 훈련하는 중입니다(걸음 {step}/{steps}).",
    "run.going_left": (
        "전체 {epochs}번 중 {epoch}번째 에포크를 훈련하는 중입니다(걸음 {step}/{steps}, 남은 시간 약 {seconds}초)."
    ),
    "run.finished": "훈련을 마쳤습니다. 마지막 {curve}는 {accuracy:.4f}, 걸린 시간은 {seconds:.1f}초입니다.",
    "run.result": "마지막 {curve}는 {accuracy:.4f}입니다.",
    "run.stopped": "훈련을 멈추었습니다. 끝난 에포크는 {epochs}개입니다.",
    "run.diverged": "{epoch}번째 에포크에서 손실이 발산하여 훈련을 끝냈습니다. 학습률({rate:g})을 줄여 보십시오.",
    "run.failed": "오류가 나서 훈련하지 못했습니다. {error}",
    "run.not_shown": "화면에 다 나타내지 못했습니다. {error}",
    "run.guess": "예상은 {guess:.2f}, 결과는 {accuracy:.4f}, 둘의 차이는 {off:.4f}입니다.",
    # LiveCurve
    "live.title": "훈련 곡선",
    "live.going": "전체 {epochs}번 중 {epoch}번째 에포크를 훈련하는 중입니다(걸음 {step:,}).",
    "live.run": "이번 훈련",
    "live.diverged": "{epoch}번째 에포크에서 손실이 발산했습니다. 학습률을 줄여 보십시오.",
    "live.finished": "훈련을 마쳤습니다. 마지막 손실은 {loss:.4f}, 걸린 시간은 {seconds:.1f}초입니다.",
    "live.ended": "훈련을 마쳤습니다. 걸린 시간은 {seconds:.1f}초입니다.",
    "live.no_accuracy": (
        "정확도가 없어 오른쪽 그림은 비어 있습니다. compile에 metrics=['accuracy']를 넘기면 그려집니다. "
        "loss 말고 받은 지표: {value}"
    ),
    "live.nothing": "없음",
    # small labs
    "formula.probability": "타깃 클래스의 확률은 0보다 크고 1 이하여야 합니다. 받은 값: {value}",
    "small.activation": "활성화 함수의 기울기 실험",
    "small.activation.z": "선형 출력 z",
    "small.activation.layers": "층의 개수",
    "small.activation.sigmoid": "시그모이드",
    "small.activation.relu": "렐루",
    "small.activation.sigmoid_title": "시그모이드: 기울기 {slope:.3g}",
    "small.activation.relu_title": "렐루: 기울기 {slope:.3g}",
    "small.activation.chain": "층 {layers}개를 지난 기울기",
    "small.activation.says": (
        "z = {z:.1f}에서 시그모이드의 기울기는 {sigmoid:.3g}, 렐루의 기울기는 {relu:.0f}입니다. "
        "이런 층을 {layers}개 지나면 기울기에 곱해지는 값은 시그모이드에서 {sigmoid_chain:.3g}, "
        "렐루에서 {relu_chain:.0f}입니다."
    ),
    "small.boundary": "은닉층과 경계 실험",
    "small.boundary.neurons": "은닉 뉴런",
    "small.boundary.steps": "훈련한 걸음",
    "small.boundary.linear": "없음(선형)",
    "small.boundary.sigmoid": "시그모이드",
    "small.boundary.relu": "렐루",
    "small.boundary.title": "점 {points}개 가운데 {right}개가 맞는 쪽에 있습니다",
    "small.boundary.hidden": "은닉 뉴런 {neurons}개, 활성화 함수 {name}인 신경망을",
    "small.boundary.no_hidden": "은닉층이 없는 신경망을",
    "small.boundary.says": (
        "{network} {steps:,}걸음 훈련했습니다. 점 {points}개 가운데 {right}개가 경계의 맞는 쪽에 있습니다. {shape}"
    ),
    "small.boundary.shape_none": "모든 점을 한쪽으로 보아 그림 안에는 경계가 없습니다.",
    "small.boundary.shape_no_hidden": "은닉층이 없으므로 활성화 함수와 상관없이 경계는 직선입니다.",
    "small.boundary.shape_one": "뉴런이 하나이면 경계는 그 뉴런의 선과 나란한 직선입니다.",
    "small.boundary.shape_linear": "활성화 함수가 없으면 뉴런이 몇 개이든 경계는 직선입니다.",
    "small.boundary.shape_sigmoid": "시그모이드 뉴런은 경계를 매끄럽게 휩니다.",
    "small.boundary.shape_relu": "렐루 뉴런의 경계는 뉴런의 선을 지날 때에만 꺾입니다.",
    "small.softmax": "소프트맥스와 시그모이드 실험",
    "small.softmax.logit": "{name} z",
    "small.softmax.sigmoid_title": "시그모이드: 합 {total:.3f}",
    "small.softmax.softmax_title": "소프트맥스: 합 {total:.3f}",
    "small.softmax.says": (
        "소프트맥스의 확률은 {names}에서 {probability:.1%}로 가장 크고, 합은 {total:.3f}입니다. "
        "시그모이드는 클래스마다 따로 계산하므로 합이 {sigmoid_total:.3f}입니다."
    ),
    "small.cross_entropy": "크로스 엔트로피 실험",
    "small.cross_entropy.p": "타깃 확률 p",
    "small.cross_entropy.title": "손실 {loss:.3f} = −log {p:.3f}",
    "small.cross_entropy.says": (
        "타깃 클래스의 확률이 {p:.3f}이면 손실은 {loss:.3f}입니다. 원-핫 인코딩에서 타깃 자리만 1이므로 "
        "−(1 × log {p:.3f} + 0 × … + 0 × …) = {loss:.3f}이고, 나머지 아홉 클래스의 항은 모두 0입니다."
    ),
    "small.descent": "가중치 하나의 내리막 걷기",
    "small.descent.start": "출발점 w",
    "small.descent.steps": "걸음 수",
    "small.descent.title": "학습률 {rate:g}",
    "small.descent.losses_title": "{steps}걸음 뒤의 손실 {last:,.2f}",
    "small.descent.stays": "출발점이 가장 낮은 곳이라 기울기가 0입니다. 학습률이 얼마이든 걸음의 크기는 0입니다.",
    "small.descent.straight_on_the_way": (
        "학습률 {rate:g}: {steps}걸음 만에 손실이 {first:.2f}에서 {last:.2f}까지 줄었지만 아직 가장 낮은 곳에 닿지 "
        "못했습니다. 지금 w는 {weight:.2f}입니다."
    ),
    "small.descent.straight_arrived": (
        "학습률 {rate:g}: {steps}걸음 만에 손실이 {first:.2f}에서 {last:.2f}까지 줄어 가장 낮은 곳에 닿았습니다."
    ),
    "small.descent.over_on_the_way": (
        "학습률 {rate:g}: 걸음마다 가장 낮은 곳을 지나쳐 건너편으로 갑니다. 그래도 {steps}걸음 만에 손실이 "
        "{first:.2f}에서 {last:.2f}까지 줄었습니다. 지금 w는 {weight:.2f}입니다."
    ),
    "small.descent.over_arrived": (
        "학습률 {rate:g}: 가장 낮은 곳을 지나치며 오갔지만, {steps}걸음 만에 손실이 {first:.2f}에서 {last:.2f}까지 "
        "줄어 가장 낮은 곳에 닿았습니다."
    ),
    "small.descent.hops": (
        "학습률 {rate:g}: 걸음마다 가장 낮은 곳을 지나쳐 똑같은 높이의 건너편으로 갑니다. {steps}걸음을 걸어도 손실은 "
        "{last:.2f} 그대로입니다."
    ),
    "small.descent.diverges": (
        "학습률 {rate:g}: 걸음마다 가장 낮은 곳에서 더 멀어집니다. {steps}걸음 만에 손실이 {first:.2f}에서 "
        "{last:,.2f}까지 커졌습니다. 발산한 것입니다."
    ),
    "small.one_image": "이미지 한 장으로 견주는 일대다와 소프트맥스",
    "small.one_image.index": "이미지 번호",
    "small.one_image.title": "타깃: {name}",
    "small.one_image.z": "일대다: z",
    "small.one_image.says": (
        "{index}번 이미지의 타깃은 {name}입니다. 일대다의 예측은 {ovr}(시그모이드 {ovr_p:.1%}, 열 개의 합 "
        "{total:.3f}), 소프트맥스의 예측은 {softmax}({softmax_p:.1%}, 합 {softmax_total:.3f})입니다. {verdict}"
    ),
    "small.one_image.sigmoid": "일대다: 시그모이드, 합 {total:.2f}",
    "small.one_image.softmax": "소프트맥스, 합 {total:.2f}",
    "small.one_image.right_both": "둘 다 맞혔습니다.",
    "small.one_image.right_ovr": "일대다만 맞혔습니다.",
    "small.one_image.right_softmax": "소프트맥스만 맞혔습니다.",
    "small.one_image.right_neither": "둘 다 틀렸습니다.",
    "small.one_image.images": (
        "이미지는 (개수, 28, 28)이나 (개수, 784) 크기로 두 장 이상이어야 합니다. 받은 크기: {value}"
    ),
    "small.one_image.shape": "배열 {name}의 크기는 {expected}여야 합니다. 받은 크기: {value}",
    "small.valley": "옵티마이저로 골짜기 내려가기",
    "small.valley.steps": "걸음 수",
    "small.valley.settings": "{name}, 학습률 {rate:g}",
    "small.valley.settings_momentum": "{name}, 학습률 {rate:g}, 모멘텀 {momentum:g}",
    "small.valley.arrived": (
        "{steps}걸음 만에 높이가 {first:.2f}에서 {last:.2g}까지 낮아져 가장 낮은 곳에 거의 닿았습니다."
    ),
    "small.valley.lower": (
        "{steps}걸음 만에 높이가 {first:.2f}에서 {last:.2g}까지 낮아졌지만 아직 가장 낮은 곳에 닿지 못했습니다."
    ),
    "small.valley.higher": (
        "{steps}걸음 뒤의 높이는 {last:.2f}, 출발점의 높이는 {first:.2f}입니다. 걸음이 커서 더 높이 올라갔습니다."
    ),
    "small.valley.diverged": (
        "{steps}번째 걸음에 높이가 출발점의 {times}배를 넘었습니다. 발산한 것입니다. 학습률을 줄여 보십시오."
    ),
    # labs that train
    "setting.epochs": "에포크",
    "setting.learning_rate": "학습률",
    "setting.default_rate": "학습률(기본값)",
    "setting.optimizer": "옵티마이저",
    "setting.momentum": "모멘텀",
    "setting.batch_size": "배치 크기",
    "setting.all": "전체({images:,})",
    "setting.units": "유닛 개수",
    "setting.activation": "활성화 함수",
    "setting.abbreviation": "{name}에는 튜플, 리스트, 수, 참/거짓이나 위젯을 주어야 합니다. 받은 값: {value!r}",
    "seeds.switch": "씨앗 다섯 개",
    "seeds.name": "{name} (씨앗 {count}개)",
    "seeds.now": "씨앗 {count}개 가운데 {place}번째입니다.",
    "seeds.result": "씨앗 {count}개의 평균은 {scores}입니다.",
    "training.title": "훈련 실험",
    "training.start": "시작",
    "training.stop": "멈춤",
    "training.clear": "지우기",
    "training.live": "움직이면 바로 학습",
    "training.guess": "예상 검증 정확도",
    "training.no_guess": "안 함",
    "training.idle": "설정을 고르고 마지막 검증 정확도가 얼마일지 예상한 뒤 시작을 누르십시오.",
    "training.stopping": "훈련을 멈추는 중입니다.",
    "training.kept": "저장된 결과입니다. {outcome}",
    "training.precomputed": "미리 훈련하여 저장해 둔 결과입니다. {outcome}",
    "training.precomputed_name": "{number}(저장) {name}",
    "training.really": "직접 훈련",
    "training.idle_precomputed": (
        "설정을 바꾸면 미리 훈련하여 저장해 둔 결과가 바로 나옵니다. 직접 훈련을 누르면 지금 여기에서 훈련합니다."
    ),
    "training.curves": "훈련 곡선",
    "training.inside": "가중치와 예측",
    "inside.none": "시작을 누르면 가중치와 예측을 에포크마다 새로 그립니다.",
    "inside.precomputed": "저장해 둔 결과에는 가중치가 들어 있지 않으니, 가중치를 보려면 직접 훈련을 누르십시오.",
    "inside.before": "훈련 전",
    "inside.after": "{epoch}번째 에포크",
    "inside.of_classes": "클래스 {count}개의 가중치",
    "inside.of_all": "첫 은닉층 뉴런 {count}개의 가중치",
    "inside.of_some": "첫 은닉층 뉴런 {neurons}개 가운데 {count}개의 가중치",
    "inside.weights_title": "{weights}(빨강은 양수, 파랑은 음수, +는 가장 큰 값, −는 가장 작은 값)",
    "inside.predictions_title": "검증 이미지의 예측 확률(빗금 친 막대는 타깃)",
    "inside.target": "타깃: {name}",
    "inside.weights": "{weights}를 28×28 이미지로 그렸고, 가장 진한 색은 ±{limit:.2g}입니다.",
    "inside.no_weights": "첫 층의 가중치를 28×28 이미지로 나타낼 수 없는 모델이므로 예측만 보여 줍니다.",
    "inside.images": "검증 이미지 {count}장 가운데 {right}장을 맞혔습니다(타깃 → 예측: {each}).",
    "inside.image": "{target} → {name} {probability:.0%}",
    "race.title": "옵티마이저 경주",
    "race.idle": "시작을 누르면 같은 가중치에서 출발하여 차례대로 훈련합니다.",
    "race.play": "다시 보기",
    "race.epoch": "여기까지 보기(에포크)",
    "race.starts": (
        "경주하는 설정은 하나 이상, 서로 다르고 seed와 architecture는 같아야 합니다. 받은 seed와 architecture: {value}"
    ),
    "table.run": "실행",
    "table.accuracy": "마지막 검증 정확도",
    "table.seeds": "씨앗",
    "table.seconds": "시간(초)",
    "table.outcome": "결과",
    "table.running": "훈련 중",
    "table.finished": "마침",
    "table.stopped": "멈춤",
    "table.diverged": "발산",
    "table.failed": "오류",
    # photos
    "photo.empty": "빈 파일입니다. 받은 크기: {value}바이트, 필요한 것: {expected} 사진",
    "photo.heavy": "파일이 너무 큽니다. 받은 크기: {value:.1f}MB, 읽을 수 있는 크기: {expected:.0f}MB 이하",
    "photo.unknown": "사진으로 읽을 수 없는 파일입니다. 받은 크기: {value:,}바이트, 읽을 수 있는 형식: {expected}",
    "photo.phone": "{value} 형식은 읽을 수 없습니다. JPEG로 바꾸어 올리십시오. 읽을 수 있는 형식: {expected}",
    "photo.damaged": "사진 파일이 손상되었습니다. 받은 파일: {value}, {size:,}바이트, 필요한 것: 끝까지 온전한 사진",
    "photo.large": (
        "사진이 너무 큽니다. 받은 크기: {value:,.1f}백만 픽셀, 읽을 수 있는 크기: {expected:.0f}백만 픽셀 이하"
    ),
    "photo.tiny": "사진이 너무 작습니다. 받은 크기: {value}픽셀, 필요한 크기: 가로와 세로 {expected}픽셀 이상",
    "photo.plain": (
        "바탕에서 옷을 찾지 못했습니다. 바탕을 지우고 남은 픽셀: {value:,}개, 필요한 것: 바탕과 밝기가 뚜렷이 다른 옷"
    ),
    "photo.colours": "사진 배열은 (높이, 너비, 3) 크기의 uint8이어야 합니다. 받은 배열: {value}",
    "photo.pixels": "픽셀 배열은 (높이, 너비) 크기의 uint8이어야 합니다. 받은 배열: {value}",
    "photo.lab": "내 사진으로 예측하기",
    "photo.garment": "사진",
    "photo.upload": "내 사진 올리기",
    "photo.mine": "올린 사진",
    "photo.limit": (
        "{expected}MB보다 작은 {formats} 파일을 올릴 수 있습니다. 올려도 달라지는 것이 없으면 파일이 더 큰 것입니다. "
        "목록에서 다른 사진을 고른 다음 더 작은 파일을 올리십시오. 올린 사진은 이 커널에서만 쓰고 저장하지 않습니다."
    ),
    "photo.photo": "사진",
    "photo.grey": "회색조",
    "photo.inverted": "반전",
    "photo.kept": "반전하지 않음",
    "photo.cleared": "바탕을 0으로",
    "photo.cropped": "옷에 맞게",
    "photo.small": "28×28",
    "photo.bars": "모델이 예측한 확률",
    "photo.says": (
        "{name}: 너비 {width}, 높이 {height}픽셀로 읽었습니다. {background} 모델의 예측은 {first}({first_p:.1%}), "
        "그다음은 {second}({second_p:.1%})입니다."
    ),
    "photo.bright_background": "바탕이 옷보다 밝아 밝기를 뒤집었습니다.",
    "photo.dark_background": "바탕이 옷보다 어두워 밝기를 그대로 두었습니다.",
    "photo.none": "보여 줄 사진이 하나 이상 있어야 합니다. 받은 값: {value!r}",
    "photo.model": "모델의 predict는 크기가 {expected}인 확률을 돌려주어야 합니다. 받은 크기: {value}",
    # garments
    "garment.t_shirt": "티셔츠, 흰 탁자 위",
    "garment.trousers": "바지, 어두운 마루 위",
    "garment.dress": "드레스, 그늘진 벽 앞",
    "garment.sneaker": "스니커즈, 카펫 위",
    "garment.bag": "가방, 침대 위",
    "garment.ankle_boot": "앵클 부츠, 흰 탁자 위",
    "garment.unknown": "모르는 사진입니다: {value!r}. 가능한 이름: {choices}",
    # checks
    "check.within": "{figure} {value:.4f} ✓",
    "check.outside": (
        "{figure} 값이 기대한 범위를 벗어났습니다. 받은 값: {value}, 기대한 범위: {centre} ± {band} ({source})"
    ),
    "check.unknown": "모르는 결과 이름입니다: {value!r}. 가능한 이름: {choices}",
    "check.no_error": "{value} 오류가 나야 하는 셀인데 아무 오류도 나지 않았습니다.",
    "check.not_a_number": "확인할 값은 유한한 수여야 합니다. 받은 값: {value!r}",
    # exercises
    "exercise.untried": "아직 풀지 않았습니다",
    "exercise.not_yet": "아직 맞지 않습니다",
    "exercise.right": "맞았습니다",
    "exercise.untried_says": (
        "`...` 자리에 답을 적고 셀을 다시 실행하십시오. 막히면 `hint('{name}')`를 실행하여 힌트를 봅니다."
    ),
    "exercise.blank": "`...` 자리에 답을 적은 뒤 답 셀과 이 셀을 차례로 실행하십시오.",
    "exercise.hint": "힌트 {number}/{of} ({name})",
    "exercise.last_hint": "힌트는 여기까지입니다. 풀이는 `solution('{name}')`로 봅니다.",
    "exercise.solution": "풀이 ({name})",
    "exercise.try_first": "먼저 한 번 풀어 보십시오",
    "exercise.solution_now": "풀지 않고 풀이를 보려면 `solution('{name}', now=True)`를 실행하십시오.",
    "exercise.progress": "{lesson} 연습 문제: {of}개 가운데 {done}개를 풀었습니다",
    "exercise.lesson": "모르는 노트북입니다: {value!r}. 가능한 이름: {choices}",
    "exercise.unknown": "모르는 연습 문제입니다: {value!r}. 가능한 이름: {choices}",
    "exercise.set_aside": (
        "푼 문제를 적어 둔 파일이 손상되어 따로 옮기고 그 밖의 기록으로 이어 갑니다. 파일: {value}, 옮긴 곳: {aside}"
    ),
    "exercise.unreadable": "푼 문제의 기록을 지금은 읽을 수 없어, 기록을 그대로 두고 이어 갑니다.",
    "exercise.unwritable": "푼 문제를 폴더 {value}에 적어 둘 수 없습니다. 이 노트북을 닫으면 기록이 사라집니다.",
    "exercise.nothing": "아무것도 돌려받지 못했습니다. 함수라면 `return`을 잊지 않았는지 확인하십시오.",
    "exercise.no_function": "함수를 주어야 합니다. 받은 값: `{value}`",
    "exercise.no_number": "수 하나를 주어야 합니다. 받은 값: `{value}`",
    "exercise.no_model": "케라스 모델을 주어야 합니다. 받은 값: `{value}`",
    "exercise.name": (
        "모델과 층의 이름은 영문자나 숫자로 시작하고 빈칸 없이 영문자, 숫자와 몇 가지 기호(. _ - /)로만 지어야 합니다. "
        "다른 이름으로는 텐서플로가 훈련하지 못합니다. 받은 이름: `{value}`"
    ),
    "exercise.raises": "실행하다가 오류가 났습니다: `{error}`\n오류가 난 줄: `{line}`",
    "exercise.used_optimizer": (
        "옵티마이저 객체는 처음 함께 쓴 모델에 속하므로 다른 모델에 다시 쓸 수 없습니다. "
        "모델을 컴파일할 때마다 함수 안에서 옵티마이저를 새로 만드십시오."
    ),
    "exercise.other_model": (
        "받은 모델이 그대로 돌아오지 않았습니다. 새로 만들거나 층을 더하거나 훈련하지 말고, "
        "매개변수로 받은 `model`을 설정만 하여 돌려주십시오."
    ),
    "exercise.not_compiled": (
        "모델이 설정되지 않은 채로 돌아왔습니다. 함수 안에서 `model.compile(...)`을 불러야 합니다."
    ),
    "exercise.no_loss": (
        "손실을 정하지 않았습니다. 옵티마이저는 무엇을 줄여야 할지 알아야 합니다. `compile`의 `loss`를 보십시오."
    ),
    "exercise.metric": (
        "손실은 이 타깃을 받지만, `metrics`에 적은 것은 이 타깃으로 잴 수 없습니다. 무엇을 재라고 적었는지 보십시오."
    ),
    "exercise.schedule": "학습률이 훈련하는 동안 바뀝니다. 이 문제의 학습률은 처음부터 끝까지 같은 수 하나입니다.",
    "exercise.not_again": (
        "같은 값을 두 번 주었더니 결과가 달라졌습니다. 함수 밖에서 만든 것을 이어서 쓰고 있지 않습니까? "
        "결과를 담을 리스트나 분류기는 함수 안에서 새로 만들고, 무작위로 정하는 것이 있으면 씨앗을 고정하십시오."
    ),
    "exercise.too_long": (
        "{seconds}초가 지나도 끝나지 않아 판정을 멈추었습니다. "
        "끝나지 않는 반복문이 있는지, 훈련이 너무 길지 않은지 확인하십시오."
    ),
    "exercise.unjudged": "이 답은 판정할 수 없습니다: `{error}`",
    "exercise.other": "답이 아직 다릅니다. 받은 값: `{value}`",
    "exercise.input_shape": "모델에 크기가 {value}인 이미지를 넣을 수 없습니다: `{error}`",
    "exercise.output_shape": "모델은 이미지마다 수를 한 줄로 내놓아야 합니다. 지금 출력의 크기: `{value}`",
    "exercise.units": "출력층의 유닛 개수는 클래스 개수인 10과 같아야 합니다. 지금은 {value}개입니다.",
    "exercise.linear_output": (
        "출력이 확률이 아닙니다. 0보다 작거나 1보다 큰 값이 나옵니다. 출력층의 활성화 함수를 빠뜨리지 않았습니까?"
    ),
    "exercise.sigmoid_output": (
        "열 개의 값이 저마다 0과 1 사이지만 합이 1이 아닙니다(첫 이미지의 합 {value}). "
        "시그모이드는 클래스마다 따로 계산합니다. 클래스 열 개가 확률을 나누어 가지려면 어떤 함수를 써야 합니까?"
    ),
    "exercise.softmax_twice": (
        "소프트맥스를 두 번 거칩니다. 확률을 다시 소프트맥스에 넣으면 열 개가 거의 같아집니다. 한 번만 쓰십시오."
    ),
    "exercise.not_softmax": (
        "확률 열 개의 합은 1이지만 `z`의 소프트맥스가 아닙니다. 출력층의 활성화 함수를 확인하십시오."
    ),
    "exercise.other_count": (
        "이미지가 {value}장일 때는 답이 다릅니다. 이미지의 개수를 적어 두지 말고 받은 배열에서 구하십시오."
    ),
    "exercise.other_data": (
        "함수가 받은 `x`는 {given}장인데 {value}장으로 훈련했습니다. `x`와 `y`를 모두, 그것만 쓰십시오."
    ),
    "exercise.other_accuracy": (
        "돌려준 정확도가 훈련을 마친 모델을 검증 세트로 잰 정확도와 다릅니다. "
        "어느 에포크의 값인지, 반올림하지 않았는지, 무엇으로 쟀는지 확인하십시오."
    ),
    # quizzes
    "quiz.title": "퀴즈: {question}",
    "quiz.verdict.right": "✔ 맞았습니다.",
    "quiz.verdict.wrong": "△ 틀렸습니다.",
    "quiz.unknown": "모르는 퀴즈입니다: {value!r}. 가능한 이름: {choices}",
    "quiz.question": "퀴즈 {name}에 질문이 없습니다.",
    "quiz.answers": "퀴즈 {name}에는 내용이 있는 답이 {expected}개 있어야 합니다. 지금 있는 답: {value}개",
    "quiz.right": "퀴즈 {name}의 정답은 하나여야 합니다. 지금 정답: {value}개",
    "quiz.different": "퀴즈 {name}의 답과 풀이는 저마다 있어야 하고 서로 달라야 합니다.",
    "quiz.vote_first": "답을 펼치기 전에 먼저 고르십시오.",
    "quiz.my_answer": "내 답:",
    "quiz.noted": "적어 둔 답: {number} (다시 고르면 바뀝니다)",
    "quiz.noting_is_off": "기록이 꺼져 있어 고른 답을 적어 두지 않았습니다.",
    "quiz.unwritable": "기록 폴더에 쓸 수 없어 고른 답을 적어 두지 못했습니다.",
    # events
    "events.unwritable": (
        "연습 문제와 퀴즈에서 한 일을 폴더 {value}에 적어 둘 수 없습니다. 판정은 그대로 받을 수 있습니다."
    ),
    "events.listed": "연습 문제와 퀴즈에서 적어 둔 것: {count}건",
    "events.earlier": "앞의 {count}건은 줄였습니다.",
    "events.exercise": "{at} 연습 문제 {name}: {state}",
    "events.key": "까닭 `{value}`",
    "events.hints": "힌트 {count}개",
    "events.quiz": "{at} 퀴즈 {name}: {number} {state}",
    "events.where": (
        "폴더 {folder}에 있고, 수업 서버에서는 강사도 봅니다. `keep_events(False)`를 실행하면 더 적지 않습니다."
    ),
    "events.where_off": (
        "폴더 {folder}에 있습니다. 지금은 적지 않습니다. 다시 적으려면 `keep_events(True)`를 실행하십시오."
    ),
    "events.on": "이제부터 적어 둡니다",
    "events.off": "이제부터 적어 두지 않습니다",
    "events.not_switched": "바꾸지 못했습니다",
    "events.about_on": (
        "연습 문제와 퀴즈마다 판정, 틀린 까닭의 이름, 본 힌트의 개수, 고른 번호와 시각만 적습니다. "
        "코드와 답은 적지 않습니다.\n"
        "적는 곳은 주피터 데이터 폴더 안의 {folder}입니다. 그 안의 .jsonl 파일을 지우면 적어 둔 것이 모두 지워집니다.\n"
        "수업 서버에서는 강사가 보며 강사에게 보낸 것은 지워지지 않습니다. 다른 곳에서는 `hand_in`으로 만든 파일을 낼 "
        "때에만 밖으로 나갑니다."
    ),
    "events.about_off": (
        "다시 적으려면 `keep_events(True)`를 실행하십시오. 푼 문제는 전처럼 셉니다.\n"
        "지금까지 적은 것은 주피터 데이터 폴더 안의 {folder}에 남아 있고, 수업 서버에서 강사에게 보낸 것도 남습니다. "
        "폴더 안의 .jsonl 파일을 지우면 적은 것이 모두 지워집니다."
    ),
    # Colab
    "drive.not_needed": "코랩이 아니므로 드라이브가 필요 없습니다",
    "drive.elsewhere": "푼 문제는 지금 쓰는 컴퓨터나 수업 서버에 그대로 남습니다.",
    "drive.kept": "이제부터 내 드라이브에 적어 둡니다",
    "drive.where": (
        "푼 문제와 적어 둔 것은 내 드라이브의 폴더 {folder}에 남습니다. 여기까지 푼 것도 옮겼습니다.\n"
        "내일은 노트북을 열고 `keep_on_drive()`를 먼저 실행하면 이어집니다."
    ),
    # hand-ins
    "hand_in.name": "이름은 한 줄에 {most}자까지 적어야 합니다. 받은 값: {value!r}",
    "hand_in.written": "제출 파일을 만들었습니다: {name}",
    "hand_in.not_written": "제출 파일을 만들지 못했습니다",
    "hand_in.unwritable": "폴더 {folder}에 쓸 수 없습니다. 쓸 수 있는 폴더에서 노트북을 열고 다시 실행하십시오.",
    "hand_in.holds": (
        "이름({student}), 과정의 판({version}), 만든 시각, 그리고 적어 둔 {count}건이 들어 있습니다. "
        "코드와 답은 들어 있지 않습니다."
    ),
    "hand_in.send": (
        "왼쪽 파일 목록에서 이 파일을 내려받아 수업에서 정한 곳에 내십시오. "
        "더 풀고 나서 다시 실행하면 새 파일로 바뀝니다."
    ),
    "hand_in.too_large": "{name}: 제출 파일이라기에는 너무 큽니다. 제출 파일은 {most} MB를 넘지 않습니다.",
    "hand_in.other": "{name}: 제출 파일이 아닙니다. `hand_in('이름')`이 만든 파일인지 확인하십시오.",
    "hand_in.version": "{name}: 다른 버전의 제출 파일입니다. 이 파일의 버전: {value}, 읽을 수 있는 버전: {expected}",
    "hand_in.damaged": "{name}: 제출 파일이 손상되었습니다. 읽을 수 없는 곳: {why}",
    # several seeds
    "seeds.compare": (
        "{name} 대 {other}: 평균의 차이 {difference:+.3f}, 씨앗 {count}개 중 {wins}개에서 앞섬 → {verdict}"
    ),
    "seeds.equal": "거의 같습니다",
    "seeds.ahead": "{name} 쪽이 높습니다",
    "seeds.behind": "{other} 쪽이 높습니다",
    "seeds.runs": "씨앗만 다르고 검증 정확도가 있는 실행이 둘 이상 있어야 합니다. 받은 실행의 설정: {value}",
    # figures of the notebooks
    "figure.7-1a.cross_validation": "5겹 교차 검증 평균 정확도",
    "figure.7-1a.fold_spread": "5겹 교차 검증 정확도의 표준편차",
    "figure.7-1a.loss_unscaled": "0~255 픽셀로 훈련한 손실",
    "figure.7-1a.loss_scaled": "0~1 픽셀로 훈련한 손실",
    "figure.7-1a.epochs_1": "에포크 1번의 정확도",
    "figure.7-1a.epochs_5": "에포크 5번의 정확도",
    "figure.7-1a.epochs_20": "에포크 20번의 정확도",
    "figure.7-1b.loss": "층 하나인 신경망의 검증 손실",
    "figure.7-1b.accuracy": "층 하나인 신경망의 검증 정확도",
    "figure.7-1b.sgd_accuracy": "SGDClassifier의 검증 정확도",
    "figure.7-1b.accuracy_20": "에포크 20번의 검증 정확도",
    "figure.7-1c.one_epoch": "파이토치로 한 에포크 훈련한 검증 정확도",
    "figure.7-2a.sigmoid_accuracy": "시그모이드 은닉층 모델의 검증 정확도",
    "figure.7-2a.relu_accuracy": "렐루 은닉층 모델의 검증 정확도",
    "figure.7-2a.shallow_sigmoid": "은닉층 하나, 시그모이드의 검증 정확도",
    "figure.7-2a.shallow_relu": "은닉층 하나, 렐루의 검증 정확도",
    "figure.7-2a.deep_sigmoid": "은닉층 다섯, 시그모이드의 검증 정확도",
    "figure.7-2a.deep_relu": "은닉층 다섯, 렐루의 검증 정확도",
    "figure.7-2b.rate_0.0001": "학습률 0.0001의 검증 정확도",
    "figure.7-2b.rate_0.01": "학습률 0.01의 검증 정확도",
    "figure.7-2b.rate_0.1": "학습률 0.1의 검증 정확도",
    "figure.7-2b.rate_10.0": "학습률 10.0의 검증 정확도",
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
    "figure.7-2c.forest": "랜덤 포레스트의 검증 정확도",
    "figure.7-2c.on_pixels": "픽셀로 훈련한 로지스틱 회귀의 검증 정확도",
    "figure.7-2c.on_hidden": "은닉층의 출력으로 훈련한 로지스틱 회귀의 검증 정확도",
    "figure.7-2c.final_valid": "최종 모델의 검증 정확도",
    "figure.7-2c.final_test": "최종 모델의 테스트 정확도",
}
