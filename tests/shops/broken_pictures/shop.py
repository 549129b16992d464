"""Pictures as real shops have them: a QR code that is gone, strips, licences on one sheet; no elder mode."""

import io
from pathlib import Path

from PIL import Image

from tests.shops.answers import Shop, ShopAnswer
from tests.shops.brand import LIZILI
from tests.shops.market import small_market

QUICK = """<span class="drop" tabindex="0" onclick="this.classList.toggle('open')"><span>关注我们</span>
<div><img src="/qr.png" width="120" height="120"><p>扫一扫</p></div></span>"""
STRIPS = """<img src="/side.png" width="60" height="2400" alt="" style="position:absolute;left:0;top:600px">
<div style="height:90px;background:url(/line.png) repeat-x"></div><img src="data:image/png;base64,AAAA" width="90" height="90">"""


def make() -> Shop:
    shop = small_market(LIZILI, legal="broken_pictures/legal.html", quick=QUICK, extra=STRIPS, elder=False)
    sheet = (Path(__file__).parent / "sheet.png").read_bytes()
    pictures = {"/sheet.png": sheet, "/side.png": _strip(60, 2400), "/line.png": _strip(2, 90)}
    return shop.but({path: ShopAnswer(data, kind="image/png") for path, data in pictures.items()})


def _strip(width: int, height: int) -> bytes:
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
