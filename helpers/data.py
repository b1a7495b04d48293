"""Load Fashion-MNIST as named arrays, from the files that travel with the package or from Keras."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from helpers.files import replacing
from helpers.text import class_names, say

__all__ = [
    "CLASS_NAMES",  # noqa: F822, see __getattr__
    "FashionMNIST",
    "Split",
    "class_index",
    "fill_keras_cache",
    "first_images",
    "load_fashion_mnist",
]

PACKAGE_FOLDER = Path(__file__).parent / "fashion-mnist"
MD5 = {  # as published by the authors: github.com/zalandoresearch/fashion-mnist
    "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
    "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
    "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
}


def __getattr__(name: str) -> tuple[str, ...]:
    """CLASS_NAMES, in the language that is spoken when they are imported."""
    if name == "CLASS_NAMES":
        return class_names()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@dataclass(frozen=True)
class Split:
    """Images and their labels.

    Attributes:
        images: (n, 28, 28) float32 in [0, 1].
        labels: (n,) uint8 in 0..9.

    Raises:
        ValueError: The arrays are not such, or differ in length.
    """

    images: np.ndarray
    labels: np.ndarray

    def __post_init__(self) -> None:
        if self.images.ndim != 3 or self.images.shape[1:] != (28, 28):
            raise ValueError(say("data.image_shape", value=self.images.shape))
        if self.labels.shape != (len(self.images),):
            raise ValueError(say("data.lengths", value=(len(self.images), *self.labels.shape)))
        if self.images.dtype != np.float32 or not _between(self.images, 0, 1):
            raise ValueError(say("data.image_range", value=f"{self.images.dtype}, {_range(self.images)}"))
        if self.labels.dtype.kind not in "iu" or not _between(self.labels, 0, 9):
            raise ValueError(say("data.labels", value=f"{self.labels.dtype}, {_range(self.labels)}"))

    def __len__(self) -> int:
        return len(self.images)

    @property
    def flat(self) -> np.ndarray:
        """The images as rows, (n, 784): a view, not a copy."""
        return self.images.reshape(len(self), -1)

    def first(self, n: int) -> Split:
        """The first n images, for a quick try."""
        return Split(self.images[:n], self.labels[:n])


@dataclass(frozen=True)
class FashionMNIST:
    """48,000 images for training, 12,000 for validation, 10,000 for testing."""

    train: Split
    valid: Split
    test: Split


def load_fashion_mnist(folder: str | Path | None = None) -> FashionMNIST:
    """Load the lessons' three splits, those of `train_test_split(test_size=0.2, random_state=42)`.

    Args:
        folder: Where the four files lie. By default the package's own or, where the package travels without them, those
            that Keras downloads.

    Raises:
        ValueError: A file is missing or damaged.
    """
    from sklearn.model_selection import train_test_split

    folder = Path(folder) if folder is not None else _default_folder()
    images, labels = read_files(folder, "train")
    train, valid, train_labels, valid_labels = train_test_split(images, labels, test_size=0.2, random_state=42)
    test, test_labels = read_files(folder, "t10k")
    return FashionMNIST(
        Split(_scaled(train), train_labels), Split(_scaled(valid), valid_labels), Split(_scaled(test), test_labels)
    )


def first_images(n: int) -> Split:
    """The first n training images, without reading the files to their end: for quick judging."""
    folder = _default_folder()
    with (
        gzip.open(folder / "train-images-idx3-ubyte.gz") as images,
        gzip.open(folder / "train-labels-idx1-ubyte.gz") as labels,
    ):
        pixels = np.frombuffer(images.read(16 + n * 28 * 28), np.uint8, offset=16)
        return Split(_scaled(pixels.reshape(-1, 28, 28)), np.frombuffer(labels.read(8 + n), np.uint8, offset=8))


def read_files(folder: Path, part: Literal["train", "t10k"]) -> tuple[np.ndarray, np.ndarray]:
    """Read the images, (n, 28, 28), and labels, (n,), of one part, both uint8.

    Raises:
        ValueError: A file is missing or damaged.
    """
    pixels = _unpack(folder / f"{part}-images-idx3-ubyte.gz", header=16)
    return pixels.reshape(-1, 28, 28), _unpack(folder / f"{part}-labels-idx1-ubyte.gz", header=8)


def class_index(name: str) -> int:
    """The label, 0..9, of a class by its name.

    Raises:
        KeyError: There is no such class.
    """
    names = class_names()
    if name not in names:
        raise KeyError(say("data.class_name", value=name, choices=", ".join(names)))
    return names.index(name)


def keras_cache() -> Path:
    """The folder that `keras.datasets.fashion_mnist.load_data()` reads: in /tmp where the home cannot be written."""
    user = os.path.expanduser("~")
    home = os.environ.get("KERAS_HOME") or os.path.join(user if os.access(user, os.W_OK) else "/tmp", ".keras")
    home = os.path.expanduser(home)
    with suppress(OSError):
        os.makedirs(home, exist_ok=True)
    if not os.access(home, os.W_OK):
        home = os.path.join("/tmp" if os.path.isdir("/tmp") else tempfile.gettempdir(), ".keras")
    return Path(home) / "datasets" / "fashion-mnist"


def fill_keras_cache(cache: Path | None = None) -> None:
    """Put whole files where Keras looks for them.

    A whole file is left alone. Where the package travels without its files a damaged one is only removed: Keras
    downloads what is missing.

    Raises:
        OSError: A file cannot be written; the error has its name.
    """
    cache = cache or keras_cache()
    cache.mkdir(parents=True, exist_ok=True)
    for name in MD5:
        source, target = PACKAGE_FOLDER / name, cache / name
        if _is_whole(target):
            continue
        try:
            if source.exists():
                _put(source, target)
            else:
                target.unlink(missing_ok=True)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(target)) from error


def _put(source: Path, target: Path) -> None:
    """Copy a file or, on a full disk, link to it."""
    with replacing(target) as beside:
        try:
            shutil.copy(source, beside)
        except OSError:
            beside.unlink(missing_ok=True)
            beside.symlink_to(source.resolve())


def _default_folder() -> Path:
    if PACKAGE_FOLDER.exists():
        return PACKAGE_FOLDER
    from keras.datasets import fashion_mnist

    with suppress(EOFError, gzip.BadGzipFile, ValueError, zlib.error):  # of a damaged file, which is reported below
        fashion_mnist.load_data()
    folder = keras_cache()
    for name, md5 in MD5.items():
        if not _is_whole(folder / name):
            raise ValueError(say("data.damaged", value=folder / name, expected=md5))
    return folder


def _is_whole(path: Path) -> bool:
    return path.is_file() and hashlib.md5(path.read_bytes()).hexdigest() == MD5[path.name]


def _unpack(path: Path, header: int) -> np.ndarray:
    if not path.is_file():
        raise ValueError(say("data.missing", value=path.parent, expected=path.name))
    try:
        return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=header)
    except (EOFError, OSError, ValueError, zlib.error) as error:
        raise ValueError(say("data.damaged", value=path, expected=MD5[path.name])) from error


def _scaled(images: np.ndarray) -> np.ndarray:
    scaled = images.astype(np.float32)
    scaled /= 255
    return scaled


def _between(values: np.ndarray, low: float, high: float) -> bool:
    return values.size == 0 or (values.min() >= low and values.max() <= high)


def _range(values: np.ndarray) -> str:
    return f"{values.min()}..{values.max()}" if values.size else "0"
