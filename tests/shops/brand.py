"""Invented companies with numbers that are well formed and belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass

from probes.text.numbers.uscc import check_character, inner_check

_JY_MODULUS = 10


def credit_code(division: str, body: str) -> str:
    """A code of GB 32100 for an enterprise: ``body`` are the eight characters of its organisation code."""
    first = f"91{division}{body}{inner_check(body)}"
    return first + check_character(first)


def food_number(digits: str) -> str:
    """JY and 13 digits with their check digit (ISO 7064 MOD 11,10)."""
    rest = _JY_MODULUS
    for digit in digits:
        rest = (rest + int(digit)) % _JY_MODULUS or _JY_MODULUS
        rest = rest * 2 % (_JY_MODULUS + 1)
    return f"JY{digits}{(_JY_MODULUS + 1 - rest) % _JY_MODULUS}"


@dataclass(frozen=True, slots=True)
class Brand:
    """Who a demo shop says it is. Serials near the end of their range are not given out; .example names lead nowhere."""

    name: str
    latin: str
    company: str
    uscc: str
    icp: str
    psb: str  # 14 digits
    vat: str
    food: str
    books: str
    hotline: str = "400-200-3417"
    mail: str = "service@lizili.example"
    address: str = "北京市朝阳区示例路17号"
    person: str = "栗小满"
    colour: str = "#1d6b48"

    @property
    def psb_text(self) -> str:
        return f"京公网安备 {self.psb}号"

    @property
    def psb_link(self) -> str:
        return f"https://beian.mps.gov.cn/#/query/webSearch?code={self.psb}"

    @property
    def licence_link(self) -> str:
        return (
            "https://zzlz.gsxt.gov.cn/businessCheck/verifKey.do?showType=p"
            f"&serial={self.uscc}-SAIC_SHOW_10000091{self.uscc}1699999999999&signData=demo"
        )


LIZILI = Brand(
    name="栗子里",
    latin="Lizili",
    company="北京栗子里网络科技有限公司",
    uscc=credit_code("110105", "MA99XLY0"),
    icp="京ICP备2026990017号-1",
    psb="11010599990017",
    vat="京B2-20269917",
    food=food_number("1110105999001"),
    books="新出发京零字第朝990017号",
)
DOUYA = Brand(
    name="豆芽集",
    latin="Douyaji",
    company="北京豆芽集电子商务有限公司",
    uscc=credit_code("110108", "MA99DYJ1"),
    icp="京ICP备2026990028号-2",
    psb="11010899990028",
    vat="京B2-20269928",
    food=food_number("1110108999002"),
    books="新出发京零字第海990028号",
    hotline="400-200-5826",
    mail="service@douyaji.example",
    address="北京市海淀区示例街28号",
    person="豆小苗",
    colour="#8a4b12",
)
