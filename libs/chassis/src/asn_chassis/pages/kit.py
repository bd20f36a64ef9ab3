"""The pages that every service has: what its problems, events and code lists mean; and what all pages share."""

from pathlib import Path

from flask import Flask, Response

from asn_chassis.pages import assets, errors, events, languages, login
from asn_chassis.pages.blueprint import Pages, forms
from asn_chassis.pages.rendering import render_public
from asn_chassis.pages.sessions import keep_in_cookie
from asn_chassis.parts import parts
from asn_chassis.web.blueprint import PUBLIC
from asn_chassis.web.problems import ProblemError

pages = Pages("kit", __name__)
pages.add_url_rule("/assets/<string:digest>/<string:name>", "asset", assets.answer)


def install(app: Flask) -> None:
    """Give this application its pages: those of the kit, and its service's own."""
    service = parts(app).service
    keep_in_cookie(app, parts(app).config)
    forms.init_app(app)
    languages.install(app, [Path(each.root_path) for each in service.pages])
    errors.install(app)
    menu = [entry for each in service.pages for entry in each.menu]
    app.context_processor(lambda: {"service": service, "config": parts().config, "menu": menu, "asset": assets.address})
    for each in (pages, login.pages, *service.pages):
        app.register_blueprint(each)


@pages.page("/problems", scope=PUBLIC)
def problems() -> Response:
    """List the problem types."""
    return render_public("pages/problems.html", problems=parts().contracts.problems)


@pages.page("/problems/<string:code>", scope=PUBLIC)
def problem(code: str) -> Response:
    """Explain one problem type."""
    declared = parts().contracts.problems.get(code)
    if declared is None:
        raise ProblemError("not-found")
    return render_public("pages/problem_type.html", code=code, problem=declared)


@pages.page("/events", scope=PUBLIC)
def event_types() -> Response:
    """List the events that this service sends, and those that it handles."""
    service = parts().service
    sent, handled = (events.listed(parts().contracts, types) for types in events.concerning(service, parts().contracts))
    return render_public("pages/events.html", sent=sent, handled=handled)


@pages.page("/events/<string:event_type>", scope=PUBLIC)
def event(event_type: str) -> Response:
    """Describe one event type that concerns this service."""
    service, contracts = parts().service, parts().contracts
    if not any(event_type in types for types in events.concerning(service, contracts)):
        raise ProblemError("not-found")
    return render_public("pages/event.html", described=events.describe(contracts, event_type))


@pages.page("/references", scope=PUBLIC)
def reference_lists() -> Response:
    """Name the code lists."""
    return render_public("pages/references.html", lists=parts().service.references)


@pages.page("/references/<string:list_name>", scope=PUBLIC)
def reference_list(list_name: str) -> Response:
    """Show a code list with its sources."""
    if list_name not in parts().service.references:
        raise ProblemError("not-found")
    return render_public("pages/reference.html", name=list_name, codes=parts().contracts.references(list_name))
