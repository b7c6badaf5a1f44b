"""What lets a phone put the dashboard on its home screen: Streamlit's page with a manifest in it, and an icon."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from app import data
from app.headers import INDEX
from cercle.errors import CercleError

_APP = Path(__file__).parent.parent
_PAGES = sorted(view.stem for view in (_APP / "views").glob("*.py"))
_HEAD = (
    '<title>Cercle</title><link rel="manifest" href="/manifest.webmanifest">'
    '<link rel="apple-touch-icon" href="/icon.png"><meta name="theme-color" content="#a84a24">'
)
_PAGE = INDEX.read_text().replace("<title>Streamlit</title>", _HEAD)


def _page(_: Request) -> Response:
    return HTMLResponse(_PAGE, headers={"Cache-Control": "no-cache"})


def _manifest(_: Request) -> Response:
    try:
        name = data.community_name()
        names = {"name": f"{name.fr} / {name.en}" if name.fr != name.en else name.fr, "short_name": "Cercle"}
    except CercleError:  # no chain, no community: still a dashboard
        names = {"name": "Cercle", "short_name": "Cercle"}
    manifest = {
        **names,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf7f1",
        "theme_color": "#a84a24",
        "icons": [{"src": "/icon.png", "sizes": "512x512", "type": "image/png", "purpose": "any maskable"}],
    }
    return JSONResponse(manifest, media_type="application/manifest+json")


def _icon(_: Request) -> Response:
    return FileResponse(_APP / "icon.png", headers={"Cache-Control": "public, max-age=86400"})


routes = [
    Route("/manifest.webmanifest", _manifest),
    Route("/icon.png", _icon),
    *(Route(path, _page) for path in ("/", *(f"/{name}" for name in _PAGES))),
]
