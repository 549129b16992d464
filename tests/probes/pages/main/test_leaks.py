"""What tells the software behind a page, and what only looks so. Hostile text takes no time."""

from __future__ import annotations

import time

import pytest

from crawler.vocabulary import Role
from probes.pages.main.leaks import leaking_framework, leaking_product, missing_part
from tests.cases.build import view


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ThinkPHP V5.1.41 LTS", True),
        ("Laravel v9.52.16 (PHP v8.1.2)", True),
        ("控制器不存在:app\\controller\\Nosuch", False),
        ("You're seeing this error because you have DEBUG = True in your settings file.", True),
        ("抱歉，该商品不存在（已下架）", False),
        ("您访问的页面不存在", False),
    ],
)
def test_frameworks_speak_for_themselves_on_error_pages(text: str, told: bool) -> None:
    assert bool(leaking_framework(view(Role.ERROR, text))) is told


def test_names_of_frameworks_are_titles_of_books_elsewhere() -> None:
    assert not leaking_framework(view(Role.HOME, "Django 3.2 实战"))
    assert not leaking_framework(view(Role.HOME, "控制器不存在(Nosuchpage)"))


def test_a_part_of_a_program_is_told_from_a_page() -> None:
    assert missing_part(view(Role.ERROR, "控制器不存在:app\\controller\\Nosuch"))
    assert missing_part(view(Role.ERROR, "controller not exists: app\\index"))
    assert not missing_part(view(Role.ERROR, "您访问的页面不存在"))


@pytest.mark.parametrize(
    ("text", "html", "told"),
    [
        ("Powered by ShopXOv6.9.0", "", "Powered by ShopXOv6.9.0"),
        ("Powered by ECShop v2.7.3", "", "Powered by ECShop v2.7.3"),
        ("Powered by USB 3.0", "", ""),
        ("Powered by 阳光", "", ""),
        ("", '<meta name="generator" content="WordPress 6.4.2">', "WordPress 6.4.2"),
        ("", '<meta content="Shop 1.2" name=generator>', "Shop 1.2"),
        ("", '<meta name="generator" content="http://shop.example/">', ""),
    ],
)
def test_products_with_a_version_are_told(text: str, html: str, told: str) -> None:
    assert leaking_product(view(Role.HOME, text, html=html)) == told


def test_hostile_text_takes_no_time() -> None:
    began = time.perf_counter()
    for piece in ("powered by A ", "<meta name=generator ", "Illuminate\\a\\", "ThinkPHP ", "控制器不存在("):
        page = view(Role.ERROR, piece * 20000, html=piece * 20000)
        leaking_framework(page), leaking_product(page)
    assert time.perf_counter() - began < 5
