"""The lab of photos shows every garment and every upload, and says in words why it cannot show another."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime

import matplotlib.image
import numpy as np
import pytest
from PIL import Image

from helpers.labs import PhotoLab
from helpers.labs.photo import MINE
from helpers.photos.samples import GARMENTS, garment_photo
from helpers.photos.steps import photo_steps
from helpers.text import class_names, say
from tests.lab_checks import nothing_goes_wrong

pytestmark = pytest.mark.filterwarnings("error")  # "Glyph ... missing from font"


class FakeModel:
    """Tells brighter from darker images, and remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def predict(self, images, verbose):
        self.asked.append(images)
        first = 0.5 + images.mean() / 4
        return np.array([[0, 0, 1 - first - 0.1, 0, 0.1, 0, 0, 0, first, 0]])


@pytest.fixture
def lab():
    return PhotoLab(FakeModel())


def file_of(photo: np.ndarray, kind="PNG", **options) -> bytes:
    file = io.BytesIO()
    Image.fromarray(photo).save(file, kind, **options)
    return file.getvalue()


def upload(lab, data: bytes) -> None:
    """As the page does it."""
    described = {"name": "photo", "type": "image/png", "size": len(data), "last_modified": datetime.now(UTC)}
    lab.upload.value = ({**described, "content": memoryview(data)},)


def shown(lab) -> np.ndarray:
    return matplotlib.image.imread(io.BytesIO(lab.children[3].value), format="png")


def test_every_garment_that_comes_along_is_shown_predicted_and_told(lab):
    pictures = []
    for name in GARMENTS:
        words = say(f"garment.{name}")
        lab.garment.value = words
        steps = photo_steps(garment_photo(name))
        np.testing.assert_array_equal(lab._model.asked[-1], steps.scaled[None])
        assert lab._model.asked[-1].dtype == np.float32
        assert lab.sentence.startswith(f"{words}: 너비 400, 높이 480픽셀")
        kept = np.array_equal(steps.grey, steps.inverted)
        assert ("그대로 두었습니다" in lab.sentence) is kept
        assert lab._stage.figure.axes[2].get_title() == say("photo.kept" if kept else "photo.inverted")
        first = 0.5 + steps.scaled.mean() / 4
        assert f"예측은 {class_names()[8]}({first:.1%}), 그다음은 {class_names()[2]}({0.9 - first:.1%})" in lab.sentence
        pictures.append(shown(lab))
    assert len({picture.tobytes() for picture in pictures}) == len(GARMENTS)


def test_the_lab_opens_with_its_first_picture_and_says_what_it_shows(lab):
    first = lab.picture()
    assert first == bytes(lab.children[3].value)
    assert shown(lab).std() > 0.05
    lab.garment.index = 2
    assert lab.picture() == first != bytes(lab.children[3].value)
    assert lab.children[3].tooltip == lab.children[4].value == lab.sentence
    assert repr(lab) == f"<{say(PhotoLab.title_key)}>"
    assert "10MB" in lab.children[1].value


def test_an_upload_is_shown_stays_among_the_photos_and_gives_way_to_the_next(lab):
    garments = lab.garment.options
    with nothing_goes_wrong():
        upload(lab, file_of(garment_photo("bag")))
        bag = shown(lab), lab.sentence
        assert lab.garment.options == ((say("photo.mine"), MINE), *garments)
        assert lab.sentence.startswith(say("photo.mine"))
        upload(lab, file_of(garment_photo("dress").repeat(4, axis=0).repeat(4, axis=1), "JPEG"))
        assert lab.sentence.startswith(f"{say('photo.mine')}: 너비 427, 높이 512픽셀")
        lab.garment.index = 3
        assert not lab.sentence.startswith(say("photo.mine"))
        upload(lab, file_of(garment_photo("bag")))
    assert len(lab.garment.options) == len(garments) + 1
    assert (lab.sentence, lab.remark) == (bag[1], "")
    np.testing.assert_array_equal(shown(lab), bag[0])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "0바이트"),
        (b"<script>alert(1)</script>", "25바이트"),
        (file_of(garment_photo("bag"), "JPEG")[:4000], "손상"),
        (file_of(np.zeros((1, 1, 3), np.uint8)), "1×1픽셀"),
        (file_of(np.full((300, 300, 3), 250, np.uint8)), "찾지 못했습니다"),
    ],
)
def test_what_is_no_photo_is_told_and_changes_nothing_else(lab, data, told):
    before = lab.garment.options, lab.sentence, lab.children[3].value
    with nothing_goes_wrong():
        upload(lab, data)
    assert told in lab.remark
    assert lab.remark in lab.children[2].value
    assert 'role="status"' in lab.children[2].value
    assert (lab.garment.options, lab.sentence, lab.children[3].value) == before
    lab.garment.index = 1
    assert (lab.remark, lab.children[2].value) == ("", "")


def test_bytes_are_dropped_once_read_so_that_the_same_file_may_come_again(lab):
    data = file_of(garment_photo("bag"))
    for _ in range(2):
        asked = len(lab._model.asked)
        upload(lab, data)
        assert lab.upload.value == ()
        assert len(lab._model.asked) == asked + 1
    upload(lab, b"nothing")
    assert lab.upload.value == ()


def test_a_chosen_garment_brings_a_new_button_where_an_old_one_waits_for_ever(lab):
    old = lab.upload
    lab.garment.index = 1
    assert lab.upload is not old
    assert lab.children[0].children == (lab.garment, lab.upload)
    assert old.comm is None
    upload(lab, file_of(garment_photo("bag")))
    assert lab.sentence.startswith(say("photo.mine"))


def test_one_picture_file_at_a_time_is_asked_for(lab):
    assert (lab.upload.accept, lab.upload.multiple) == ("image/*", False)


def test_photos_of_ones_own_take_the_place_of_the_garments():
    lab = PhotoLab(FakeModel(), photos={"이름": garment_photo("bag"), "mine": garment_photo("dress")})
    assert [name for name, _ in lab.garment.options] == ["이름", "mine"]
    assert lab.sentence.startswith("이름:")
    upload(lab, file_of(garment_photo("bag")))
    assert lab.sentence.startswith(say("photo.mine"))
    lab.garment.label = "mine"
    assert lab.sentence.startswith("mine:")


def test_a_lab_of_no_photos_and_a_model_of_other_classes_are_refused():
    with pytest.raises(ValueError, match=r"\{\}"):
        PhotoLab(FakeModel(), photos={})
    other = FakeModel()
    other.predict = lambda images, verbose: np.zeros((1, 3))
    with pytest.raises(ValueError, match=r"\(1, 10\).*\(1, 3\)"):
        PhotoLab(other)


def test_the_lab_loads_neither_tensorflow_nor_scikit_learn():
    code = "import sys, helpers.labs.photo; print(*{'tensorflow', 'keras', 'sklearn'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == ""
