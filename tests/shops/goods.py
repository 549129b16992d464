"""What the demo shops sell, with a drawing for each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

CATEGORIES = {"phone": "手机数码", "home": "家居日用", "kitchen": "厨房餐具", "tea": "茶与干货"}
_DRAWINGS = tomllib.loads((Path(__file__).parent / "static" / "drawings.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Good:
    """One thing for sale; the price is in yuan."""

    id: int
    name: str
    category: str
    drawing: str
    price: str
    note: str
    spec: str
    origin: str
    sold: str

    @property
    def url(self) -> str:
        return f"/item/{self.id}.html"

    @property
    def picture(self) -> str:
        return f"/img/{self.id}.svg"


GOODS = (
    Good(1001, "栗果 X2 手机 8GB+256GB 雾青", "phone", "phone", "1999.00", "护眼直屏 · 两天续航", "8GB+256GB", "广东东莞", "2300+"),
    Good(1002, "栗果 Lite 手机 6GB+128GB 米白", "phone", "phone", "1099.00", "轻至 178 克", "6GB+128GB", "广东东莞", "1600+"),
    Good(1003, "栗果大字手机 4GB+64GB 墨黑", "phone", "phone", "699.00", "大按键 · 大音量", "4GB+64GB", "广东东莞", "980+"),
    Good(1004, "栗果手机壳 磁吸防摔", "phone", "phone", "59.00", "一体磁环", "适配 X2", "广东深圳", "3100+"),
    Good(1005, "栗音 N1 真无线降噪耳机", "phone", "buds", "329.00", "通话更清楚", "蓝牙 5.4", "广东深圳", "1200+"),
    Good(2001, "暖石陶瓷台灯 三档调光", "home", "lamp", "168.00", "柔光不频闪", "高 38 厘米", "江西景德镇", "860+"),
    Good(2002, "长绒棉毛巾 两条装", "home", "towel", "45.80", "吸水不掉毛", "34×76 厘米", "河北高阳", "5400+"),
    Good(2003, "荞麦壳护颈枕 可调高度", "home", "pillow", "89.00", "荞麦壳可增减", "48×30 厘米", "内蒙古赤峰", "4100+"),
    Good(2004, "棉麻收纳箱 可折叠", "home", "box", "56.00", "带提手 · 防潮", "40×30×25 厘米", "山东滨州", "2200+"),
    Good(2005, "手工羊毛坐垫 圆形", "home", "pillow", "119.00", "冬天坐着不凉", "直径 40 厘米", "内蒙古赤峰", "530+"),
    Good(3001, "青釉马克杯 带盖 400ml", "kitchen", "cup", "49.00", "手工上釉", "400 毫升", "福建德化", "2700+"),
    Good(3002, "铸铁平底煎锅 26cm", "kitchen", "pan", "219.00", "少油不粘", "直径 26 厘米", "浙江永康", "740+"),
    Good(3003, "粗陶汤碗 两只装", "kitchen", "bowl", "58.00", "可进微波炉", "直径 18 厘米", "福建德化", "1800+"),
    Good(3004, "鸡翅木筷 十双礼盒", "kitchen", "bowl", "79.00", "无漆无蜡", "长 25 厘米", "浙江庆元", "3600+"),
    Good(3005, "双层玻璃杯 耐热 300ml", "kitchen", "cup", "39.00", "握着不烫手", "300 毫升", "河北河间", "6900+"),
    Good(4001, "武夷岩茶 罐装 100g", "tea", "tin", "128.00", "当季新茶", "净含量 100 克", "福建武夷山", "1900+"),
    Good(4002, "椴树蜂蜜 500g", "tea", "jar", "68.00", "波美 42 度", "净含量 500 克", "黑龙江饶河", "3300+"),
    Good(4003, "燕山板栗仁 6 袋装", "tea", "tin", "39.90", "开袋即食", "净含量 600 克", "河北迁西", "8200+"),
    Good(4004, "东北五常大米 2.5kg", "tea", "bag", "42.90", "当年新米", "净含量 2.5 千克", "黑龙江五常", "7700+"),
    Good(4005, "新疆灰枣 500g", "tea", "bag", "29.90", "肉厚核小", "净含量 500 克", "新疆若羌", "5200+"),
)  # fmt: skip


def drawing(good: Good) -> str:
    """The picture of a good as SVG."""
    tone: dict[str, str] = _DRAWINGS["tones"][good.id % len(_DRAWINGS["tones"])]
    shapes = str(_DRAWINGS["shapes"][good.drawing]).replace("{b}", tone["dark"]).replace("{c}", tone["light"])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">'
        f'<rect width="400" height="400" fill="{tone["ground"]}"/><circle cx="310" cy="80" r="120" fill="#fff" opacity=".35"/>'
        f'<ellipse cx="200" cy="342" rx="110" ry="14" fill="{tone["dark"]}" opacity=".16"/>{shapes}</svg>'
    )
