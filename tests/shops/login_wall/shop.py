"""Nothing without an account: every address leads to the login form."""

from tests.shops.answers import Answer, Request, Shop, beside, html, redirect

LOGIN = beside(__file__, "login.html")


def elsewhere(request: Request) -> Answer:
    return redirect(f"/login?ReturnUrl={request.path}")


def make() -> Shop:
    return Shop({"/login": html(LOGIN), "/robots.txt": Answer(b"", 404)}, missing=elsewhere)
