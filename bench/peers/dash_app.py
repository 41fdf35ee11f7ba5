"""The overview in Dash on pandas: python -m bench.peers.dash_app PORT, with the database in
BENCH_DATABASE.

BENCH_SPARKLINES=pictures draws them as the overview does, else they are charts, as is usual with
Dash.
"""

import os
import sys
from pathlib import Path

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

from bench.peers.pandas_board import FILTERS, Card, board, load, months_of, units_of
from charts.sparkline import as_data_uri, sparkline
from charts.theme import LIGHT

_GRID = {"display": "grid", "gridTemplateColumns": "repeat(3, 1fr)", "gap": "1rem"}
_BOX = {"border": "1px solid #ddd", "borderRadius": "8px", "padding": "1rem"}


def _choice(name: str, options: list[dict], chosen: int | None) -> html.Div:
    box = dcc.Dropdown(options, chosen, id=name, clearable=chosen is None)
    return html.Div([html.Label(name.capitalize(), htmlFor=name), box], style={"width": "14rem"})


def _units(names: list[str]) -> list[dict]:
    return [{"label": name, "value": name} for name in names]


def _spark(card: Card):
    values = list(card.series)
    if os.environ.get("BENCH_SPARKLINES") == "pictures":
        return html.Img(src=as_data_uri(sparkline(values, (), LIGHT)), width=160, height=40)
    figure = go.Figure(go.Scatter(y=values, mode="lines"))
    figure.update_layout(
        height=60, margin={"l": 0, "r": 0, "t": 0, "b": 0}, template="none", showlegend=False
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return dcc.Graph(figure=figure, config={"staticPlot": True}, style={"height": "60px"})


def _drawn(card: Card) -> html.Div:
    change = "" if card.change is None else f"{card.change:+.1f} against a year before"
    return html.Div(
        [
            html.B(card.name),
            html.H3(f"{card.value:.1f}"),
            html.Small(f"n {card.n:,}"),
            _spark(card),
            html.Div(change),
        ],
        style=_BOX,
    )


def made(database: Path) -> Dash:
    """The application, with all rows of a database in memory."""
    frames = load(database)
    months = months_of(frames)
    app = Dash(__name__)
    choices = [
        _choice(
            "month",
            [{"label": name, "value": at} for at, name in months.items()],
            next(iter(months)),
        ),
        *(_choice(name, _units(units_of(frames, name)), None) for name in FILTERS),
    ]
    app.layout = html.Div(
        [html.Div(choices, style={"display": "flex", "gap": "1rem"}), html.Div(id="board")]
    )

    @app.callback(
        Output("board", "children"),
        Input("month", "value"),
        *(Input(name, "value") for name in FILTERS),
    )
    def _show(month, *units):
        found = board(frames, month, dict(zip(FILTERS, units, strict=True)))
        lines = [html.Li(f"{store}: {kpi} {change:+.1f}") for kpi, store, change in found.where]
        return [
            html.H2(months[month]),
            html.Ul(lines),
            html.Div([_drawn(card) for card in found.cards], style=_GRID),
        ]

    return app


if __name__ == "__main__":
    made(Path(os.environ["BENCH_DATABASE"])).run(port=sys.argv[1], debug=False)
