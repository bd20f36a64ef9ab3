"""Problems as pages: for browsers on pages, and where there is nothing at all; programs get their document as ever."""

from flask import Flask, Response, redirect, request, url_for
from flask_wtf.csrf import CSRFError

from asn_chassis.pages.rendering import is_page, prefers_page, render
from asn_chassis.parts import parts
from asn_chassis.web.problems import MEDIA_TYPE, answer, document


def install(app: Flask) -> None:
    """Show the problems of this application to browsers."""
    app.register_error_handler(CSRFError, _refuse_form)
    app.after_request(_show)


def _refuse_form(_: CSRFError) -> Response:
    return answer(document("form-expired"))


def _show(response: Response) -> Response:
    if response.mimetype != MEDIA_TYPE or not prefers_page():
        return response
    if request.endpoint is not None and not is_page(request.endpoint):
        return response
    if response.status_code == 401 and parts().config.browser_url:  # noqa: PLR2004
        return _sign_in()
    page = render("pages/problem.html", response.status_code, problem=response.get_json())
    kept = {name: value for name, value in response.headers.items() if name in ("Allow", "Retry-After")}
    page.headers.update(kept)
    return page


def _sign_in() -> Response:
    wanted = request.full_path.rstrip("?")
    return redirect(url_for("login.begin", next=wanted), 303)  # type: ignore[return-value]
