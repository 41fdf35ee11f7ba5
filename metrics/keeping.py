"""All that is kept beside the rows so that pages need not read them: handed to the database when it is opened."""

from dataclasses import replace

from metrics.kept import keeping
from metrics.kpi_facts import KPI_FACTS
from metrics.publishing import bases, publish

KEEPING = replace(keeping(), bases=bases(), publish=publish, kpis=KPI_FACTS)
