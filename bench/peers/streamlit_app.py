"""The overview in Streamlit on pandas, as its documentation shows it: cards are st.metric with
their chart. The database is in BENCH_DATABASE."""

import os
from pathlib import Path

import streamlit as st

from bench.peers.pandas_board import FILTERS, board, load, months_of, units_of

_COLUMNS = 3

st.set_page_config(layout="wide")
frames = st.cache_resource(load)(Path(os.environ["BENCH_DATABASE"]))
months = months_of(frames)
first, *rest = st.columns(1 + len(FILTERS))
at = first.selectbox("Month", list(months), format_func=months.get)
chosen = {
    name: column.selectbox(name.capitalize(), ["", *units_of(frames, name)])
    for name, column in zip(FILTERS, rest, strict=True)
}
found = board(frames, at, chosen)
st.header(months[at])
for kpi, store, change in found.where:
    st.markdown(f"- {store}: {kpi} {change:+.1f}")
for start in range(0, len(found.cards), _COLUMNS):
    for column, card in zip(
        st.columns(_COLUMNS), found.cards[start : start + _COLUMNS], strict=False
    ):
        change = None if card.change is None else f"{card.change:+.1f} against a year before"
        column.metric(
            f"{card.name} (n {card.n:,})",
            f"{card.value:.1f}",
            change,
            border=True,
            chart_data=card.series,
        )
