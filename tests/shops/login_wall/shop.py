"""Nothing without an account: every address leads to the login form."""

from tests.shops.answers import Shop, ShopAnswer, ShopRequest, beside, html, redirect

LOGIN = beside(__file__, "login.html")


def elsewhere(request: ShopRequest) -> ShopAnswer:
    return redirect(f"/login?ReturnUrl={request.path}")


def make() -> Shop:
    return Shop({"/login": html(LOGIN), "/robots.txt": ShopAnswer(b"", 404)}, missing=elsewhere)
