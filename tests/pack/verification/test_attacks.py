"""What a forger without the key could once do unseen, each kept from coming back; and what is true and was once called a lie."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoring.record.evidence_check import PackView, no_bytes
from scoring.record_proof import load_rule
from tests.pack.making import DECIDED, Made, zipped
from xuncha.pack.canonical_json import encode_canonical
from xuncha.pack.verification import keys, verify
from xuncha.pack.verification.manifest import MANIFEST, SEAL, SEAL_SIGNATURE, SIGNATURE, build_seal, hash_sha256
from xuncha.pack.verification.verify import Report, check

PAPER = b"%PDF-1.7 a licence"
FILE = "decisions/4.2-2/paper.pdf"
Verify = Callable[[Made], Report]


@pytest.fixture
def verified(tmp_path: Path) -> Verify:
    """By somebody who knows no key, after somebody else signed."""

    def run(made: Made) -> Report:
        path = tmp_path / "pack.zip"
        path.write_bytes(zipped(made.signed_by(keys.open_signer(tmp_path / "other")).entries()))
        return check(path)

    return run


def wrong(report: Report) -> list[str]:
    return [line.said("en") for line in report.lines if line.ok is False]


def with_parts(made: Made, **parts: bytes) -> Made:
    return dataclasses.replace(made, parts={**made.parts, **parts})


# -- boxes


def test_a_box_beyond_the_picture_of_a_wide_page_is_true() -> None:
    def shows(box: list[float], **given: Any) -> bool | None:
        view = {"width": 9000, "height": 900, "elements": [{"selector": "#a", "box": box, "seen": True, **given}]}
        return PackView(view, None, (1560.0, 900.0), no_bytes, load_rule().quotes).shows({"selector": "#a", "box": box})

    assert shows([1500, 20, 30, 40]) is True
    assert shows([8000, 20, 30, 40]) is None  # the picture ends before it
    assert shows([9999, 20, 30, 40]) is False
    assert shows([8000, 950, 30, 40]) is False
    assert shows([-500, 20, 30, 40]) is False


# -- quotes


def page(*said: str, **view: Any) -> PackView:
    return PackView(
        {"elements": [{"text": text} for text in said], **view}, {"status": 404}, (), no_bytes, load_rule().quotes
    )


def test_tiny_pieces_prove_nothing() -> None:
    shop = page("无锡市某某区", "营业执照 许可证 1234567890", "经营者：某某公司", "执照号 京ICP证030173号")
    assert shop.says("无 证 经营") == ""
    assert shop.says("无，证，经营") == ""
    assert shop.says("许可证 经营者 无") == ""
    assert shop.says("1*2*3") == ""
    assert shop.says("**** ****") == ""


def test_pieces_that_are_all_of_an_element_or_long_enough_hold_and_are_told_apart() -> None:
    shop = page("姓名", "电话", "投诉内容", "响应时间", "4小时内", "证书编号:GR202511004321", "体系认证(ISO/IEC 27001)")
    assert shop.says("姓名、电话、投诉内容") == "pieces"
    assert shop.says("响应时间 4小时内") == "pieces"
    assert shop.says("响应时间 1小时内") == ""
    assert shop.says("姓名 电 投诉内容") == ""
    assert shop.says("电话：体系认证(ISO/IEC 27001)") == "pieces"
    assert shop.says("… GR202511004321 …") == "pieces"
    assert shop.says("证书编号:GR202511004321") == "words"


def test_a_number_is_a_piece_only_where_it_is_the_status() -> None:
    look = PackView(
        {}, {"url": "https://x.example/item/21.html", "status": 404, "size": 200}, (), no_bytes, load_rule().quotes
    )
    assert look.says("404 https://x.example/item/21.html") == "pieces"
    assert look.says("200 https://x.example/item/21.html") == ""


def test_a_star_stands_for_one_character() -> None:
    shop = page("客服 139-1234-5678，请拨", "110101199003071234")
    assert shop.says("139******78") == "pieces"
    assert shop.says("139*****78") == ""
    assert shop.says("138******78") == ""
    assert shop.says("110*************34") == "pieces"


def test_a_quote_of_any_length_has_an_answer() -> None:
    shop = page("-" * 4000, "a-" * 4000)
    assert shop.says("无 " * 20_000) == ""
    assert shop.says("a-*-" * 5_000) == ""
    assert shop.says("-*" * 5_000 + "z") == ""


@pytest.mark.commands
def test_quotes_put_together_are_counted_apart(true_pack: Made, verified: Verify) -> None:
    audit = true_pack.audit
    evidence = next(piece for found in audit["findings"] for piece in found["evidence"] if len(piece["quote"]) > 12)
    evidence["quote"] = f"{evidence['quote'][:6]} … {evidence['quote'][-6:]}"
    report = verified(true_pack.with_audit(audit))
    assert report.end == "agreed", verify.printed(report, "en")
    before = verified(true_pack)
    for lang, many in (("en", r"(\d+) put together of pieces of them"), ("zh", r"(\d+) 处由其中各段拼成")):
        now, then = (re.search(many, verify.printed(other, lang)) for other in (report, before))
        assert now is not None
        assert then is not None
        assert int(now[1]) == int(then[1]) + 1


@pytest.mark.commands
def test_a_quote_of_scraps_is_found(true_pack: Made, verified: Verify) -> None:
    audit = true_pack.audit
    quoting = [
        finding
        for finding in audit["findings"]
        if finding["probe"].startswith("disclosure.icp") and finding["evidence"]
    ]
    quoting[0]["evidence"][0]["quote"] = "无 证 经营"
    assert any("quotes are not in their pages" in text for text in wrong(verified(true_pack.with_audit(audit))))


# -- documents


def filed(made: Made, **other: Any) -> Made:
    entry = {"item": "4.2-2", "sha256": hash_sha256(PAPER), "file": FILE, **other}
    audit = made.audit
    next(item for item in audit["items"] if item["item"] == "4.2-2")["documents"] = [{"sha256": hash_sha256(PAPER)}]
    decided = encode_canonical({**DECIDED, "documents": [entry]})
    return with_parts(made.with_audit(audit), **{"decisions/decisions.json": decided, FILE: PAPER})


@pytest.mark.commands
def test_a_filed_document_is_held_against_what_the_decisions_say(true_pack: Made, verified: Verify) -> None:
    good = filed(true_pack)
    assert verified(good).end == "agreed"
    for bad in (
        with_parts(good, **{FILE: b"%PDF-1.7 another"}),
        good.without(FILE),
        filed(true_pack, file="README.txt"),
        filed(true_pack, file=None),
    ):
        (line,) = wrong(verified(bad))
        assert "filed documents are missing or others than the decisions say" in line
    assert "filed documents" in str(wrong(verified(filed(true_pack, sha256=None))))


@pytest.mark.commands
def test_a_document_that_nothing_names_is_found(true_pack: Made, verified: Verify) -> None:
    bad = with_parts(true_pack, **{FILE: PAPER})
    assert wrong(verified(bad)) == [f"1 filed documents are missing or others than the decisions say: {FILE}"]


# -- sealed packs


@dataclasses.dataclass(frozen=True)
class Claiming(Made):
    """A manifest that says of one file what it was before it was masked."""

    name: str = ""
    original: str = ""

    def entries(self) -> list[tuple[str, bytes]]:
        made = super().entries()
        told = json.loads(dict(made)[MANIFEST])
        for file in told["files"]:
            file["original"] = self.original if file["name"] == self.name else None
        body = encode_canonical(told)
        signature = self.signer.sign(body)
        sealing, _ = build_seal(body, signature, ())
        first = {MANIFEST: body, SIGNATURE: signature, SEAL: sealing, SEAL_SIGNATURE: self.signer.sign(sealing)}
        return [*first.items(), *sorted(self.parts.items())]


@pytest.mark.commands
@pytest.mark.parametrize("sealed", [True, False])
def test_a_sealed_pack_has_no_masked_picture(true_pack: Made, verified: Verify, sealed: bool) -> None:
    names = sorted(part for part in true_pack.parts if part.startswith("screenshots/"))
    name, other = next((one, two) for one in names for two in names if true_pack.parts[one] != true_pack.parts[two])
    told = f"views/{Path(name).stem}.json"
    view = json.loads(true_pack.parts[told])
    view["screenshot"]["sha256"] = hash_sha256(true_pack.parts[other])
    changed = with_parts(true_pack, **{name: true_pack.parts[other], told: encode_canonical(view)})
    head = dataclasses.replace(true_pack.head, sealed=sealed)
    made = Claiming(changed.parts, head, true_pack.signer, (), name, hash_sha256(true_pack.parts[name]))
    found = wrong(verified(made))
    assert any("a sealed pack" in text and name in text for text in found) is sealed
    assert any("views are not as audit.json" in text for text in found) is sealed
