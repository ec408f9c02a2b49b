import re
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from studyapp.assets.classes import class_names
from studyapp.assets.finder import BOOTSTRAP, STATIC
from studyapp.assets.trim import trimmed

KB = 1000


def file(name: str) -> bytes:
    found = finders.find(name)
    assert isinstance(found, str)
    return Path(found).read_bytes()


def on_the_wire(*names: str) -> int:
    return sum(len(brotli.compress(file(name))) for name in names)


# -- what pages load


def test_what_the_study_page_loads_beside_its_fonts_is_small() -> None:
    loaded = ("css/recto.css", "js/recto.js", "js/theme.js", "js/session.js", "img/favicon.svg")
    assert on_the_wire(*loaded) <= 32 * KB  # of 45, which leaves 13 for the page itself


def test_both_fonts_together_are_small() -> None:
    assert on_the_wire("vendor/fonts/atkinson.woff2", "vendor/fonts/literata.woff2") <= 62 * KB


@pytest.mark.parametrize(("name", "heaviest"), [("atkinson", 800), ("literata", 700)])
def test_a_font_keeps_its_letters_and_its_weights(name: str, heaviest: int) -> None:
    font = TTFont(BytesIO(file(f"vendor/fonts/{name}.woff2")))
    (weight,) = font["fvar"].axes
    assert (weight.minValue, weight.maxValue) == (400, heaviest)
    assert set(map(ord, "AZaz09äçñß“”•…€™²")) <= set(font.getBestCmap())


def test_the_style_sheet_ends_with_our_own_rules() -> None:
    sheet = file("css/recto.css").decode()
    assert sheet.endswith((STATIC / "css/app.css").read_text())
    assert re.findall(r'url\("(\.\./[^"]+)"\)', sheet) == [
        "../vendor/fonts/atkinson.woff2",
        "../vendor/fonts/literata.woff2",
    ]


def test_no_rule_lost_a_variable_that_it_reads() -> None:
    def undeclared(sheet: str) -> set[str]:
        read = set(re.findall(r"var\(\s*(--[\w-]+)\s*\)", sheet))
        return read - set(re.findall(r"(--[\w-]+)\s*:", sheet))

    whole = BOOTSTRAP.read_text() + (STATIC / "css/app.css").read_text()
    assert undeclared(file("css/recto.css").decode()) <= undeclared(whole)


def test_our_own_sheet_stays_thin() -> None:
    assert len((STATIC / "css/app.css").read_bytes()) < 25 * KB


# -- which class names count as used


@pytest.mark.parametrize(
    "name",
    [
        "btn-primary",
        "form-control",
        "form-select",
        "form-check-input",
        "is-invalid",
        "row",
        "d-flex",
    ],
)
def test_what_pages_and_forms_wear_is_kept(name: str) -> None:
    assert re.search(rf"\.{name}\b", file("css/recto.css").decode())


@pytest.mark.parametrize("name", ["accordion", "carousel", "modal", "offcanvas", "navbar"])
def test_what_no_page_wears_is_gone(name: str) -> None:
    assert not re.search(rf"\.{name}\b", file("css/recto.css").decode())


def test_names_are_found_in_templates_scripts_and_code(tmp_path: Path) -> None:
    for folder in ("templates", "static/js", "studyapp", "quizzes"):
        (tmp_path / folder).mkdir(parents=True)
    page = """<p class="a {% if x == "y" %}b{% else %}c{% endif %} d">"""
    (tmp_path / "templates/page.html").write_text(page)
    (tmp_path / "static/js/act.js").write_text("x.classList.add('e', 'f'); y.className = 'g h'")
    code = """Div(css_class="i j"), attrs={"class": "k"}, '<ul class="l">'"""
    (tmp_path / "studyapp/form.py").write_text(code)
    assert set("abcdefghijkl") <= class_names(tmp_path)


# -- the trimming


def test_a_selector_goes_when_one_of_its_classes_is_nowhere() -> None:
    sheet = ".a,.b,.a .b,a:hover{top:0}.b{left:0}"
    assert trimmed(sheet, {"a"}) == ".a,a:hover{top:0}"


def test_a_class_that_only_excludes_keeps_its_selector() -> None:
    assert trimmed(".a:not(.b):not([c]){top:0}", {"a"}) == ".a:not(.b):not([c]){top:0}"


def test_empty_media_rules_go_and_font_faces_stay() -> None:
    sheet = "@media (x){.b{top:0}}@font-face{src:url(x)}@media (y){a{top:0}}"
    assert trimmed(sheet, set()) == "@font-face{src:url(x)}@media (y){a{top:0}}"


def test_keyframes_stay_where_something_moves_by_them() -> None:
    sheet = "@keyframes in{to{top:0}}@keyframes out{to{top:1px}}a{animation:in 1s}"
    assert trimmed(sheet, set()) == "@keyframes in{to{top:0}}a{animation:in 1s}"


def test_a_variable_stays_while_this_sheet_or_the_one_beside_it_reads_it() -> None:
    sheet = ":root{--a:1;--b:var(--c);--c:2;--d:3}"
    assert trimmed(sheet, set(), beside="b{top:var(--b)}") == ":root{--b:var(--c);--c:2}"


def test_signs_of_css_inside_strings_are_text() -> None:
    sheet = """a{content:";}";background:url("data:x;{}")}/* b{} */"""
    assert trimmed(sheet, set()) == """a{content:";}";background:url("data:x;{}")}"""
