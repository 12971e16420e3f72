"""No user's string is taken for Markdown or HTML: the source is read, and every way into either goes through one door.

Streamlit takes labels, messages and helps for Markdown, so whatever is put into one is a constant, a number (which its format
says), or has been through :func:`ui.texts.markdown`. What is put into HTML has been through :func:`html.escape`, or is HTML
that was made so.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui import texts

UI = Path(__file__).parents[1] / "ui"
SOURCES = sorted(path.relative_to(UI).as_posix() for path in UI.rglob("*.py"))
PAGES = [source for source in SOURCES if source.startswith("dashboard/")]

BODY = (
    "markdown", "caption", "title", "header", "subheader", "error", "warning", "info", "success", "toast", "badge",
    "button", "form_submit_button", "download_button", "link_button", "checkbox", "toggle", "radio", "selectbox", "multiselect",
    "slider", "select_slider", "text_input", "text_area", "number_input", "date_input", "time_input", "file_uploader",
    "expander", "popover", "status", "spinner", "metric", "pills", "segmented_control", "feedback", "dialog", "tabs", "chat_input",
)  # fmt: skip
"""Calls of Streamlit whose first argument is Markdown."""
NAMED = ("label", "body", "help", "text", "title")
"""Arguments that are Markdown by their name, of these and of ``progress`` and ``page_link``."""
SHOWING = (*BODY, "progress", "page_link")
NUMBER = re.compile(r"[+,]?(?:\d*\.\d+)?[,dfg%]")
MAKERS = ("figure_strip", "grid", "interval", "against", "points")
"""Functions that make HTML of what they are given, and escape it."""


def enclosing(tree: ast.AST) -> Iterator[tuple[ast.AST, dict[str, list[ast.expr]]]]:
    """Every node, with what is put into each name in the innermost function round it."""

    def walk(node: ast.AST, names: dict[str, list[ast.expr]]) -> Iterator[tuple[ast.AST, dict[str, list[ast.expr]]]]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module):
            names = assigned(node)
        yield node, names
        for child in ast.iter_child_nodes(node):
            yield from walk(child, names)

    yield from walk(tree, {})


def assigned(function: ast.AST) -> dict[str, list[ast.expr]]:
    names: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=True))
            for name, value in pairs:
                if isinstance(name, ast.Name):
                    names.setdefault(name.id, []).append(value)
        if isinstance(node, ast.For | ast.comprehension):
            for loop in ast.walk(node.target):
                if isinstance(loop, ast.Name):
                    names.setdefault(loop.id, []).append(ast.Name("given from outside"))
    return names


def is_safe(node: ast.expr, names: dict[str, list[ast.expr]], doors: tuple[str, ...]) -> bool:
    """Whether an expression is a constant, a number, or made through one of the ``doors``."""

    def safe(part: ast.expr) -> bool:
        return is_safe(part, names, doors)

    if (parts := pieces(node)) is not None:
        return all(safe(part) for part in parts)
    match node:
        case ast.Constant():
            return True
        case ast.JoinedStr(values):
            return all(isinstance(value, ast.Constant) or fits(value, safe) for value in values)
        case ast.Name() | ast.Attribute():
            name = node.id if isinstance(node, ast.Name) else node.attr
            return name.isupper() or (name in names and name in assigned_safely(names, doors))
        case ast.Call():
            return ast.unparse(node.func) in (*doors, "len", "int", "round")
    return False


def pieces(node: ast.expr) -> list[ast.expr] | None:
    """What an expression is as safe as; ``None`` where it is not made of others."""
    match node:
        case ast.IfExp():
            return [node.body, node.orelse]
        case ast.BoolOp(values=parts) | ast.List(parts) | ast.Tuple(parts):
            return parts
        case ast.BinOp():
            return [node.left, node.right]
        case ast.Starred() | ast.Subscript():
            return [node.value]
        case ast.GeneratorExp() | ast.ListComp():
            return [node.elt]
        case ast.Call(func=ast.Attribute(attr="join" | "values" | "lower" | "capitalize" | "replace", value=on)):
            return [on, *node.args]
    return None


def assigned_safely(names: dict[str, list[ast.expr]], doors: tuple[str, ...]) -> set[str]:
    others = {name: [] for name in names}  # a name made of itself is not
    return {
        name
        for name, values in names.items()
        if all(is_safe(v, {**others, **later(names, name)}, doors) for v in values)
    }


def later(names: dict[str, list[ast.expr]], but: str) -> dict[str, list[ast.expr]]:
    return {name: values for name, values in names.items() if name != but}


def fits(value: ast.expr, safe: object) -> bool:
    assert isinstance(value, ast.FormattedValue) and callable(safe)
    if value.format_spec is not None:
        spec = "".join(str(part.value) for part in ast.walk(value.format_spec) if isinstance(part, ast.Constant))
        if NUMBER.fullmatch(spec):
            return True
    return bool(safe(value.value))


def shown(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that Streamlit takes for Markdown."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) != "texts" else ""
    if (name in BODY or ast.unparse(call.func) == "st.write") and call.args:
        yield call.args[0]
    if name in SHOWING:
        yield from (keyword.value for keyword in call.keywords if keyword.arg in NAMED)


def slips_of_markdown(source: str) -> list[str]:
    return [
        f"{argument.lineno}: {ast.unparse(argument)}"
        for node, names in enclosing(ast.parse(source))
        if isinstance(node, ast.Call)
        for argument in shown(node)
        if not is_safe(argument, names, ("texts.markdown", "texts.link"))
    ]


def slips_of_html(source: str) -> list[str]:
    return [
        f"{node.lineno}: {ast.unparse(value.value)}"
        for node, names in enclosing(ast.parse(source))
        if isinstance(node, ast.JoinedStr) and is_html(node)
        for value in node.values
        if isinstance(value, ast.FormattedValue)
        and not fits(value, lambda part, names=names: is_safe(part, names, DOORS))
    ]


def is_html(text: ast.JoinedStr) -> bool:
    return (
        re.search(r"<[a-z/!]", "".join(part.value for part in text.values if isinstance(part, ast.Constant)))
        is not None
    )


DOORS = ("escape", "texts.format_clock", "_tint", *MAKERS, *(f"texts.{name}" for name in MAKERS))
HTML_ALREADY = {
    "api/page.py": {"''.join(operations)", "_lines(answer['description'])", "name", "rows"},
    "clip_page/__init__.py": {
        "style", "script", "''.join((_clip(one, 'h2' if many else 'h1') for one in clips))", "heading", "sound", "_drawing(cut)",
        "''.join(_lines(cut))", "who", "name", "_wave(cut.call, who, cut.span, cut.silent, HEIGHT * (2 * row + 1) // 2)",
        "''.join((*rows, *masks))",
    },
    "dashboard/components/chart.py": {
        "''.join(parts)", "''.join((_drawn(points, name, address, width) for width in WIDTHS))", "drawings", "width", "colour", "right",
        "anchor", "mark", "place", "named", "inside",
    },
    "dashboard/components/limit_drawings/drawn.py": {
        "look", "drawn", "key", "_row(k)", "at", "told", "''.join(parts)", "side", "line", "place", "TALL",
    },
    "dashboard/parts/coaching/moment.py": {"''.join(lines)", "kind", "lines", "link_html(there, 'review', at)", "place", "sound"},
    "dashboard/parts/coaching/own_page.py": {"_other(library, page, page.other)", "well"},
    "dashboard/parts/coaching/picture.py": {
        "_at(at(change.value), reach)", "_at(side.peers, top)", "_at(used.value, top)", "_key(change)", "_stretch(*side.band, top)",
        "_stretch(at(change.low), at(change.high), reach)", "_stretch(used.low, used.high, top)", "label", "marks", "rows",
    },
    "dashboard/parts/coaching/session_page.py": {"cards", "lines"},
    "dashboard/components/score_chart.py": {"''.join(pictures)", "_drawn(trend, starts, label, address)", "anchor"},
    "dashboard/parts/evaluations/trends.py": {"link_html('← All results', 'evaluations', query)"},
    "dashboard/parts/calibration/side_by_side.py": {
        "reviewer_head(told, call, reviewer)", "tell(row)", "alike(row)", "cells", "head", "name", "table", "moment(call, given)",
    },
    "dashboard/parts/calibration/calibrations.py": {
        "link_html('← All calibrations', 'evaluations', {'tab': 'Calibration'})", "back", "head", "who(session)", "turn(session)", "there",
        "link_html('Go on with yours', 'review', {'call': call_id, 'evaluation': str(number)})", "state(session)",
    },
    "dashboard/parts/evaluations/tables.py": {
        "''.join((f'{td}{cell}</td>' for td, cell in zip(labels, row, strict=True)))", "td", "cell", "top", "body",
    },
    "dashboard/parts/house/team_rules.py": {"look", "'✓' if good else '✗'", "''.join((fared(*one) for one in fares))"},
    "dashboard/parts/house/presets.py": {"explained()", "head", "body", "aim", "QUIET", "USUAL", "STRICT", "preset"},
    "dashboard/parts/persons/table.py": {
        "''.join((f'{label}{cell}</td>' for label, cell in zip(labels, _cells(person), strict=True)))", "label", "cell", "body",
    },
    "dashboard/parts/governance/lists.py": {"''.join(body)"},
    "dashboard/sign_in/page.py": {"kind", "style", "mark", "links"},
    "dashboard/printed_report.py": {
        "''.join(parts)", "''.join((f'<p>{line}</p>' for line in lines))", "line", "''.join(rows)", "top", "height", "colour",
        "opacity", "lines", "y", "y + 5", "-above", "192 + above", "' '.join(map(_word, turn.words))",
    },
    "dashboard/screens/people.py": {
        "''.join((f'{td}{cell}</td>' for td, cell in zip(labels, row, strict=True)))", "td", "cell", "body", "told",
        "linked(line.agent or 'Not named', 'people')", "page",
    },
}  # fmt: skip
"""Looked at one by one: our own colours and sizes, or HTML that the same module has made, escaping what is in it."""


@pytest.mark.parametrize("source", PAGES)
def test_what_reaches_markdown_has_been_made_text(source: str) -> None:
    assert slips_of_markdown((UI / source).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("source", SOURCES)
def test_what_reaches_html_has_been_made_text(source: str) -> None:
    slips = slips_of_html((UI / source).read_text(encoding="utf-8"))
    assert [slip for slip in slips if slip.partition(": ")[2] not in HTML_ALREADY.get(source, ())] == []


@pytest.mark.parametrize(
    "source",
    [
        'st.error(f"{trouble}")',
        "st.error(str(trouble))",
        'st.button("x", help=f"of {name}")',
        'column.progress(0.5, text=f"{job.name}: {job.stage}")',
        "def f(name):\n    label = f'of {name}'\n    st.button(label)",
        "def f(name):\n    label = texts.markdown(name)\n    label = label + name\n    st.button(label)",
        "for name in names:\n    st.caption(name)",
        'st.page_link(page, label=f"{call.name}")',
    ],
)
def test_the_reading_finds_a_slip(source: str) -> None:
    assert slips_of_markdown(source)


def test_the_reading_lets_text_through() -> None:
    assert not slips_of_markdown(
        'st.error(f"{texts.markdown(name)}: {count:,} of {share:.1f}")\nst.button(LABELS[kind])'
    )
    assert slips_of_html('x = f"<p>{name}</p>"') and not slips_of_html('x = f"<p>{escape(name)}</p>"')


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![p](http://e.example/p.png)", "\\!\\[p\\]\\(http\\:\u2060//e\\.example/p\\.png\\)"),
        (":material/home:", "\\:\u2060material/home\\:"),
        ("a@b.c -> d", "a\u2060@b\\.c \\-\u2060\\> d"),
        ("two\n\n    ===", "two \\=\u2060\\=\u2060\\="),
        ("&lt;\x1b[31m\u202e", "\\&lt;�\\[31m�"),
        ("", ""),
    ],
)
def test_markdown_of_text(text: str, shown: str) -> None:
    assert texts.markdown(text) == shown


def test_a_link_leads_to_a_page_of_the_web_or_nowhere() -> None:
    assert texts.link("[a]", "https://x.example/b(c)>d e") == "[\\[a\\]](<https://x.example/b(c)%3Ed%20e>)"
    assert texts.link("a", "javascript:alert(1)") == "a"
