"""The data: whole, split as in the notes, refused when wrong, and ready in Keras's cache."""

from __future__ import annotations

import errno
import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from helpers.data import (
    CLASS_NAMES,
    MD5,
    PACKAGE_FOLDER,
    Split,
    class_index,
    fill_keras_cache,
    load_fashion_mnist,
    read_files,
)

pytestmark = pytest.mark.course


def test_the_package_holds_the_authors_files_and_their_licence():
    for name, md5 in MD5.items():
        assert hashlib.md5((PACKAGE_FOLDER / name).read_bytes()).hexdigest() == md5
    assert "Zalando" in (PACKAGE_FOLDER / "LICENSE").read_text("utf-8")


def test_the_splits_are_those_of_the_notes(fashion_mnist):
    images, labels = read_files(PACKAGE_FOLDER, "train")
    rows = (images / 255.0).reshape(-1, 784)
    train, valid, train_labels, valid_labels = train_test_split(rows, labels, test_size=0.2, random_state=42)
    np.testing.assert_allclose(fashion_mnist.train.flat, train, atol=1e-7)
    np.testing.assert_allclose(fashion_mnist.valid.flat, valid, atol=1e-7)
    np.testing.assert_array_equal(fashion_mnist.train.labels, train_labels)
    np.testing.assert_array_equal(fashion_mnist.valid.labels, valid_labels)
    assert [len(split) for split in (fashion_mnist.train, fashion_mnist.valid, fashion_mnist.test)] == [
        48000,
        12000,
        10000,
    ]


def test_images_are_float32_between_0_and_1_and_flat_is_a_view(fashion_mnist):
    for split in (fashion_mnist.train, fashion_mnist.valid, fashion_mnist.test):
        assert (split.images.dtype, split.images.min(), split.images.max()) == (np.float32, 0, 1)
        assert np.shares_memory(split.images, split.flat)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda x, y: (x[:, :27], y), "27"),
        (lambda x, y: (x.reshape(10, 784), y), "784"),
        (lambda x, y: (x * 255, y), "25"),
        (lambda x, y: (x - 1, y), "-"),
        (lambda x, y: (x * np.float32(np.nan), y), "nan"),
        (lambda x, y: (x.astype(np.float64), y), "float64"),
        (lambda x, y: (x, y[:9]), "9"),
        (lambda x, y: (x, y + 1), "10"),
        (lambda x, y: (x, y - 1), "-1"),
        (lambda x, y: (x, y / 2), "float64"),
    ],
)
def test_a_split_that_does_not_fit_is_refused_by_its_value(images, change, named):
    with pytest.raises(ValueError, match=r"[가-힣]") as refused:
        Split(*change(images, np.arange(10)))
    assert named in str(refused.value)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match="nowhere"):
        load_fashion_mnist(tmp_path / "nowhere")


@pytest.mark.parametrize("damage", [lambda b: b[:-1000], lambda b: b"no gzip", lambda b: gzip.compress(b"")])
def test_a_damaged_file_is_named(tmp_path, damage):
    for name in MD5:
        (tmp_path / name).symlink_to(PACKAGE_FOLDER / name)
    damaged = tmp_path / "train-labels-idx1-ubyte.gz"
    content = damaged.read_bytes()
    damaged.unlink()
    damaged.write_bytes(damage(content))
    with pytest.raises(ValueError, match="train-labels-idx1-ubyte"):
        load_fashion_mnist(tmp_path)


def test_a_class_is_found_by_its_name_or_refused():
    assert [class_index(name) for name in CLASS_NAMES] == list(range(10))
    with pytest.raises(KeyError, match=r"모자.*티셔츠"):
        class_index("모자")


def is_whole(folder) -> bool:
    files = {path.name: hashlib.md5(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    return files == MD5


def cut_short(content: bytes) -> bytes:
    return content[: len(content) // 2]


def one_byte_changed(content: bytes) -> bytes:
    return content[:100] + bytes([content[100] ^ 1]) + content[101:]


@pytest.mark.parametrize("damage", [cut_short, one_byte_changed, lambda content: b""])
@pytest.mark.parametrize("name", MD5)
def test_a_damaged_file_in_the_cache_is_replaced(tmp_path, name, damage):
    fill_keras_cache(tmp_path)
    (tmp_path / name).write_bytes(damage((tmp_path / name).read_bytes()))
    fill_keras_cache(tmp_path)
    assert is_whole(tmp_path)


def test_a_whole_file_in_the_cache_is_left_alone(tmp_path):
    fill_keras_cache(tmp_path)
    before = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
    fill_keras_cache(tmp_path)
    assert {path.name: path.stat().st_ino for path in tmp_path.iterdir()} == before


def no_room(source, target):
    Path(target).write_bytes(b"as far as there was room")
    raise OSError(errno.ENOSPC, "No space left on device", str(source), None, str(target))


def test_a_cache_without_room_holds_links(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.copy", no_room)
    fill_keras_cache(tmp_path)
    assert is_whole(tmp_path)
    assert all(path.is_symlink() for path in tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "t10k-images-idx3-ubyte.gz").mkdir()
    with pytest.raises(OSError, match="t10k-images-idx3-ubyte") as refused:
        fill_keras_cache(tmp_path)
    assert refused.value.filename == str(tmp_path / "t10k-images-idx3-ubyte.gz")


def test_thirty_processes_that_start_at_once_all_get_whole_files(tmp_path):
    check = "from helpers.data import *; from helpers.data import keras_cache, read_files; fill_keras_cache(); "
    check += "[read_files(keras_cache(), part) for part in ('train', 't10k')]"
    environment = {**os.environ, "KERAS_HOME": str(tmp_path)}
    processes = [subprocess.Popen([sys.executable, "-c", check], env=environment) for _ in range(30)]
    assert [process.wait() for process in processes] == [0] * 30
    assert is_whole(tmp_path / "datasets" / "fashion-mnist")
