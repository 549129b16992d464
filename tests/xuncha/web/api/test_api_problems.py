"""How programs are refused: problem details in the language they ask for and in both, for whatever goes wrong."""

from __future__ import annotations

import pytest

from tests.xuncha.web.api.programs import start_program
from tests.xuncha.web.api.test_api_entrance import api_of, is_refused
from tests.xuncha.web.support.web_client import Web
from xuncha.web.api.problems import Problem
from xuncha.web.rendering import load_web_words


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("en", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en-GB;q=0.9, zh;q=0.5", "en"), ("fr, en;q=0.2", "en"), ("fr", "zh"),
        ("", "zh"), (";;q=,x;q=nan,en;q=1e9", "zh"), ("zh;q=0, en;q=0.1", "en"),
    ],
)  # fmt: skip
async def test_the_detail_is_in_the_language_asked_for(web: Web, asked: str, lang: str) -> None:
    program = await start_program(web, "viewer")
    answer = await program.get("/audits/ffff", Accept_Language=asked)
    assert is_refused(answer, 404, "missing")
    body = answer.json()
    assert {"title": body["title"], "detail": body["detail"]} == body[lang]
    assert answer.headers["content-language"] == lang
    assert "Accept-Language" in answer.headers["vary"]


async def test_each_kind_of_refusal_is_a_problem(web: Web) -> None:
    program = await start_program(web, "regulator")
    assert is_refused(await program.get("/nothing/here"), 404, "missing")
    assert is_refused(await program.ask("DELETE", "/audits"), 405, "method")
    assert is_refused(await program.post("/audits", {"url": "x" * (200 << 10)}), 413, "large")
    assert is_refused(await program.post("/audits", {"url": "not an address at all"}), 422, "input")
    assert is_refused(await program.post("/audits", {"link": "https://shop.example/"}), 422, "input")
    assert is_refused(await program.get("/jobs/ffff"), 404, "missing")
    wrong = await program.post("/platforms", {"url": "https://x.example/", "district": "火星区"})
    assert is_refused(wrong, 422, "input")
    assert [error["at"] for error in wrong.json()["errors"]] == ["district"]
    sent = {"Authorization": f"Bearer {program.secret}", "Content-Type": "application/json", "Idempotency-Key": "k"}
    assert is_refused(await program.client.post("/api/v1/audits", headers=sent, content=b"{"), 422, "input")


async def test_pages_keep_their_own_refusals(web: Web) -> None:
    assert "<html" in (await web.get("viewer", "/nothing/here")).text


async def test_an_error_of_ours_says_so_and_no_more(web: Web) -> None:
    program = await start_program(web, "viewer")
    app = api_of(web)

    async def break_down() -> None:
        raise RuntimeError("with a secret in it")

    app.add_api_route("/broken", break_down)
    program.client._transport.raise_app_exceptions = False  # type: ignore[attr-defined]  # as a server does
    answer = await program.get("/broken")
    assert is_refused(answer, 500, "fault")
    assert "secret" not in answer.text


def test_every_kind_has_its_words_in_both_languages() -> None:
    words = load_web_words()["problems"]
    assert set(words["title"]) == set(words["detail"])
    assert Problem.__doc__
