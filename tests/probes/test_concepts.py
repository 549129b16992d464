"""Every word of a concept is read in a sentence, every trap is one, and no word is found where it stands by chance."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.spelling import CHANCE, stands_alone
from probes.pages.rules.policy import pattern
from probes.schema.shared_words import SIGN, TABLES, expand_table, expand_words

ROOT = Path(__file__).resolve().parents[2]
CONCEPTS = {name: groups for name, groups in TABLES.items() if name != "buying"}
PLAIN = frozenset({"program", "address", "licence"})  # what is looked for as it is written
WORDS = sorted(
    {
        word
        for concept, groups in CONCEPTS.items()
        for name, words in groups.items()
        if name != "trap" and concept not in PLAIN
        for word in words
    }
)
TRAPS = sorted((name, word) for name, groups in CONCEPTS.items() for word in groups.get("trap", ()))
HOLDERS = sorted((word, before + word + after) for word, beside in CHANCE.items() for before, after in beside)
LEAST = 2  # lists that use a group: what stands in one list alone belongs there
LONG = 5  # words of a group that is told from a chance likeness


def said(word: str) -> str:
    """What a pattern may stand for: its first choices, without what may be skipped."""
    for _ in range(word.count("(")):
        word = re.sub(r"\(([^()]*)\)\??", lambda choice: choice.group(1).split("|")[0], word)
    return re.sub("[~…¶]", "", word).replace("#", "3")


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_read_in_a_sentence(word: str) -> None:
    after = "" if word.endswith("¶") else "，请知悉。"
    assert pattern((word,)).search(f"您可以在本页看到：{said(word)}{after}")


@pytest.mark.parametrize(("concept", "trap"), TRAPS)
def test_a_trap_holds_what_it_is_a_trap_for(concept: str, trap: str) -> None:
    words = tuple(word for name, other in CONCEPTS[concept].items() if name != "trap" for word in other)
    known = pattern(words).search(said(trap)) is not None
    assert known or any(piece in said(trap) for piece in ("客服", "法", "仲裁", "诉讼", "聘", "冒", "假", "防", "骗"))


@pytest.mark.parametrize(("word", "holder"), HOLDERS)
def test_a_word_is_not_found_across_two_others(word: str, holder: str) -> None:
    assert not stands_alone(holder, word)
    assert pattern((word,)).search(holder) is None
    assert pattern((f"({word}|甲乙丙)…丁",)).search(f"{holder}丁") is None
    assert stands_alone(f"{holder}，{word}", word)
    assert pattern((word,)).search(f"{holder}，{word}")


@pytest.mark.parametrize("word", sorted(CHANCE))
def test_it_is_found_where_it_stands_by_itself(word: str) -> None:
    for sentence in (word, f"请查看{word}", f"{word}：见下文", f"我们的{word}说明"):
        assert stands_alone(sentence, word)
        assert pattern((word,)).search(sentence)


def test_a_list_that_writes_the_holder_means_it() -> None:
    assert pattern(("购物流程",)).search("购物流程")
    assert stands_alone("购物流程", "购物流程")


def lists(table: object) -> Iterator[list[str]]:
    if isinstance(table, dict):
        for value in table.values():
            yield from lists(value)
    elif isinstance(table, list):
        if all(isinstance(value, str) for value in table):
            yield table
        else:
            for value in table:
                yield from lists(value)


def test_every_group_is_used_by_several_lists_and_written_out_by_none() -> None:
    used: dict[str, int] = {}
    copied = []
    for path in sorted(
        [
            ROOT / "probes.toml",
            ROOT / "crawler" / "links" / "roles.toml",
            *(ROOT / "probes").rglob("*.toml"),
        ]
    ):
        if path.name in ("concepts.toml", "recall.toml"):
            continue
        for words in lists(tomllib.loads(path.read_text("utf-8"))):
            for word in words:
                for name in (word[1:],) if word.startswith(SIGN) else re.findall("<([a-z_.]+)>", word):
                    used[name] = used.get(name, 0) + 1
            for concept, groups in CONCEPTS.items():
                for group, own in groups.items():
                    if len(own) >= LONG and set(own) <= set(words):
                        copied.append(f"{path.name}: {words[:3]} writes out @{concept}.{group}")
    rare = {f"{c}.{g}" for c, groups in CONCEPTS.items() for g in groups if used.get(f"{c}.{g}", 0) < LEAST}
    assert copied == []
    assert rare <= {"court.body", "court.clause", "court.trap", "regulator.clause"}


def test_the_usual_forms_of_a_court_clause_are_read() -> None:
    clause = pattern(expand_words(["@court.clause"]))
    forms = (
        "任何一方均可向有管辖权的人民法院提起诉讼。",
        "争议提交北京仲裁委员会仲裁。",
        "由被告住所地人民法院管辖。",
        "协商不成的，通过诉讼解决。",
        "您也可以依法起诉。",
        "您可以通过司法途径解决。",
        "仍有争议的，可以走法律程序。",
        "双方可诉至法院。",
    )
    assert [form for form in forms if not clause.search(form)] == []
    others = ("店铺已被法院公告。", "本店支持法拍。", "由仲裁官评议。")
    trap = pattern(expand_words(["@court.trap"]))
    assert [form for form in others if clause.search(form) and not trap.search(form)] == []


def test_tables_of_readings_are_expanded_wherever_a_list_stands() -> None:
    assert expand_table({"a": {"b": ["@not_yet.word", "甲"]}, "c": 3}) == {
        "a": {"b": [*expand_words(["@not_yet.word"]), "甲"]},
        "c": 3,
    }
    for unknown in ("@nothing.here", "甲<nothing.here>乙", "<personal.nothing>"):
        with pytest.raises(KeyError):
            expand_table({"a": [unknown]})


def test_a_list_named_within_a_word_is_a_choice_of_its_words() -> None:
    (word,) = expand_words(["本店<not_yet.word>…自提"])
    assert pattern((word,)).search("本店暂不支持自提")
    assert not pattern((word,)).search("本店支持自提")
