"""Mystery shopper: visits against target and plan, stores, checklists, shoppers, and service stars."""

from ui.frame import open_frame

say = open_frame()

from ui import st
from ui.frame import palette
from ui.mystery import draw_head, section_choice, view_choice
from ui.mystery_checklist import draw_checklist
from ui.mystery_shoppers import draw_shoppers
from ui.mystery_stars import draw_stars
from ui.mystery_stores import draw_stores
from ui.mystery_visits import draw_visits

view = view_choice(say)
if view is None:
    st.stop()
draw_head(view, say, palette())
match section_choice(say):
    case "stores":
        draw_stores(view.whole, say, palette())
    case "visits":
        draw_visits(view, say)
    case "checklist":
        draw_checklist(view.whole, say, palette())
    case "shoppers":
        draw_shoppers(view.whole, say)
    case "stars":
        draw_stars(view, say, palette())
