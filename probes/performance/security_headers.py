"""Does the home page send the headers that protect visitors?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Value, evidence_on_page, no, not_seen, yes
from probes.pages.main.listed import list_words
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    headers = {name.lower(): value.lower() for name, value in view.headers.items()}
    if not headers:
        return not_seen("not_looked", "未记录到响应头", "no response headers were recorded")
    policy = headers.get("content-security-policy", "")
    have = {
        "strict-transport-security": "strict-transport-security" in headers,
        "x-content-type-options": headers.get("x-content-type-options") == "nosniff",
        "x-frame-options": "x-frame-options" in headers or "frame-ancestors" in policy,
        "referrer-policy": "referrer-policy" in headers,
    }
    kept, lost = [name for name, held in have.items() if held], [name for name, held in have.items() if not held]
    lacking = list_words(lost)
    zh = f"安全响应头 {len(kept)}/4" + (f"；缺少{lacking.zh}" if lost else "")
    values: dict[str, Value] = {"present": tuple(kept), "missing": tuple(lost)}
    answer = yes if len(kept) >= params.limit("headers") else no
    en = f"{len(kept)} of 4 security headers" + (f"; missing: {lacking.en}" if lost else "")
    return answer(zh, en, evidence_on_page(view, None, ", ".join(kept)), fraction=len(kept) / 4, values=values)


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, limits=("headers",))
