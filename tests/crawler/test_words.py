"""Words come to one spelling, whatever script, width or invisible characters they were written with."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.words import plain


def test_one_spelling() -> None:
    assert plain("　隱私\u200b權政策 ") == "隐私权政策"
    assert plain("關 閉") == "关闭"
    assert plain("ＡＢＣ（１）") == "abc(1)"
    assert plain("客戶服務") == "客户服务"
    assert plain("contact us") == "contact us"
    assert plain("京\u00adICP\u00a0备") == "京icp 备"


@given(st.text(max_size=60))
def test_plain_words_stay_as_they_are(raw: str) -> None:
    assert plain(plain(raw)) == plain(raw)
