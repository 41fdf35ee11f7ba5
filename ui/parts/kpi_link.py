"""The way from a figure in a text or table to its KPI's page, from where its rows are a click away."""

from datetime import date
from html import escape
from urllib.parse import urlencode

from charts.theme import plain
from i18n import Say
from metrics.catalog import indicator_named
from metrics.frozen.published import At


def kpi_link(
    name: str,
    words: str,
    say: Say,
    place: At = (None, None),
    month: date | None = None,
    grain: str = "month",
) -> str:
    """Words linked to a KPI's page for a place and a month (None: the latest), drawn by months or
    quarters, or to its definition where no records are collected; as HTML."""
    measured = indicator_named(name).measured
    view = {"kpi": name, "lang": say.language}
    dimension, unit = place
    if measured and dimension and unit:
        view[dimension] = unit
    if measured and month is not None:
        view["month"] = f"{month:%Y-%m}"
    if measured and grain != "month":
        view["grain"] = grain
    page = "kpi" if measured else "definitions"
    return f'<a href="{page}?{escape(urlencode(view))}" target="_self">{plain(words)}</a>'
