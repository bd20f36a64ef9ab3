"""The report for the browser: one file without a script, a font or a picture from anywhere else."""

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from asn_loop.report.figures import before_and_after, figures, story, timeline
from asn_loop.report.told import Told

# The scale of an index, and the width of its chart in pixels.
LOWEST, HIGHEST, WIDTH = 25, 100, 360


def write_page(told: Told, folder: Path) -> Path:
    """Write the page of a round into the folder; return where it is."""
    environment = Environment(
        loader=PackageLoader("asn_loop", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{told.facts.period}-{told.words.language}.html"
    page = environment.get_template("page.html.j2").render(
        told=told,
        words=told.words,
        facts=told.facts,
        figures=figures(told),
        story=story(told),
        timeline=timeline(told),
        before_and_after=before_and_after(told),
        bar=_bar,
    )
    path.write_text(page, encoding="utf-8")
    return path


def _bar(value: float) -> int:
    """Return how wide a bar of this index value is."""
    return round((float(value) - LOWEST) / (HIGHEST - LOWEST) * WIDTH)
