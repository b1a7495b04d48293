"""Any file becomes a photo or one clear sentence, within 300 MB; and each step does to it what it says."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from helpers.photos.samples import BACKGROUNDS, GARMENTS, SHAPES, SIZE, garment_photo
from helpers.photos.steps import (
    MAX_DECODED,
    MAX_SIDE,
    clear_background,
    crop_to_clothing,
    invert_bright_background,
    photo_steps,
    read_photo,
    scale,
    shrink,
    to_grey,
)
from helpers.text import CLASSES

pytestmark = pytest.mark.filterwarnings("error")

BAG = Image.fromarray(garment_photo("bag")).resize((60, 72))
SIDEWAYS = Image.Exif()
SIDEWAYS[0x0112] = 6  # to be turned by 90 degrees, clockwise
MEGABYTES_ADDED = """
import re, sys
from pathlib import Path
from helpers.photos.samples import garment_photo
from helpers.photos.steps import photo_steps, read_photo
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text("utf-8"))[1]) * 1024 / 1e6
photo_steps(garment_photo("bag"))
with open(sys.argv[1], "rb") as file:
    data = file.read()
before = peak()
try:
    said = read_photo(data).shape
except ValueError as error:
    said = error
print(peak() - before, said, sep="|")
"""
# The peak that the resource module tells of is also that of the process which started this one.
only_linux_tells_the_peak = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's own peak")


def file_of(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def t_shirt() -> Image.Image:
    """Its collar is above, so that it is seen which way it lies."""
    return Image.fromarray(garment_photo("t_shirt"))


def cut_out() -> Image.Image:
    """The T-shirt on a transparent background of black."""
    pixels = np.array(t_shirt())
    alpha = np.where(pixels[..., 2] < 140, 255, 0).astype(np.uint8)
    return Image.fromarray(np.dstack([pixels * (alpha > 0)[..., None], alpha]))


def sixteen_bits() -> Image.Image:
    return Image.fromarray(np.array(t_shirt().convert("L")).astype(np.uint16) * 257)


def animation(kind: str) -> bytes:
    later = [Image.new("RGB", t_shirt().size, colour) for colour in ("red", "green")]
    return file_of(t_shirt(), kind, save_all=True, append_images=later, duration=100)


PHOTOS = {
    "JPEG": lambda: file_of(t_shirt(), "JPEG"),
    "progressive JPEG": lambda: file_of(t_shirt(), "JPEG", progressive=True),
    "grey JPEG": lambda: file_of(t_shirt().convert("L"), "JPEG"),
    "CMYK JPEG": lambda: file_of(t_shirt().convert("CMYK"), "JPEG"),
    "JPEG of two images": lambda: file_of(t_shirt(), "MPO", save_all=True, append_images=[t_shirt().rotate(90)]),
    "PNG": lambda: file_of(t_shirt()),
    "transparent PNG": lambda: file_of(cut_out()),
    "grey transparent PNG": lambda: file_of(cut_out().convert("LA")),
    "16-bit PNG": lambda: file_of(sixteen_bits()),
    "palette PNG": lambda: file_of(t_shirt().convert("P")),
    "transparent palette PNG": lambda: file_of(cut_out().quantize(50)),
    "1-bit PNG": lambda: file_of(t_shirt().convert("1")),
    "animated GIF": lambda: animation("GIF"),
    "animated WebP": lambda: animation("WEBP"),
    "transparent WebP": lambda: file_of(cut_out(), "WEBP"),
    "BMP": lambda: file_of(t_shirt(), "BMP"),
}
ROTATED = {
    "JPEG": lambda: file_of(t_shirt(), "JPEG", exif=SIDEWAYS),
    "PNG": lambda: file_of(t_shirt(), exif=SIDEWAYS),
    "transparent PNG": lambda: file_of(cut_out(), exif=SIDEWAYS),
    "16-bit PNG": lambda: file_of(sixteen_bits(), exif=SIDEWAYS),
    "WebP": lambda: file_of(t_shirt(), "WEBP", exif=SIDEWAYS),
}
REFUSED = {
    "empty": (lambda: b"", "빈 파일.*0바이트.*JPEG"),
    "text": (lambda: "사진이 아닙니다".encode(), "22바이트.*PNG"),
    "PDF": (lambda: b"%PDF-1.7\n" + bytes(3000), "3,009바이트"),
    "SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "41바이트"),
    "TIFF": (lambda: file_of(t_shirt(), "TIFF"), "읽을 수 있는 형식"),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic" + bytes(100), "HEIC.*JPEG로"),
    "half a JPEG": (lambda: file_of(t_shirt(), "JPEG")[:5000], "손상.*JPEG, 5,000바이트"),
    "half a PNG": (lambda: file_of(t_shirt())[:50_000], "손상.*PNG, 50,000바이트"),
    "a PNG's first bytes": (lambda: file_of(t_shirt())[:40], "40바이트"),
    "1 × 1": (lambda: file_of(Image.new("RGB", (1, 1))), "1×1픽셀.*28픽셀 이상"),
    "too narrow": (lambda: file_of(Image.new("RGB", (400, 27))), "400×27픽셀"),
    "50 megapixels of PNG": (lambda: file_of(Image.new("1", (8160, 6120))), "받은 크기: 49.9백만.*13백만 픽셀 이하"),
    "50 megapixels of progressive JPEG": (
        lambda: file_of(Image.new("L", (8160, 6120)), "JPEG", progressive=True),
        "49.9백만",
    ),
    "100 megapixels of JPEG": (lambda: file_of(Image.new("L", (10_000, 10_000)), "JPEG"), "100.0백만.*51백만"),
    "a bomb": (lambda: file_of(Image.new("1", (20_000, 20_000))), "받은 크기: 400.0백만 픽셀"),
    "31 MB": (lambda: bytes(31_000_000), "31.0MB.*30MB 이하"),
}


# reading


@pytest.mark.parametrize("kind", PHOTOS)
def test_every_kind_of_file_becomes_the_same_t_shirt_upright_on_a_bright_background(kind):
    photo = read_photo(PHOTOS[kind]())
    assert photo.shape == (480, 400, 3)
    assert photo.dtype == np.uint8
    small, expected = photo_steps(photo).small.astype(int), photo_steps(garment_photo("t_shirt")).small.astype(int)
    assert np.abs(small - expected).mean() < 12
    assert to_grey(photo)[:40].mean() > 200


@pytest.mark.parametrize("kind", ROTATED)
def test_a_photo_that_says_it_lies_on_its_side_is_turned(kind):
    photo = read_photo(ROTATED[kind]())
    assert photo.shape == (400, 480, 3)
    expected = read_photo(PHOTOS[kind if kind in PHOTOS else "PNG"]())
    assert np.abs(np.rot90(photo).astype(int) - expected).mean() < 5


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_photo_is_refused_in_one_sentence(kind):
    data, told = REFUSED[kind]
    with pytest.raises(ValueError, match=told) as refusal:
        read_photo(data())
    assert "\n" not in str(refusal.value)
    assert "{" not in str(refusal.value)


def test_a_large_photo_is_read_smaller():
    photo = read_photo(file_of(t_shirt().resize((4000, 4800)), "JPEG"))
    assert photo.shape == (MAX_SIDE, round(MAX_SIDE * 400 / 480), 3)


def test_bytes_may_come_as_a_memoryview():
    data = PHOTOS["PNG"]()
    np.testing.assert_array_equal(read_photo(memoryview(data)), read_photo(data))


@settings(deadline=None, max_examples=120)
@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "BMP"]), st.data())
def test_a_damaged_file_is_a_photo_or_a_sentence(kind, choose):
    data = bytearray(file_of(BAG, kind))
    for _ in range(choose.draw(st.integers(1, 8))):
        data[choose.draw(st.integers(0, len(data) - 1))] = choose.draw(st.integers(0, 255))
    data = data[: choose.draw(st.integers(len(data) // 2, len(data)))]
    with suppress(ValueError):
        photo = read_photo(bytes(data))
        assert photo.shape[2] == 3
        assert photo.dtype == np.uint8


@pytest.fixture(scope="module")
def largest() -> Image.Image:
    """As many pixels as may be in memory at once; their colours cannot be guessed by a compressor."""
    side = int(MAX_DECODED**0.5)
    coarse = np.random.default_rng(0).integers(0, 255, (90, 90, 4), dtype=np.uint8)
    return Image.fromarray(coarse).resize((side, side), Image.Resampling.BILINEAR)


@only_linux_tells_the_peak
@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("PNG", "RGBA", {"compress_level": 1}),
        ("PNG", "LA", {"compress_level": 1}),
        ("PNG", "P", {"compress_level": 1, "transparency": bytes(range(200))}),
        ("WEBP", "RGBA", {"quality": 20, "method": 0}),
        ("JPEG", "CMYK", {"progressive": True, "subsampling": 0}),
    ],
)
def test_the_largest_files_take_less_than_300_megabytes(largest, kind, mode, options, tmp_path):
    opaque = largest.convert("RGB")
    images = {"RGBA": largest, "LA": largest.convert("LA"), "CMYK": opaque.convert("CMYK")}
    image = opaque.quantize(200, Image.Quantize.FASTOCTREE) if mode == "P" else images[mode]
    (tmp_path / "photo").write_bytes(file_of(image, kind, **options))
    added, said = measured(tmp_path / "photo")
    assert said == f"({MAX_SIDE}, {MAX_SIDE}, 3)"
    assert added < 300


@only_linux_tells_the_peak
def test_fifty_megapixels_of_jpeg_are_read_within_300_megabytes_and_of_png_refused_at_once(tmp_path):
    image = Image.linear_gradient("L").resize((8160, 6120)).convert("RGB")
    for kind, said_of, most in (("JPEG", "(384, 512, 3)", 60), ("PNG", "49.9백만", 10)):
        (tmp_path / kind).write_bytes(file_of(image, kind))
        added, said = measured(tmp_path / kind)
        assert said_of in said
        assert added < most


def measured(path) -> tuple[float, str]:
    """Megabytes that reading adds to the peak of a process of its own, and what comes of it."""
    command = [sys.executable, "-X", "utf8", "-c", MEGABYTES_ADDED, str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    added, said = done.stdout.strip().split("|")
    return float(added), said


# the steps


def scene(background: int, clothing: int, size=(120, 160)) -> np.ndarray:
    """A rectangle of clothing, 60 high and 30 wide, on an even background."""
    pixels = np.full(size, background, dtype=np.uint8)
    pixels[30:90, 70:100] = clothing
    return pixels


def test_grey_weighs_colours_as_the_eye_does():
    colours = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]], dtype=np.uint8)
    np.testing.assert_allclose(to_grey(colours), [[0.299 * 255, 0.587 * 255, 0.114 * 255, 255]], atol=1)


@pytest.mark.parametrize(("background", "clothing", "inverted"), [(230, 40, True), (20, 200, False), (120, 20, True)])
def test_what_is_brighter_than_the_clothing_is_inverted(background, clothing, inverted):
    pixels = scene(background, clothing)
    np.testing.assert_array_equal(invert_bright_background(pixels), 255 - pixels if inverted else pixels)


def test_a_white_garment_on_a_grey_background_is_not_inverted():
    np.testing.assert_array_equal(invert_bright_background(scene(200, 250)), scene(200, 250))


def test_the_background_becomes_0_and_what_is_255_stays():
    cleared = clear_background(scene(55, 255))
    np.testing.assert_array_equal(cleared[32:88, 72:98], 255)
    assert set(np.unique(cleared)) == {0, 255}
    assert 0 <= 60 * 30 - (cleared > 0).sum() < 20  # its four corners are a little rounder


def test_a_background_that_slopes_and_is_noisy_becomes_0():
    rows, columns = np.indices((120, 160))
    background = 20 + 0.2 * rows + 0.3 * columns + np.random.default_rng(0).normal(0, 4, (120, 160))
    pixels = np.where(scene(0, 1), 220, background).round().astype(np.uint8)
    cleared = clear_background(pixels)
    assert (cleared[scene(0, 1) == 0] > 0).mean() < 0.001
    assert cleared[35:85, 75:95].min() > 150


@pytest.mark.parametrize("slope", [(0.5, 0), (0, 0.5), (-0.5, 0), (0, -0.5)])
def test_faint_clothing_stands_out_from_a_background_that_slopes_one_way(slope):
    rows, columns = np.indices((120, 160))
    background = 90 + slope[0] * rows + slope[1] * columns
    cleared = clear_background((background + 20 * scene(0, 1)).astype(np.uint8))
    np.testing.assert_array_equal(cleared[scene(0, 1) == 0], 0)
    assert cleared[35:85, 75:95].min() > 20


def test_a_speck_is_background_in_a_photo_and_may_be_clothing_in_a_small_image():
    for side, kept in ((100, 0), (99, 200)):
        pixels = np.zeros((side, side), np.uint8)
        pixels[50, 50] = 200
        assert clear_background(pixels).max() == kept


def test_what_is_even_is_not_inverted():
    np.testing.assert_array_equal(invert_bright_background(scene(200, 200)), scene(200, 200))


def test_clothing_in_one_corner_is_not_taken_for_the_background():
    pixels = scene(30, 200)
    pixels[:40, :40] = 200
    cleared = clear_background(pixels)
    assert cleared[10:30, 10:30].min() > 150
    assert cleared[100:, 100:].max() == 0


@pytest.mark.parametrize(("size", "across"), [((60, 30), 0), ((30, 60), 1)])
def test_the_clothing_touches_two_sides_of_its_square_and_lies_in_the_middle(size, across):
    pixels = np.zeros((200, 180), dtype=np.uint8)
    pixels[90 : 90 + size[0], 20 : 20 + size[1]] = 100
    cropped = crop_to_clothing(pixels)
    assert cropped.shape == (60, 60)
    filled = (cropped > 0).any(axis=1), (cropped > 0).any(axis=0)
    assert filled[across].all()
    np.testing.assert_array_equal(np.nonzero(filled[1 - across])[0], range(15, 45))


def test_a_thread_does_not_widen_the_square():
    pixels = np.zeros((400, 400), dtype=np.uint8)
    pixels[100:200, 100:200] = 100
    pixels[150, 10:390] = 100
    assert crop_to_clothing(pixels).shape == (100, 100)


def test_shrinking_leaves_no_pixel_out():
    stripes = np.tile(np.array([0, 200], dtype=np.uint8), (280, 140))
    small = shrink(stripes)
    assert small.shape == (28, 28)
    np.testing.assert_array_equal(small, 100)
    np.testing.assert_array_equal(shrink(small), small)
    assert shrink(np.full((5, 5), 7, dtype=np.uint8)).shape == (28, 28)


def test_scaled_pixels_are_float32_from_0_to_1():
    scaled = scale(np.array([[0, 51, 255]], dtype=np.uint8))
    assert scaled.dtype == np.float32
    np.testing.assert_allclose(scaled, [[0, 0.2, 1]])


@pytest.mark.parametrize("step", [invert_bright_background, clear_background, crop_to_clothing, shrink, scale])
@pytest.mark.parametrize("pixels", [np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4)), np.zeros((0, 4), np.uint8)])
def test_a_step_refuses_other_arrays_by_their_shape_and_type(step, pixels):
    with pytest.raises(ValueError, match=rf"{pixels.shape[0]}, 4.*{pixels.dtype}".replace("(", r"\(")):
        step(pixels)


def test_grey_is_made_of_three_colours():
    with pytest.raises(ValueError, match=r"\(4, 4\) uint8"):
        to_grey(np.zeros((4, 4), np.uint8))
    with pytest.raises(ValueError, match=r"\(1, 2\) list"):
        to_grey([[0, 255]])


@pytest.mark.parametrize("photo", [np.full((300, 200, 3), 255, np.uint8), np.zeros((28, 28, 3), np.uint8)])
def test_a_photo_of_nothing_is_refused_in_words(photo):
    with pytest.raises(ValueError, match=r"찾지 못했습니다.*0개"):
        photo_steps(photo)


@pytest.mark.parametrize("size", [(28, 28), (512, 1), (1, 512), (99, 31)])
def test_photos_of_every_shape_go_through_all_steps(size):
    photo = np.zeros((*size, 3), np.uint8)
    photo[size[0] // 3 : size[0] // 3 * 2 + 1, size[1] // 3 : size[1] // 3 * 2 + 1] = 200
    assert photo_steps(photo).scaled.shape == (28, 28)


def test_the_steps_are_those_of_the_functions_in_order():
    steps = photo_steps(garment_photo("bag"))
    np.testing.assert_array_equal(steps.grey, to_grey(steps.photo))
    np.testing.assert_array_equal(steps.inverted, invert_bright_background(steps.grey))
    np.testing.assert_array_equal(steps.cleared, clear_background(steps.inverted))
    np.testing.assert_array_equal(steps.cropped, crop_to_clothing(steps.cleared))
    np.testing.assert_array_equal(steps.small, shrink(steps.cropped))
    np.testing.assert_array_equal(steps.scaled, scale(steps.small))


def test_no_step_changes_what_it_is_given():
    photo = garment_photo("dress")
    photo_steps(photo)
    np.testing.assert_array_equal(photo, garment_photo("dress"))


# the garments


@pytest.mark.parametrize("name", GARMENTS)
def test_a_garment_is_drawn_the_same_each_time_and_fills_its_image_as_those_of_fashion_mnist(name):
    photo = garment_photo(name)
    np.testing.assert_array_equal(photo, garment_photo(name))
    assert photo.shape == (SIZE[1], SIZE[0], 3)
    image = photo_steps(photo).scaled
    assert image.dtype == np.float32
    assert 0 == image.min() < image.max() <= 1
    seen = image > 0.05
    assert max(seen.any(axis=0).sum(), seen.any(axis=1).sum()) >= 27
    assert 0.2 < (image == 0).mean() < 0.8  # as much background as the classes of the data set have


def test_every_garment_has_a_class_a_shape_and_a_background():
    assert GARMENTS.keys() == SHAPES.keys()
    assert {garment.background for garment in GARMENTS.values()} == BACKGROUNDS.keys()
    assert all(0 <= garment.label < CLASSES for garment in GARMENTS.values())


def test_an_unknown_garment_is_refused():
    with pytest.raises(KeyError, match=r"hat.*t_shirt"):
        garment_photo("hat")


@pytest.mark.course
@pytest.mark.filterwarnings("default")
def test_a_small_network_recognises_most_of_them(small):
    import keras

    model = keras.Sequential(
        [keras.layers.Flatten(), keras.layers.Dense(50, "relu"), keras.layers.Dense(10, "softmax")]
    )
    keras.utils.set_random_seed(0)
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(small.train.images, small.train.labels, epochs=10, verbose=0)
    images = np.stack([photo_steps(garment_photo(name)).scaled for name in GARMENTS])
    guesses = model.predict(images, verbose=0).argmax(axis=1)
    right = guesses == [garment.label for garment in GARMENTS.values()]
    assert right.sum() > len(GARMENTS) / 2
