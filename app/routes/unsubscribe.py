"""One click out of a kind of e-mail, without a login: the link at the foot of a letter, and the mail program's button.

Mail scanners open every link of a letter, so that opening one only asks; a POST stops, as RFC 8058 wants it. The token
is the whole authority: no cookie is read, and a mail program's server may ask from anywhere.
"""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from app import data
from cercle.errors import CercleError, InputProblem
from cercle.mail.kinds import Stop
from cercle.mail.out import PATH
from cercle.texts import LANGUAGES, Text


class _Words(NamedTuple):
    question: Text
    done: Text


_WORDS = {
    Stop.Notices: _Words(
        Text("No more e-mails when something waits for you?"),
        Text("Done: no more e-mails when something waits for you."),
    ),
    Stop.Digest: _Words(Text("No more monthly summary?"), Text("Done: no more monthly summary.")),
    Stop.Invitations: _Words(Text("No more invitations?"), Text("Done: no more invitations.")),
}
_STOP, _CHANGE = Text("Stop them"), Text("You can change your mind under “My account” at any time.")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_STYLE = """
body { margin: 0; background: #fbf7f1; color: #2e2620; font: 17px/1.55 sans-serif; }
main { max-width: 32rem; margin: 0 auto; padding: 3rem 1rem; }
h1 { font: 600 1.6rem/1.25 serif; }
button { background: #a84a24; color: #fff; border: 0; border-radius: 999px; padding: 0.8rem 1.4rem; font: inherit; }
@media (prefers-color-scheme: dark) {
  body { background: #1d1916; color: #f1e9e0; }
  button { background: #e08a5b; color: #1d1916; }
}
"""


def unsubscribe(request: Request) -> HTMLResponse:
    """Asks on GET, stops on POST. Starlette runs it in a thread of its own."""
    token, language = request.path_params["token"], _language(request)
    try:
        ways_out = data.ways_out()
        if request.method == "POST":
            words = [_WORDS[ways_out.take(token)].done, _CHANGE]
            return _page(language, *words)
        _, stop = ways_out.read(token)
        return _page(language, _WORDS[stop].question, button=_STOP)
    except InputProblem as problem:
        return _page(language, problem.problem, *filter(None, [problem.next_step]), status=400)
    except CercleError as problem:
        return _page(language, problem.problem, Text("Open this page again in a few minutes."), status=503)


def _language(request: Request) -> str:
    accepted = request.headers.get("accept-language", "").split(",")
    wanted = [request.query_params.get("lang", ""), *(one.strip()[:2].lower() for one in accepted)]
    return next((one for one in wanted if one in LANGUAGES), "en")


def _page(
    language: str, title: Text, *words: Text, button: Text | None = None, status: int = 200
) -> HTMLResponse:
    said = escape(title.in_(language))
    paragraphs = "".join(f"<p>{escape(one.in_(language))}</p>" for one in words)
    form = f'<form method="post"><button>{escape(button.in_(language))}</button></form>' if button else ""
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{said}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>{said}</h1>{paragraphs}{form}</main></body></html>",
        status_code=status,
        headers=_HEADERS,
    )


route = Route(f"{PATH}/{{token}}", unsubscribe, methods=["GET", "POST"])
