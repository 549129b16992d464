"""What a program is told where something goes wrong: problem details (RFC 9457), in the language it asks for and in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from fastapi import HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import ClientDisconnect

from probes.finding import Text
from storage.errors import Ambiguous, NotFound, Pruned
from xuncha.settings.target import InvalidInput
from xuncha.web.entrance import LoginNeeded
from xuncha.web.register_changes import FieldsRefused
from xuncha.web.rendering import say_words

MEDIA = "application/problem+json"
KIND = "urn:xuncha:problem:"
ERRORS = 50  # of one request that are told


@dataclass(frozen=True, slots=True)
class ProblemError:
    """One thing that is wrong: where, as a path into the request, and what."""

    at: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """The problem in one language."""

    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """The body of every refusal. ``type``: its kind; ``title`` and ``detail`` in the language asked for, ``zh`` and ``en`` always."""

    type: str
    title: str
    status: int
    detail: str
    zh: ProblemWords
    en: ProblemWords
    errors: tuple[ProblemError, ...] = ()


class Refusal(Exception):
    """Raised to refuse a request. ``kind``: a key of words/problems.toml; ``errors``: what is wrong; ``headers`` of the answer."""

    def __init__(
        self, status: int, kind: str, errors: tuple[ProblemError, ...] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(kind)
        self.status, self.kind, self.errors = status, kind, errors
        self.headers: Mapping[str, str] = headers or {}


def choose_spoken_language(request: Request, otherwise: str = "zh") -> str:
    """zh or en, as Accept-Language (RFC 9110, 12.5.4) prefers; ``otherwise`` where it names neither."""
    best, found = 0.0, otherwise
    for part in request.headers.get("accept-language", "")[:500].split(","):
        name, _, quality = part.partition(";")
        lang = name.strip().lower().partition("-")[0]
        said = quality.strip().removeprefix("q=")
        weight = float(said) if said.replace(".", "", 1).isdecimal() else 1.0 if not said else 0.0
        if lang in ("zh", "en") and weight > best:
            best, found = weight, lang
    return found


def answer_problem(request: Request, refusal: Refusal) -> JSONResponse:
    """The answer of a refusal."""
    words = {
        lang: ProblemWords(
            say_words(lang, f"problems.title.{refusal.kind}"), say_words(lang, f"problems.detail.{refusal.kind}")
        )
        for lang in ("zh", "en")
    }
    lang = choose_spoken_language(request)
    said = words[lang]
    body = Problem(
        KIND + refusal.kind, said.title, refusal.status, said.detail, words["zh"], words["en"], refusal.errors[:ERRORS]
    )
    headers = {"Content-Language": lang, "Vary": "Accept-Language", **refusal.headers}
    return JSONResponse(asdict(body), refusal.status, headers, MEDIA)


def translate_fault(fault: Exception) -> Refusal:
    """The refusal that any exception of ours means."""
    match fault:
        case Refusal():
            return fault
        case LoginNeeded():
            return Refusal(401, "token", headers={"WWW-Authenticate": "Bearer"})
        case RequestValidationError():
            return _translate_validation(fault)
        case HTTPException() | StarletteHTTPException():
            kinds = {
                403: "right",
                404: "missing",
                405: "method",
                409: "changed",
                413: "large",
                422: "input",
                429: "often",
            }
            kind = "blind" if fault.detail == "blind" else kinds.get(fault.status_code, "refused")
            return Refusal(fault.status_code, kind, headers=fault.headers)
        case ClientDisconnect():
            return Refusal(400, "refused")
        case Pruned():
            return Refusal(410, "gone")
        case NotFound() | Ambiguous():
            return Refusal(404, "missing")
        case InvalidInput():
            return Refusal(422, "input", list_errors({"": fault.text}))
        case FieldsRefused():
            return Refusal(422, "input", list_errors(fault.faults))
    return Refusal(503, "store")


def list_errors(said: Mapping[str, Text] | Iterable[tuple[str, Text]]) -> tuple[ProblemError, ...]:
    """Texts as errors, by where they are."""
    pairs = said.items() if isinstance(said, Mapping) else said
    return tuple(ProblemError(at, text.zh, text.en) for at, text in pairs)


def _translate_validation(fault: RequestValidationError) -> Refusal:
    found: list[Mapping[str, Any]] = list(fault.errors())
    if any(error["type"] == "missing" and tuple(error["loc"])[-1:] == ("if-match",) for error in found):
        return Refusal(428, "unstated")
    return Refusal(422, "input", tuple(_error(error) for error in found[:ERRORS]))


def _error(said: Mapping[str, Any]) -> ProblemError:
    at = "/".join(str(part) for part in said["loc"]).encode("utf-8", "replace").decode("utf-8")[:200]
    message = str(said["msg"]).encode("utf-8", "replace").decode("utf-8")[:300]
    given = {"type": said["type"], "message": message}
    return ProblemError(
        at, say_words("zh", "problems.field.wrong", **given), say_words("en", "problems.field.wrong", **given)
    )
