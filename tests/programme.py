"""Small files of complaints, contacts and requests, prepared as the page and the command do it."""

from datetime import date

from data.kinds.catalog import kind_named
from data.reading.options import Options
from data.uploads.prepare import Prepared, prepare
from metrics.handed.kpi_facts import KPI_FACTS

TODAY = date(2027, 6, 1)


def made(kind: str, *lines: str, name: str = "x.csv", **options: object) -> Prepared:
    content = ("\n".join(lines) + "\n").encode()
    return prepare(content, name, kind_named(kind), Options(**options), TODAY, kpis=KPI_FACTS)


def complaints(
    *rows: str, heading: str = "complaint_id,date,closed,store,category,comment,upheld"
) -> Prepared:
    return made("complaint", heading, *rows)


def volume(*rows: str, heading: str = "date,store,contacts") -> Prepared:
    return made("contact_volume", heading, *rows)


def requests(*lines: str, name: str = "tickets.csv", **options: object) -> Prepared:
    return made("service_request", *lines, name=name, **options)
