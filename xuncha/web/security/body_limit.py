"""How much a request may bring: counted while it comes in, whatever it says of its own size."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FILES = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """ASGI middleware. ``form``: most bytes of a request without files; ``upload``: of one with files. More is refused with 413."""

    app: ASGIApp
    form: int
    upload: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body counted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        most = self.upload if headers.get("content-type", "").lower().startswith(FILES) else self.form
        said = headers.get("content-length", "")
        told = int(said) if said.isdecimal() and len(said) < 19 else (most + 1 if said else 0)
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if max(taken, told) > most:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)
