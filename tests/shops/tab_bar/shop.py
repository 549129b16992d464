"""A phone sees neither header nor footer but a bar of tabs that a script answers to; a guide is called like the elder mode's switch."""

from tests.shops.answers import Shop
from tests.shops.brand import DOUYA
from tests.shops.market import small_market

BAR = """<style>.tabs{display:none}
@media (max-width:600px){header.top,footer{display:none}.tabs{display:flex;position:fixed;left:0;right:0;bottom:0;height:52px;background:#fff}
.tabs a{flex:1;text-align:center;line-height:52px;color:#222}}</style>
<nav class="tabs"><a href="/">首页</a><a href="/list">分类</a><a href="/cart">购物车</a>
<a href="javascript:;" onclick="location.href='/login'">我的</a></nav>"""


def make() -> Shop:
    return small_market(
        DOUYA, elder_entry="elder_button.html", quick='<a href="/guide" class="strong">长辈版</a>', extra=BAR
    )
