"""A figure as pages show it: one that Plotly draws once."""

import plotly.graph_objects as go

from charts.theme import Plotted


def figure_of(drawn: Plotted) -> go.Figure:
    """The figure of `data` and `layout`. Streamlit's frontend hands each to Plotly twice, the second
    time as a copy. Where nothing is another object that Plotly compares as one, it sees that
    nothing changed; else it draws all again. So there is no template, and a revision stands for
    the arrays: they never change, since another figure is another chart."""
    figure = go.Figure(drawn)
    figure.layout.template = None  # afterwards: one that is made without gets 6 KB of defaults
    figure.layout.datarevision = 1
    return figure
