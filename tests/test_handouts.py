"""What an instructor prints: blanks that tell nothing, a key that tells all, a survey without one, a plan that fits."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from types import SimpleNamespace

import pytest

from helpers.formulas import binary_cross_entropy, cross_entropy, sigmoid, softmax
from helpers.text import LANGUAGES, LESSONS
from publish import by_hand, handouts, schedule, slides
from publish.excerpts import SHEETS, Excerpts, joined, read_sheet, read_words
from publish.handouts import main, number, pages, sentence_html, sheet, survey_key, survey_sheet, write_handouts
from publish.heads import minutes
from publish.languages import FIRST, place_of, published, speaking
from publish.packages import Unreachable
from publish.schedule import notebook, parts, read_lesson
from publish.survey import after, before, gain, question, table
from tests.words import HANGUL, INFORMAL

BLANK = re.compile(r'<span class="blank[^"]*">(.*?)</span>')
CHOSEN = '<span class="chosen">'
KEYS = read_sheet("survey")["questions"]
SAYS = read_sheet("schedule")
POINTS_ELSEWHERE = re.compile(
    r"앞의|앞에서 (?!뒤로)|위의|아래의|이 절|이 과정|이 노트북|방금|실험에서"
    r"|\b(?:above|below|earlier|just now|in the lab|this (?:section|course|notebook))\b"
)
FILLED_IN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{[^{}]*\}")


def outline(words):
    """What of a sheet is the same in each language: its keys, the lengths of its lists, what is filled into a text."""
    if isinstance(words, dict):
        return {key: outline(each) for key, each in words.items()}
    if isinstance(words, list):
        return [outline(each) for each in words]
    if isinstance(words, str):
        return sorted(re.sub(r"\['.*?'\]", "[…]", each) for each in FILLED_IN.findall(words))  # words to choose from
    return words


def wrong(work):
    """Another work with the same names of answers."""
    return lambda **given: dict.fromkeys(work(**given), 7777)


class TestSheets:
    @pytest.mark.parametrize("lesson", LESSONS)
    def test_a_students_sheet_is_the_same_whatever_the_answers_are(self, lesson, taught, monkeypatch):
        html = sheet(lesson)
        monkeypatch.setattr(handouts, "WORKS", {name: wrong(work) for name, work in by_hand.WORKS.items()})
        assert sheet(lesson) == html
        assert re.search("7,?777", sheet(lesson, filled=True))

    @pytest.mark.parametrize("lesson", LESSONS)
    def test_its_blanks_are_empty_and_the_instructors_are_full(self, lesson, taught):
        empty, filled = BLANK.findall(sheet(lesson)), BLANK.findall(sheet(lesson, filled=True))
        assert len(empty) == len(filled) >= 15
        assert not any(empty)
        assert all(filled)
        assert CHOSEN not in sheet(lesson)

    @pytest.mark.parametrize("lesson", LESSONS)
    def test_a_question_is_answered_for_the_instructor_alone(self, lesson, taught):
        for asked in read_sheet(lesson)["questions"]:
            assert asked["answer"] not in sheet(lesson)
            assert asked["answer"] in sheet(lesson, filled=True)

    def test_what_is_chosen_between_is_marked_for_the_instructor(self):
        assert sheet("7-1b", filled=True).count(CHOSEN) == 2
        assert f"{CHOSEN}B가 낫다</span>" in sheet("7-1b", filled=True)
        assert f"{CHOSEN}거의 같다</span>" in sheet("7-1b", filled=True)

    @pytest.mark.parametrize("lesson", LESSONS)
    def test_shows_a_diagram_or_figure_of_the_notebook_all_its_core_names_and_what_it_lists(self, lesson, taught):
        html, taken = sheet(lesson), Excerpts(lesson)
        assert html.count("<figure") >= 3
        assert html.count("<tr><th>") >= len(taken.core_names) >= 4
        assert len(taken.summary) >= 4
        assert len({each["begins"] for each in read_sheet(lesson)["sentences"]}) == 4

    def test_refuses_a_cell_that_is_not_there_and_a_word_that_is_not_in_the_sentence(self):
        taken = Excerpts("7-1b")
        with pytest.raises(KeyError):
            taken.picture("c7-1b-no-such")
        with pytest.raises(ValueError, match="no formula"):
            taken.formula("c7-1b-26", has="log")
        with pytest.raises(ValueError, match="0 times"):
            sentence_html(["소프트맥스는 나눕니다."], "소프트맥스는", ["로그"], filled=False)
        with pytest.raises(ValueError, match="not enough values"):
            sentence_html(["소프트맥스는 나눕니다."], "시그모이드는", ["로그"], filled=False)

    def test_a_formula_is_the_displayed_one_unless_letters_are_named(self):
        taken = Excerpts("7-1a")
        assert taken.formula("c7-1a-gradient-formula") == "g = (p - y)\\,x"
        assert taken.formula("c7-1a-gradient-formula", has="p - y") == "g = (p - y)\\,x"
        assert taken.formula("c7-1a-25", has="z") == taken.formula("c7-1a-25") != "z"

    def test_numbers_are_written_as_people_write_them(self):
        assert number(1.0) == "1"
        assert number([0.5, -1.0]) == "0.5, −1"

    @pytest.mark.parametrize("name", [path.stem for path in SHEETS.glob("*.toml")])
    def test_has_the_same_lists_and_blanks_in_each_language(self, name, spoken):
        with speaking(FIRST):
            first = outline(read_sheet(name))
        assert outline(read_sheet(name)) == first

    def test_the_words_of_all_pages_are_the_same_in_each_language(self, spoken):
        with speaking(FIRST):
            first = outline(read_words())
        assert outline(read_words()) == first

    def test_korean_stands_in_its_own_folder_alone(self):
        korean = {path.parent.name for path in SHEETS.rglob("*.toml") if HANGUL.search(path.read_text("utf-8"))}
        assert korean == {"ko"}

    def test_both_halves_of_a_sheet_have_lists_of_one_length_and_no_value_twice(self):
        assert joined({"tasks": [{"work": "chain"}, {}]}, {"tasks": [{"title": "A"}, {"title": "B"}], "aim": "C"}) == {
            "tasks": [{"work": "chain", "title": "A"}, {"title": "B"}], "aim": "C"
        }  # fmt: skip
        with pytest.raises(ValueError, match="shorter"):
            joined({"tasks": [{}, {}]}, {"tasks": [{}]})
        with pytest.raises(ValueError, match="both halves"):
            joined({"aim": "A"}, {"aim": "B"})

    def test_all_words_are_in_the_one_tone(self):
        for path in SHEETS.glob("ko/*.toml"):
            assert not INFORMAL.findall(path.read_text("utf-8")), path.name


class TestArithmetic:
    """Against the lessons' formulas, against a slope that is measured, and against numbers that anyone can check."""

    def test_a_step_of_logistic_regression_goes_down_the_measured_slope(self):
        given = {"x": [1.0, 0.5], "w": [0.2, -2.0], "b": 0.3, "y": 1}
        told = by_hand.logistic_step(**given, rate=0.5)

        def loss(w1: float) -> float:
            return float(binary_cross_entropy(sigmoid(w1 - 2.0 * 0.5 + 0.3), 1))

        assert told["loss"] == pytest.approx(loss(0.2))
        assert told["g1"] == pytest.approx((loss(0.2 + 1e-5) - loss(0.2 - 1e-5)) / 2e-5)
        assert told["w1"] == pytest.approx(0.2 - 0.5 * told["g1"])
        assert told["new_z"] == pytest.approx(told["w1"] + 0.5 * told["w2"] + told["new_b"])

    def test_the_chains_gradient_is_the_measured_slope(self):
        def loss(w1: float) -> float:
            return float(cross_entropy(sigmoid(-2.0 * sigmoid(w1 * 0.5))))

        measured = (loss(2.0 + 1e-5) - loss(2.0 - 1e-5)) / 2e-5
        assert by_hand.chain(0.5, 2.0, -2.0)["gradient"] == pytest.approx(measured)

    def test_softmax_may_lift_all_z_alike(self):
        told = by_hand.softmax_step([5, 4, 4], target=1)
        assert [told[f"p{place}"] for place in (1, 2, 3)] == pytest.approx(softmax([1, 0, 0]).tolist())
        assert told["e1"] / told["sum"] == pytest.approx(told["p1"])
        assert told["error1"] + told["error2"] + told["error3"] == pytest.approx(0)

    def test_counts(self):
        assert by_hand.dense_layers(784, [100, 10])["total"] == 79_510
        assert by_hand.ten_classifiers(60_000, 28, 28, 10)["learnt"] == 7_850
        assert by_hand.folds(60_000, 5, 1) == {"trained": 48_000, "tested": 12_000, "steps": 48_000}
        assert by_hand.batches(2000, [1, 32, 2000], 2)["all2"] == 126

    def test_walks(self):
        assert by_hand.descent(6.0, [1.0, 2.0, 2.1])["limit"] == 2.0
        told = by_hand.momentum_walk([1.0, 1.0], 0.01, 0.9)
        assert told["v2"] == pytest.approx(-0.019)
        assert told["w2"] == pytest.approx(-0.029)
        assert told["sgd2"] == pytest.approx(-0.02)
        assert by_hand.momentum_walk([0.1, -9.0], 0.1, 0.9)["turns"] == 1
        assert by_hand.first_steps(100.0, 0.1)["adam"] == pytest.approx(0.1)

    def test_verdicts_and_shares(self):
        told = by_hand.differences([0.80, 0.83, 0.81], [0.01, 0.002, 0.02])
        assert (told["equal1"], told["equal2"]) == (0, 1)
        assert (told["larger1"], told["larger2"]) == (0.01, 0.02)
        assert by_hand.confusion([[8, 2], [4, 6]])["column1"] == pytest.approx(8 / 12)
        shares = by_hand.one_versus_rest([0.9, 0.6, 0.0])
        assert (shares["total"], shares["p1"]) == pytest.approx((1.5, 0.6))
        assert by_hand.standard_errors(0.5, [100])["error1"] == pytest.approx(0.05)
        assert by_hand.merged(2, 1, 3, -1) == {"w": 6, "b": 2}
        assert by_hand.slopes([0.0, 3.0], 2)["left"] == pytest.approx(0.0625)

    def test_a_photos_background_becomes_0_and_what_was_black_1(self):
        told = by_hand.photo_pixels([220, 0, 215], corner=220)
        assert (told["inverted1"], told["inverted2"], told["background"]) == (35, 255, 35)
        assert [told[f"x{place}"] for place in (1, 2, 3)] == pytest.approx([0, 1, 0]), "a faint stain stays"

    @pytest.mark.parametrize("patience", [1, 2, 3])
    @pytest.mark.course
    def test_stops_where_keras_does(self, patience):
        from keras.callbacks import EarlyStopping

        losses = [0.5, 0.4, 0.42, 0.39, 0.41, 0.43, 0.38]
        model, stopping = SimpleNamespace(stop_training=False), EarlyStopping(patience=patience, mode="min")
        stopping.set_model(model)
        stopping.on_train_begin()
        for epoch, loss in enumerate(losses):
            stopping.on_epoch_end(epoch, {"val_loss": loss})
            if model.stop_training:
                break
        told = by_hand.early_stopping(losses, [patience])
        assert (told["stopped1"], told["kept1"]) == (epoch + 1, stopping.best_epoch + 1)


class TestSurvey:
    def test_asks_two_questions_of_each_lesson_before_and_after_each_in_another_place(self):
        assert [key.split("/")[0] for key in KEYS] == [lesson for lesson in LESSONS for _ in range(2)]
        first, second = before(KEYS), after(KEYS)
        assert sorted(each.key for each in first) == sorted(each.key for each in second)
        assert not [one.key for one, other in zip(first, second, strict=True) if one.key == other.key]

    @pytest.mark.parametrize("key", KEYS)
    def test_a_right_answer_is_the_quizs_and_each_wrong_one_shows_something_of_its_own(self, key, spoken):
        lesson, name = key.split("/")
        quiz = tomllib.loads((LANGUAGES[spoken] / "quizzes" / f"{lesson}.toml").read_text("utf-8"))[name]
        asked = question(key)
        assert quiz["answers"][asked.right].get("right") is True
        assert set(asked.misconceptions) == {0, 1, 2, 3} - {asked.right}
        assert len(set(asked.misconceptions.values())) == 3
        for words in asked.misconceptions.values():
            assert words.endswith(".")
            assert ". " not in words, "one sentence"

    @pytest.mark.parametrize("key", KEYS)
    def test_can_be_understood_without_the_notebook(self, key, spoken):
        asked = question(key)
        assert not POINTS_ELSEWHERE.search(" ".join([asked.text, *asked.answers]))

    def test_sheets_and_tables_say_nothing_of_what_is_right(self, spoken):
        asked = before(KEYS)
        other = [dataclasses.replace(each, right=(each.right + 1) % 4, misconceptions={}) for each in asked]
        assert survey_sheet("before", asked) == survey_sheet("before", other)
        assert table(asked) == table(other)
        unknown = read_sheet("survey")["unknown"]
        assert survey_sheet("before", asked).count(unknown) == table(asked).count(unknown) == 10

    def test_the_key_names_each_right_answer_in_the_order_before(self, spoken):
        told = re.findall(r'class="right">(.)<', survey_key())
        assert told == ["①②③④"[each.right] for each in before(KEYS)]
        assert len(set(told)) == 4, "one who always takes the same sign would be right too often"

    def test_gain_is_the_share_that_was_won_of_what_could_be(self):
        assert gain(0.3, 0.65) == pytest.approx(0.5)
        assert gain(0.5, 0.4) == pytest.approx(-0.2)
        with pytest.raises(ValueError, match="no gain"):
            gain(1, 1)


class TestSchedule:
    source = read_sheet("schedule")

    @pytest.mark.parametrize("lesson", [*LESSONS, "7-1c"])
    def test_tells_what_the_notebooks_head_tells_in_its_words(self, lesson, taught):
        told = notebook(lesson)
        with speaking(FIRST):
            first = Excerpts(lesson).notebook
        assert re.findall(r"\d+", told.reading) == [str(minutes(first)[0])]
        opening = Excerpts(lesson).notebook.cells[0].source
        assert f" {told.reading}, " in opening
        assert f" {told.running} |" in opening
        assert re.fullmatch(r"\d.*", told.running)

    def test_refuses_a_notebook_that_does_not_tell_how_long_it_takes(self, monkeypatch):
        monkeypatch.setattr(schedule, "TIMES", re.compile("no such line"))
        with pytest.raises(ValueError, match="7-1a"):
            notebook("7-1a")

    def test_teaches_each_lesson_once_in_four_times_fifty_minutes(self):
        assert [lesson for each in self.source["classes"] for lesson in each["lessons"]] == list(LESSONS)
        lessons = [read_lesson(each) for each in self.source["classes"]]
        assert len(lessons) == 4
        assert all(40 <= lesson.minutes <= self.source["minutes"] for lesson in lessons)

    def test_leaves_out_slides_that_are_there_and_does_its_task_on_others(self):
        for each in self.source["classes"]:
            opened = {cell for lesson in each["lessons"] for cell in parts(lesson, each["plan"])}
            assert set(each["leave_out"]) <= opened
            assert each["in_class"]["cell"] in opened - set(each["leave_out"])

    def test_every_minute_of_a_talk_is_told_or_left_out(self):
        for each in self.source["classes"]:
            lesson = read_lesson(each)
            left = sum(part.minutes for notebook in lesson.notebooks for part in notebook.left_out)
            assert lesson.minutes + left == sum(sum(parts(name, each["plan"]).values()) for name in each["lessons"])

    def test_refuses_homework_that_is_no_exercise(self):
        with pytest.raises(KeyError):
            read_lesson({**self.source["classes"][0], "homework": ["7-1a/no_such"]})


class TestPages:
    def test_are_sheets_and_keys_of_all_lessons_surveys_and_a_schedule_in_one_language(self, taught):
        written = pages()
        expected = {*LESSONS, *(f"{lesson}-answers" for lesson in LESSONS)}
        assert set(written) == expected | {"survey-before", "survey-after", "survey-key", "schedule"}
        for name, html in written.items():
            assert f'<html lang="{taught}">' in html
            assert bool(HANGUL.search(html)) == (taught == FIRST), name

    def test_each_language_has_the_same_files_in_its_place_over_one_set_of_styles(self, tmp_path, monkeypatch):
        monkeypatch.setattr(handouts, "begin", lambda folder, *_: folder.mkdir())
        monkeypatch.setattr(handouts, "pages", lambda: {"schedule": handouts.page("schedule", source=SAYS, lessons=[])})
        folder = tmp_path / "handout"
        written = write_handouts(folder)
        assert written == [place_of(folder, each) / "schedule.html" for each in published()]
        for html in written:
            assert {path.name for path in html.parent.glob("survey*")} == {"survey-before.csv", "survey-after.csv"}
            (style,) = re.findall(r'href="([^"]*handout.css)"', html.read_text("utf-8"))
            assert (html.parent / style).resolve() == folder / "handout.css"
        assert len(list(folder.rglob("handout.*"))) == 2

    def test_a_language_without_notebooks_is_left_out(self, tmp_path, monkeypatch):
        monkeypatch.setattr(handouts, "begin", lambda folder, *_: folder.mkdir())
        monkeypatch.setattr(handouts, "pages", dict)
        monkeypatch.setattr(handouts, "published", lambda: [FIRST])
        write_handouts(tmp_path / "handout")
        assert [path.name for path in (tmp_path / "handout").iterdir() if path.is_dir()] == ["fonts"]


def test_changes_nothing_where_katex_cannot_be_fetched(tmp_path, monkeypatch, capsys):
    def fetch(package):
        raise Unreachable(f"{package} could not be fetched.")

    monkeypatch.setattr(slides, "fetch", fetch)
    (tmp_path / "old.html").touch()
    assert main([str(tmp_path)]) == 1
    assert "katex" in capsys.readouterr().err
    assert (tmp_path / "old.html").exists()
