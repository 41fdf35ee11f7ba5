"""All that is kept beside the rows so that pages need not read them: handed to the database when it
is opened."""

from dataclasses import replace

from metrics.handed.kpi_facts import KPI_FACTS
from metrics.privacy.publishing import bases, publish
from metrics.sums.rollups import keeping

KEEPING = replace(keeping(), bases=bases(), publish=publish, kpis=KPI_FACTS)
