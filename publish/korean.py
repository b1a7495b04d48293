"""What is written into published notebooks for their readers."""

COLAB_TITLE = "helpers 준비하기: 이 셀을 가장 먼저 실행합니다"
COLAB_OPENING = """\
이 노트북은 파일 하나로 실행됩니다. 이 과정의 다른 파일은 필요 없습니다.
아래는 노트북이 쓰는 helpers의 소스 코드입니다. 셀을 실행하면 같은 이름의 파일에 적습니다.
코드를 읽으려면 이 셀에서 '코드 표시'를 누르거나, 실행한 뒤 왼쪽 파일 목록에서 helpers 폴더를 엽니다."""
COLAB_WRITTEN = "helpers 폴더에 파일 {count}개를 적었습니다. 왼쪽 파일 목록에서 열어 읽을 수 있습니다."
COLAB_FONT = "그림에 쓸 한글 글꼴이 없으면 설치합니다"

# On Colab the record of solved exercises goes with the machine, unless it is kept on the student's Drive.
KEPT_HERE = "푼 문제는 이 컴퓨터에 적어 두므로 내일 다시 열어도 남아 있습니다."
KEPT_ON_COLAB = (
    "푼 문제는 코랩의 런타임에 적어 두므로 런타임이 끝나면 사라집니다. 내일도 남기려면 새 셀에 "
    "`from helpers.exercises import keep_on_drive`와 `keep_on_drive()`를 두 줄로 적어 실행하십시오. "
    "내 드라이브에 적어 두며, 내일은 노트북을 열고 그 셀을 먼저 실행합니다."
)

MINUTES = r"모든 셀 실행 ([\d~]+)분"  # where a notebook's opening says how long it takes
OPEN_IN_COLAB = "이 노트북을 코랩에서 열기"

# What nbgrader releases
ASSIGNMENT = """\
# 과제: {title}

`...`을 지우고 답을 적은 뒤, 답 셀과 그 아래의 판정 셀을 차례로 실행합니다. 판정 셀은 맞은 답이면 그렇다고 알리고, \
아직이면 무엇이 다른지 알려 줍니다. 내기 전에는 몇 번이든 고칠 수 있습니다.

판정 셀과 준비 셀은 고치거나 지울 수 없습니다. 다 풀지 못해도 낼 수 있으며, 푼 문제의 점수는 그대로 받습니다. \
낼 때 파일 이름을 바꾸지 마십시오."""
ASSIGNMENT_SETUP = "# 수업 노트북에서 가져온, 문제에 쓰는 이름"
ASSIGNMENT_TASK = "## {heading} ({points}점)"
ASSIGNMENT_PLACE = "수업 노트북의 ‘{place}’에 이어지는 문제입니다."
