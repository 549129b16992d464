"""No file of a pack says who a customer is, and all that the shop must publish stays."""

import dataclasses
import io
import json
from typing import Any

import pytest
from PIL import Image

from crawler.network import exchange_log
from probes.finding import Outcome
from storage.db.codec import encode_record
from tests.cases.build import site, view
from tests.pack.mask.masked_shop import (  # fmt: skip
    CONTACT,
    MOBILE,
    PUBLIC,
    SECRETS,
    SERVICE,
    Blobs,
    facts,
    leaking,
    picture,
    readable,
    spelt,
)
from xuncha.pack.archive import warc
from xuncha.pack.mask.mask import MaskedFacts, mask_facts
from xuncha.pack.parts import PackFacts


@pytest.fixture(scope="module")
def before() -> PackFacts:
    return facts(*leaking())


@pytest.fixture(scope="module")
def after(before: PackFacts) -> MaskedFacts:
    return mask_facts(before)


def files(before: PackFacts, after: MaskedFacts) -> dict[str, bytes]:
    """All bytes that makers of parts could write."""
    _, blobs = leaking()
    found = {sha: readable(after.facts.blob(sha) or b"") for sha in blobs}
    found["site"] = readable(encode_record(after.facts.site))
    found["site in ascii"] = json.dumps(found["site"].decode("utf-8", "surrogatepass")).encode()
    found["findings"] = b"".join(readable(encode_record(finding)) for finding in after.facts.audit.findings)
    found["record"] = json.dumps({k: v for k, v in after.facts.record.items() if k != "flag_decisions"}).encode()
    return found


def test_no_file_says_who_a_customer_is(before: PackFacts, after: MaskedFacts) -> None:
    for name, data in files(before, after).items():
        for secret in SECRETS:
            for said in spelt(secret):
                assert said not in data, (
                    f"{secret} in {name}: {data[max(0, data.find(said) - 60) : data.find(said) + 60]!r}"
                )
        for part in ("138-1234-5678", "6222 0212 3456", "<i>159</i>8765<i>4321</i>"):
            assert part.encode() not in data, (part, name)


def test_the_originals_say_it(before: PackFacts) -> None:
    """Else the test above could not fail."""
    _, blobs = leaking()
    everything = b"".join(map(readable, blobs.values())) + readable(encode_record(before.site))
    for secret in SECRETS:
        assert any(said in everything for said in spelt(secret)), secret


def test_what_the_shop_publishes_stays(before: PackFacts, after: MaskedFacts) -> None:
    for old, new in zip(before.site.views, after.facts.site.views, strict=True):
        for word in PUBLIC:
            assert old.text.count(word) == new.text.count(word), word
            assert old.html.count(word) == new.html.count(word), word
        assert "订单编号 13600001234" in new.text
    assert before.site.views[0] == after.facts.site.views[0], "a page without personal data is not touched"


def test_lengths_are_kept_and_quotes_are_found(before: PackFacts, after: MaskedFacts) -> None:
    for old, new in zip(before.site.views, after.facts.site.views, strict=True):
        assert len(old.text) == len(new.text)
        assert [len(element.text) for element in old.elements] == [len(element.text) for element in new.elements]
        assert [element.box for element in old.elements] == [element.box for element in new.elements]
    views = {page.id: page for page in after.facts.site.views}
    looked = 0
    for finding in after.facts.audit.findings:
        for shown in finding.answer.evidence:
            if shown.quote and shown.view in views and finding.probe != "privacy.url_secrets":
                view = views[shown.view]
                words = " ".join(
                    "\n".join(
                        (
                            view.text,
                            view.url,
                            *(one.words for one in view.elements),
                            *(one.href for one in view.elements),
                        )
                    ).split()
                )
                was = next(
                    one
                    for old in before.audit.findings
                    if old.id == finding.id
                    for one in old.answer.evidence
                    if one.view == shown.view
                )
                if " ".join(was.quote.split()) in " ".join(before.site.views[0].text.split()) or "*" in shown.quote:
                    looked += 1
                    assert " ".join(shown.quote.split()) in words, (finding.probe, shown.quote)
    assert looked > 5


def test_what_the_probe_of_this_clause_flags_is_masked_as_it_quotes_it(after: MaskedFacts) -> None:
    found = next(finding for finding in after.facts.audit.findings if finding.probe == "privacy.public_personal_data")
    assert found.outcome is Outcome.UNSURE
    text = after.facts.site.views[1].text
    assert all(piece.quote in text for piece in found.answer.evidence)
    assert "138******78" in text
    assert "138-****-**78" in text
    assert "欧***" in text


def test_data_stays_data(after: MaskedFacts) -> None:
    seen = after.facts.site.views[1]
    api = next(exchange for exchange in seen.exchanges if exchange.kind == "xhr")
    told = json.loads(after.facts.blob(api.body or "") or b"")
    assert told["reviews"][0]["user"]["mobile"] == "138******78"
    assert told["shop"] == {
        "servicePhone": SERVICE,
        "company": "示例有限公司",
        "address": "杭州市西湖区文一路1号",
        "id": 13600001234,
    }
    assert after.count(api.body or "") >= 9
    page = (
        after.facts.blob(next(exchange for exchange in seen.exchanges if exchange.kind == "document").body or "") or b""
    )
    assert '"mobile":"138******78"' in page.decode("gb18030")
    assert CONTACT in page.decode("gb18030")


def test_the_record_of_exchanges_shows_no_session(after: MaskedFacts) -> None:
    seen = after.facts.site.views[1]
    told = exchange_log.unpack_record(after.facts.blob(seen.exchanges_record) or b"")
    assert "top-secret" not in json.dumps(told)
    assert "Bearer" not in json.dumps(told)
    first = told["exchanges"][0]
    assert first["request"]["headers"] == [
        ["Cookie", "sid=***; theme=***"],
        ["Authorization", "***"],
        ["Accept", "*/*"],
    ]
    assert ["Set-Cookie", "sid=***; Path=/; HttpOnly"] in first["response"]["headers"]
    assert seen.headers == {"set-cookie": "sid=***; Path=/"}
    posted = json.loads(told["exchanges"][1]["request"]["body"]["text"])
    assert posted["receiverMobile"] == "159******21"
    assert json.loads(posted["deep"]) == {"consignee": "欧***"}


def test_the_web_archive_says_how_often_each_body_was_masked(after: MaskedFacts) -> None:
    out = io.BytesIO()
    pages = warc.write_warc(after.facts, out, after.count)
    archive = readable(out.getvalue())
    for secret in SECRETS:
        assert not any(said in archive for said in spelt(secret)), secret
    seen = after.facts.site.views[1]
    for kind in ("document", "xhr"):
        body = next(exchange.body for exchange in seen.exchanges if exchange.kind == kind) or ""
        assert f"X-Xuncha-Masked: {after.count(body)}\r\n".encode() in archive
        assert (after.facts.blob(body) or b"?") in archive
    assert [page.id for page in pages] == [seen.id]


def test_pictures_are_covered_where_the_words_stand(before: PackFacts, after: MaskedFacts) -> None:
    seen = before.site.views[1]
    with Image.open(io.BytesIO(after.facts.blob(seen.screenshot) or b"")) as image:
        assert image.format == "JPEG"
        assert image.size == (683, 1000)
        covered = {
            element.id
            for element in seen.elements
            if _dark(image, element.box.x + element.box.w / 2, element.box.y + element.box.h / 2)
        }
    assert covered == {2, 3, 4, 5} | ({1} if 1 in covered else set())
    assert after.count(seen.screenshot) >= 4
    card = next(exchange for exchange in seen.exchanges if exchange.kind == "image")
    with Image.open(io.BytesIO(after.facts.blob(card.body or "") or b"")) as image:
        assert image.format == "PNG"
        assert image.getextrema() == tuple((v, v) for v in (0x9A, 0xA0, 0xA6))


def test_a_value_behind_the_end_of_a_long_element_is_covered_too() -> None:
    blobs = Blobs()
    long = "好" * 398 + f" {MOBILE} 差"
    shot = blobs.put(picture(100, 100))
    elements: list[dict[str, Any]] = [
        {"text": long[:400], "own": long[:400], "box": (10, 10, 30, 30)},
        {"text": "商品", "box": (60, 60, 20, 20)},
    ]
    seen = site(view("product", long, elements, screenshot=shot))
    after = mask_facts(facts(seen, blobs))
    with Image.open(io.BytesIO(after.facts.blob(shot) or b"")) as image:
        assert image.getpixel((25, 25)) != image.getpixel((70, 70))
    assert MOBILE not in str(after.facts.site)


def test_an_element_that_shows_the_end_of_a_value_is_covered() -> None:
    blobs = Blobs()
    shot = blobs.put(picture(100, 100))
    elements: list[dict[str, Any]] = [{"text": "138"}, {"text": "12345678", "box": (10, 10, 30, 30)}]
    seen = site(view("product", f"晒单 {MOBILE}", elements, screenshot=shot))
    after = mask_facts(facts(seen, blobs)).facts.site.views[0]
    assert [element.text for element in after.elements] == ["138", "******78"]


def _dark(image: Image.Image, x: float, y: float) -> bool:
    colour = image.getpixel((round(x * 0.5), round(y * 0.5)))
    assert isinstance(colour, tuple)
    return colour[0] < 200


def test_what_persons_wrote_and_what_is_unchanged_stays(before: PackFacts, after: MaskedFacts) -> None:
    assert after.facts.record["flag_decisions"] == before.record["flag_decisions"]
    assert after.facts.site.platform == before.site.platform
    unknown = "0" * 64
    assert after.facts.blob(unknown) is None
    assert after.count(unknown) == 0
    assert after.total > 40


def test_masking_again_changes_nothing(before: PackFacts, after: MaskedFacts) -> None:
    again = mask_facts(after.facts)
    assert again.facts.site == after.facts.site
    assert again.facts.record == after.facts.record


def test_the_same_audit_is_masked_alike(before: PackFacts, after: MaskedFacts) -> None:
    once_more = mask_facts(facts(*leaking()))
    _, blobs = leaking()
    assert once_more.facts.site == after.facts.site
    assert once_more.total == after.total
    assert all(once_more.facts.blob(sha) == after.facts.blob(sha) for sha in blobs)


def test_a_damaged_record_is_said_to_be_one(before: PackFacts) -> None:
    blobs = Blobs()
    seen = dataclasses.replace(before.site.views[0], exchanges_record=blobs.put(b"no record"))
    with pytest.raises(ValueError, match="not a record of exchanges"):
        mask_facts(dataclasses.replace(before, site=dataclasses.replace(before.site, views=(seen,)), blob=blobs.get))
