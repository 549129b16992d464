"""A shop whose agreement is shown in a dialog of the register form and nowhere else."""

import re

from tests.shops.answers import Shop, html
from tests.shops.brand import LIZILI
from tests.shops.market import market, render

SCRIPT = """<script>
document.querySelectorAll('[data-show]').forEach(control => control.addEventListener('click', event => {
  event.preventDefault();
  document.getElementById('agreement').hidden = false;
}));
</script>"""
STYLE = "position:fixed;inset:40px;background:#fff;overflow:auto;padding:16px;z-index:9"


def make() -> Shop:
    shop = market(LIZILI, rule_links=False)
    words = re.search(r"<main.*?</main>", render("agreement.html", LIZILI, title="用户服务协议"), re.S)
    form = render("register.html", LIZILI, title="免费注册", rule_links=False)
    assert words is not None
    document = words.group().replace("<main", "<div").replace("</main>", "</div>")
    dialog = (
        f'<div id="agreement" role="dialog" aria-label="用户服务协议" hidden style="{STYLE}">{document}</div>{SCRIPT}'
    )
    pressed = form.replace('href="/agreement"', 'href="javascript:;" data-show').replace("</body>", f"{dialog}</body>")
    return shop.but({"/register": html(pressed), "/agreement": shop.missing})
