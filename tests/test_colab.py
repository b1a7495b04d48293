"""A standalone notebook runs in an empty folder on a kernel like Colab's, with its pictures, and leads nowhere else."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from PIL import Image

from helpers.data import MD5, PACKAGE_FOLDER
from helpers.text import LANGUAGES, say
from publish import chromium, colab
from publish.heads import running_minutes
from publish.languages import differences, place_of, speaking, translations
from publish.words import say as said_in
from tests.colab_kernel import colab_kernel
from tests.lessons import NEEDS, shortened

pytestmark = pytest.mark.thorough

NOTEBOOKS = [(each, path) for each in LANGUAGES for path in sorted(place_of(colab.NOTEBOOKS, each).glob("*.ipynb"))]
WITH_CODE = [(language, path) for language, path in NOTEBOOKS if not path.stem.startswith("7-9")]
HERE = {"ko": "이 컴퓨터", "en": "this computer"}
FACTS = """
import json, sys, ipykernel, ipywidgets, helpers
files = [getattr(module, '__file__', None) or '' for name, module in sys.modules.items() if name.startswith('helpers')]
print(json.dumps({'files': sorted(set(files)), 'colab': 'google.colab' in sys.modules, 'path': sys.path,
                  'ipykernel': ipykernel.__version__, 'ipywidgets': ipywidgets.__version__}, indent=1))
"""


@pytest.fixture(scope="session")
def pictures():
    """Every picture as a PNG: drawn by Chromium or, where there is none, a stand-in."""
    paths = {Path(name) for _, path in NOTEBOOKS for name in colab.pictures_of(path)}
    if chromium.CHROMIUM:
        with ThreadPoolExecutor() as apart:  # this thread may have a browser open, and Playwright runs once a thread
            return apart.submit(chromium.as_pngs, paths).result()
    png = io.BytesIO()
    Image.new("RGB", (600, 300)).save(png, "PNG")
    return dict.fromkeys(paths, png.getvalue())


@pytest.fixture(scope="session")
def kernel():
    return colab_kernel()


@pytest.fixture(scope="session")
def settings(tmp_path_factory):
    """What kernels keep: matplotlib's list of fonts takes seconds."""
    return tmp_path_factory.mktemp("settings")


@pytest.fixture
def keras_home(tmp_path):
    """A folder of Keras in which the four files lie as if they had been downloaded."""
    cache = tmp_path / "keras" / "datasets" / "fashion-mnist"
    cache.mkdir(parents=True)
    for name in MD5:
        (cache / name).symlink_to(PACKAGE_FOLDER.resolve() / name)
    return tmp_path / "keras"


@pytest.fixture
def run(kernel, settings, keras_home, tmp_path):
    """Run code after the first cell of a standalone notebook, in an empty folder; its outputs, a text a cell."""

    def outputs_of(*code: str, before: str = "") -> list[str]:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(before), colab._first_cell()])
        notebook.cells += map(nbformat.v4.new_code_cell, code)
        (tmp_path / "content").mkdir()
        kernel.run(notebook, tmp_path / "content", keras_home, settings)
        return [text_of(cell) for cell in notebook.cells[2:]]

    return outputs_of


def in_each_language(notebooks):
    """Run a test for each of (language, path), in that language."""
    return pytest.mark.parametrize(
        ("spoken", "path"), notebooks, ids=lambda each: getattr(each, "stem", each), indirect=["spoken"]
    )


def text_of(cell) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def markdown_of(notebook) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_the_kernel_is_colabs(kernel):
    if kernel.why:
        pytest.skip(f"{kernel.why}: notebooks run in Python {sys.version.split()[0]} with ipykernel 6 instead")


@in_each_language(WITH_CODE)
@pytest.mark.usefixtures("spoken")
def test_a_notebook_runs_with_nothing_beside_it(path, pictures, kernel, settings, keras_home, tmp_path):
    if (package := NEEDS.get(path.stem)) and not kernel.has(package):
        pytest.skip(f"Colab has {package}, but this kernel has not")
    notebook = colab.standalone(path, pictures)
    first, *others = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in others:
        cell.source = shortened(cell.source)
    notebook.cells.append(nbformat.v4.new_code_cell(FACTS))
    (tmp_path / "content").mkdir()
    kernel.run(notebook, tmp_path / "content", keras_home, settings)

    assert text_of(first).strip() == said_in("colab.written", count=len(colab.helper_files()))
    minutes = running_minutes(notebook.cells[0].source)
    device, *more = text_of(others[0]).splitlines()[1:]
    assert more == ([say("course.no_gpu", minutes=minutes)] if device.endswith("CPU") else [])
    assert not [cell.source for cell in others if "Glyph" in text_of(cell)]

    facts = json.loads(text_of(notebook.cells[-1]))
    content = (tmp_path / "content").resolve()
    assert facts["files"]
    assert [file for file in facts["files"] if not Path(file).resolve().is_relative_to(content)] == []
    assert str(Path.cwd()) not in facts["path"]
    assert facts["colab"]
    assert facts["ipykernel"].startswith("6.")
    if not kernel.why:
        assert facts["ipywidgets"].startswith("7.7")


def test_the_first_cell_writes_the_helpers_as_they_are_and_nothing_else(run, tmp_path):
    run()
    written = [path for path in (tmp_path / "content").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {path.relative_to(tmp_path / "content").as_posix(): path.read_bytes() for path in written} == {
        name: text.encode() for name, text in colab.helper_files().items()
    }


def test_all_that_the_package_holds_is_written_but_data_and_font():
    files = colab.helper_files()
    patterns = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]["helpers"]
    for pattern in [*patterns, "**/*.py"]:
        for path in Path("helpers").glob(pattern):
            left_out = bool({"fashion-mnist", "fonts"} & set(path.parts))
            assert (path.as_posix() in files) is not left_out, path


def test_the_first_cell_is_readable(run):
    source = colab._first_cell().source
    assert source.startswith(f"#@title {said_in('colab.title')}\n# ")
    for name, text in colab.helper_files().items():
        assert f"FILES['{name}'] = r" in source
        assert f"\n{text}" in source
    assert not re.search(r"base64\.b64decode\(['\"]|zipfile", re.sub(r"FILES\[[\s\S]*?\n(?:'''|\"\"\")\n", "", source))


def test_a_text_that_cannot_stand_in_the_cell_is_refused():
    with pytest.raises(ValueError, match=r"both\.py"):
        colab._literal("both.py", "'''\n\"\"\"\n")


@in_each_language(NOTEBOOKS)
class TestDocument:
    @pytest.fixture
    def notebook(self, spoken, path, pictures):
        return colab.standalone(path, pictures)

    def test_is_valid_without_outputs_and_asks_for_a_gpu_where_it_trains(self, notebook, path):
        nbformat.validate(notebook)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert not [cell for cell in code if cell.outputs or cell.execution_count]
        assert notebook.metadata.get("accelerator") == ("GPU" if code else None)
        assert ("gpuType" in notebook.metadata.colab) is bool(code)
        assert [cell.metadata["id"] for cell in notebook.cells] == [cell.id for cell in notebook.cells]

    def test_holds_its_pictures_with_their_words(self, notebook, path, pictures):
        shown = re.findall(r"!\[(.*?)\]\(data:image/png;base64,([\w+/=]+)\)", markdown_of(notebook))
        assert len(shown) == len(re.findall(r"!\[.*?\]\(\.\./", markdown_of(nbformat.read(path, as_version=4))))
        for words, data in shown:
            assert len(words) >= 15
            assert Image.open(io.BytesIO(base64.b64decode(data))).size[0] > 500

    def test_leads_to_no_file_and_to_cells_that_are_there(self, notebook, path):
        targets = re.findall(r"\]\(([^)]*)\)", markdown_of(notebook))
        inside = {target.removeprefix("#scrollTo=") for target in targets if target.startswith("#scrollTo=")}
        assert inside <= {cell.id for cell in notebook.cells}
        assert not [each for each in targets if not each.startswith(("https://", "data:image/png", "#scrollTo="))]
        assert ".ipynb)" not in markdown_of(notebook)

    def test_says_nothing_that_holds_only_at_home(self, notebook, spoken, path):
        source = "\n".join(cell.source for cell in notebook.cells if cell.id != "colab-helpers")
        assert "JPY_SESSION_NAME" not in source
        at_home = markdown_of(nbformat.read(path, as_version=4))
        assert (said_in("colab.kept_there") in source) is (HERE[spoken] in at_home)
        assert HERE[spoken] not in source


def test_a_path_to_helpers_elsewhere_breaks_nothing(run, tmp_path):
    (tmp_path / "helpers").mkdir()
    (tmp_path / "helpers" / "__init__.py").write_text("raise ImportError('of another course')", "utf-8")
    (said,) = run("import sys\nsys.path.insert(0, '..')\nimport helpers.data\nprint(helpers.data.__file__)")
    assert Path(said.strip()).resolve().is_relative_to((tmp_path / "content").resolve())


def damage(keras_home: Path) -> Path:
    path = keras_home / "datasets" / "fashion-mnist" / "train-labels-idx1-ubyte.gz"
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[: len(content) // 2])
    return path


def test_a_file_that_keras_has_only_half_is_named(run, keras_home):
    path = damage(keras_home)
    with pytest.raises(CellExecutionError, match=re.escape(say("data.damaged", value=path, expected=MD5[path.name]))):
        run("from helpers.data import load_fashion_mnist\nload_fashion_mnist()")


def test_setup_removes_such_a_file_so_that_keras_downloads_it_again(run, keras_home):
    path = damage(keras_home)
    run("from helpers.course import setup\nsetup()")
    assert {each.name for each in path.parent.iterdir()} == set(MD5) - {path.name}


def test_without_a_font_one_is_asked_for_and_figures_are_drawn_all_the_same(run, tmp_path):
    hidden = "from matplotlib import font_manager\nfont_manager.findSystemFonts = lambda *paths, **options: []"
    draw = "import matplotlib.pyplot as plt\nplt.title('한글 제목')\nplt.show()"
    said, shown = run("from helpers.course import setup\nsetup()", draw, before=hidden)
    assert said.splitlines()[2:] == [say("course.no_font")]
    assert shown == ""
    log = (tmp_path / "content" / "apt-get.log").read_text("utf-8")
    assert log.splitlines()[0] == "install -y -qq fonts-nanum"


UPLOAD = """
from helpers.course import use_figure_style
use_figure_style()
import base64, io
import numpy as np
from PIL import Image
from helpers.photos.samples import garment_photo
from helpers.labs import PhotoLab

class Model:
    def predict(self, images, verbose):
        return np.full((1, 10), 0.1)

lab, file = PhotoLab(Model()), io.BytesIO()
Image.fromarray(garment_photo('dress')).save(file, 'PNG')
def upload():
    described = {'name': 'photo.png', 'type': 'image/png', 'size': len(file.getvalue()), 'lastModified': 0}
    if hasattr(lab.upload, '_counter'):  # ipywidgets 7
        values = {'metadata': [described], 'data': [file.getvalue()], '_counter': lab.upload._counter + 1}
        with lab.upload.hold_trait_notifications():
            for name, value in values.items():
                setattr(lab.upload, name, value)
    else:
        described['last_modified'] = described.pop('lastModified')
        lab.upload.set_state({'value': [{**described, 'content': memoryview(file.getvalue())}]})
upload()
print(lab.garment.label, len(lab.upload.value), lab.remark)
lab.garment.index = 3
upload()
print(lab.garment.label, len(lab.upload.value), lab.remark)
"""


def test_a_photo_can_be_uploaded_twice(run):
    (said,) = run(UPLOAD)
    assert said.splitlines() == [f"{say('photo.mine')} 0 "] * 2


VOTE = """
from helpers.exercises import Quiz
from helpers.labs.parts.choice import Choice

quiz = Quiz('7-1b/softmax')
row = Choice('', '', '①②③④', quiz.vote)
row.buttons.value = 2
print(row.words)
"""


def test_a_quiz_takes_a_vote(run):
    said, shown = run(VOTE, "quiz")
    assert say("quiz.noted", number="②") in said.splitlines()  # TensorFlow logs below it
    assert shown == ""


RACE = """
from helpers.course import use_figure_style
use_figure_style()
from helpers.labs import OptimizerRace
from helpers.training.runs import TrainConfig

class Engine:
    notice, images = '', 10

race = OptimizerRace(Engine(), [TrainConfig()])
shown = [each for each in (race.play, race._clock) if each.layout.display != 'none']
print(len(shown), isinstance(shown[0], type(race._clock)), hasattr(race._clock, 'playing'))
"""


def test_a_race_has_one_button_that_replays_it(run):
    (said,) = run(RACE)
    count, is_clock, can_be_started = said.split()
    assert count == "1"
    assert is_clock != can_be_started


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of what is published, as the current folder."""
    for name in ("helpers", "notebooks", "images"):
        shutil.copytree(name, tmp_path / name, ignore=shutil.ignore_patterns("fashion-mnist", "__pycache__"))
    for name in ("README.md", "README.ko.md", "pyproject.toml"):
        shutil.copy(name, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in [*folder.glob("notebooks/**/*.ipynb"), *folder.glob("README*")]}


def give_address(folder: Path, url: str) -> None:
    project = folder / "pyproject.toml"
    text = re.sub(r"\[project\.urls\][^\[]*", "", project.read_text("utf-8"))
    project.write_text(text + f'\n[project.urls]\nRepository = "{url}"\n', "utf-8")


@pytest.fixture
def no_browser(monkeypatch, pictures):
    monkeypatch.setattr(colab, "as_pngs", lambda paths: pictures)


@pytest.mark.usefixtures("no_browser")
def test_an_address_puts_badges_into_heads_and_readmes_once(copy):
    give_address(copy, "https://github.com/some-teacher/course.git")
    colab.publish()
    once = contents(copy)
    colab.publish()
    assert contents(copy) == once
    for path in once:
        text = nbformat.read(path, as_version=4).cells[0].source if path.suffix == ".ipynb" else path.read_text("utf-8")
        title, empty, badge = text.splitlines()[:3]
        spoken = "en" if path.name == "README.md" or path.parent.name == "en" else "ko"
        name = path.name if path.suffix == ".ipynb" else "7-1a-logistic-regression.ipynb"
        place = {"ko": name, "en": f"en/{name}"}[spoken]
        words = {"ko": "이 노트북을 코랩에서 열기", "en": "Open in Colab"}[spoken]
        address = f"https://colab.research.google.com/github/some-teacher/course/blob/colab/{place}"
        assert title.startswith("# ")
        assert empty == ""
        assert badge == f"[![{words}](https://colab.research.google.com/assets/colab-badge.svg)]({address})"
        assert text.count("colab-badge") == 1
    for source, translation in translations(copy / "notebooks"):
        assert not list(differences(*(nbformat.read(path, as_version=4) for path in (source, translation))))


@pytest.mark.usefixtures("no_browser")
def test_with_an_address_notebooks_lead_to_each_other_and_hold_no_badge(copy):
    give_address(copy, "https://github.com/some-teacher/course")
    colab.publish()
    colab.publish()
    for place in ("", "/en"):
        source = markdown_of(nbformat.read(f"dist/colab{place}/7-1b-single-layer.ipynb", as_version=4))
        start = f"(https://colab.research.google.com/github/some-teacher/course/blob/colab{place}"
        assert f"{start}/7-2a-deep-networks.ipynb)" in source
        assert f"{start}/7-9-glossary.ipynb#scrollTo=neuron)" in source
        assert len(re.findall(r"blob/colab/", source)) == len(re.findall(f"blob/colab{place}/7-", source))
        assert "colab-badge" not in source


@pytest.mark.usefixtures("no_browser")
def test_without_an_address_nothing_but_the_standalone_notebooks_is_written(copy):
    project = copy / "pyproject.toml"
    project.write_text(re.sub(r"\[project\.urls\][^\[]*", "", project.read_text("utf-8")), "utf-8")
    before = contents(copy)
    colab.publish()
    assert {path: data for path, data in contents(copy).items() if b"colab-badge" not in before[path]} == {
        path: data for path, data in before.items() if b"colab-badge" not in data
    }
    written = {path.relative_to("dist/colab") for path in Path("dist/colab").rglob("*.ipynb")}
    assert written == {path.relative_to(colab.NOTEBOOKS) for _, path in NOTEBOOKS}


def test_an_address_that_colab_cannot_open_is_refused(copy):
    give_address(copy, "https://example.org/course")
    with pytest.raises(ValueError, match=r"example\.org"):
        colab.address(Path("pyproject.toml"))


def test_a_notebook_that_does_not_say_how_long_it_takes_is_refused(copy, pictures):
    path = Path("notebooks/7-1a-logistic-regression.ipynb")
    path.write_text(path.read_text("utf-8").replace("모든 셀 실행", "셀 실행"), "utf-8")
    with pytest.raises(ValueError, match="7-1a-logistic-regression"):
        colab.standalone(path, pictures)


def test_without_a_gpu_a_notebook_says_in_its_language_how_long_it_takes(pictures):
    path = Path("notebooks/en/7-1b-single-layer.ipynb")
    with speaking("en"):
        notebook = colab.standalone(path, pictures)
    setups = [line for cell in notebook.cells for line in cell.source.splitlines() if line.startswith("setup(")]
    assert setups == ["setup(seed=42, cpu_minutes='1 to 2', language='en')"]


def test_dist_is_not_committed():
    assert "dist/" in Path(".gitignore").read_text("utf-8").splitlines()
