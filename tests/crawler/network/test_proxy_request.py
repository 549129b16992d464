"""No bytes break the reader of proxy requests, and what is passed on names the server it goes to."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.network.proxy_request import BadRequest, read_request
from tests.crawler.network.counting_listeners import path_of


@given(st.binary(max_size=200))
def test_no_head_breaks_the_reader(head: bytes) -> None:
    try:
        port = read_request(head + b"\r\n\r\n").port
    except BadRequest as error:
        port = error.status
    assert 0 < port < 65536


@given(
    st.from_regex(r"http://[a-z0-9.:\[\]@/?#%-]{0,40}", fullmatch=True),
    st.lists(st.from_regex(r"[A-Za-z-]{1,12}:[ -~]{0,20}", fullmatch=True), max_size=4),
)
def test_what_is_passed_on_names_the_server_it_goes_to(url: str, headers: list[str]) -> None:
    try:
        request = read_request("\r\n".join([f"GET {url} HTTP/1.1", *headers, "", ""]).encode())
    except BadRequest:
        return
    assert request.head is not None
    lines = request.head.decode("latin-1").split("\r\n")
    assert lines[0].startswith("GET /")
    assert [line for line in lines if line.lower().startswith("host:")] == [lines[1]]
    assert not any(line.lower().startswith("proxy-") for line in lines)
    assert path_of(request.head).startswith("/")
