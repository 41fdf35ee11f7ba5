"""Mystery shopper: visits against target and plan, stores, checklists, shoppers, and service
stars."""

from ui.shell.frame import open_frame

say = open_frame()

from metrics.catalog import kpi_named
from ui.mystery.checklist import draw_checklist
from ui.mystery.page import draw_head, section_choice, view_choice
from ui.mystery.seen import draw_seen
from ui.mystery.shoppers import draw_shoppers
from ui.mystery.stars import draw_stars
from ui.mystery.stores import draw_stores
from ui.mystery.visits import draw_visits
from ui.parts import st
from ui.parts.visitor import palette
from ui.rows.way import draw_way_to_rows
from ui.state.board import today

view = view_choice(say)
if view is None:
    st.stop()
draw_head(view, say, palette())
draw_way_to_rows(kpi_named("mystery_score"), "mystery", view.month, view.month, say)
match section_choice(say):
    case "stores":
        draw_stores(view.whole(today()), say, palette())
    case "visits":
        draw_visits(view, say)
        draw_seen(view, say)
    case "checklist":
        draw_checklist(view.whole(today()), say, palette())
    case "shoppers":
        draw_shoppers(view.whole(today()), say)
    case "stars":
        draw_stars(view, say, palette())
