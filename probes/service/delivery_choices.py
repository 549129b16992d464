"""Are there personal choices of delivery, such as an appointed time?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import DELIVERY_ROLES, judge_rules, reads

SUBJECT = Text("个性化配送服务", "personal choices of delivery")
PARTS = {
    "appointed": Text("定时、预约或指定日期", "appointed times"),
    "installed": Text("送装一体", "delivery with installation"),
    "gift": Text("礼品包装", "gift wrapping"),
    "address": Text("修改收货地址", "changing the address"),
    "night": Text("夜间配送", "delivery in the evening"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, DELIVERY_ROLES, PARTS, whole=1)


PROBE = Probe(reads=reads(DELIVERY_ROLES), judge=judge)
