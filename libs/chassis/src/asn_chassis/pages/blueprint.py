"""Blueprints of pages: as with routes of the API, none can forget its scope; a caller is known by her session."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint
from flask_wtf.csrf import CSRFProtect

from asn_chassis.pages import sessions
from asn_chassis.web.auditing import audited
from asn_chassis.web.blueprint import PUBLIC

View = TypeVar("View", bound=Callable[..., Any])

# Asked by the pages that take a form, and by no route of the API: those believe no cookie.
forms = CSRFProtect()


class Pages(Blueprint):
    """Pages of one subject, with their templates and words beside the module.

    `menu` names those that every page of the service leads to: view and (lazily translated) label.
    """

    def __init__(self, name: str, import_name: str, *, menu: Sequence[tuple[str, Any]] = (), **options: Any) -> None:
        super().__init__(name, import_name, template_folder="templates", **options)
        self.menu = [(f"{name}.{view}", label) for view, label in menu]

    def page(self, rule: str, *, scope: str, method: str = "GET") -> Callable[[View], View]:
        """Register a page with its scope, `public` said aloud; a POST must come from a form of ours.

        Who sees or does something under a scope is audited.
        """

        def decorate(view: View) -> View:
            shown: Any = _from_our_form(view) if method == "POST" else view
            shown = audited(shown) if scope != PUBLIC else _wrapped(shown)
            shown.scope = scope
            shown.audited = scope != PUBLIC
            shown.page = True
            # Links to pages gather parameters of others on their way.
            shown.reads_query = True
            shown.authenticate = sessions.authenticate
            self.add_url_rule(rule, view.__name__.strip("_"), shown, methods=[method])
            return view

        return decorate


def _from_our_form(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        forms.protect()
        return view(*args, **kwargs)

    return checked


def _wrapped(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return shown
