"""The pages and their names, to be linked to."""

from functools import cache
from pathlib import Path

from i18n import N_, Say, Text
from ui.parts import st

_HERE = Path(__file__).resolve().parents[2] / "pages"
PAGES = (
    ("overview", N_("Overview"), ":material/dashboard:"),
    ("kpi", N_("KPI"), ":material/show_chart:"),
    ("compare", N_("Compare"), ":material/balance:"),
    ("rows", N_("Row by row"), ":material/table_rows:"),
    ("training", N_("Training"), ":material/school:"),
    ("voice", N_("Customer voice"), ":material/record_voice_over:"),
    ("mystery", N_("Mystery shopper"), ":material/person_search:"),
    ("operations", N_("Service operations"), ":material/support_agent:"),
    ("culture", N_("People and culture"), ":material/diversity_3:"),
    ("actions", N_("Problems and actions"), ":material/task_alt:"),
    ("review", N_("Review"), ":material/groups:"),
    ("knowledge", N_("Knowledge"), ":material/lightbulb:"),
    ("frozen", N_("Published periods"), ":material/verified:"),
    ("reports", N_("Reports"), ":material/summarize:"),
    ("upload", N_("Upload"), ":material/upload_file:"),
    ("targets", N_("Targets"), ":material/flag:"),
    ("units", N_("Units"), ":material/account_tree:"),
    ("definitions", N_("Definitions"), ":material/menu_book:"),
    ("privacy", N_("Privacy check"), ":material/shield_person:"),
    ("people", N_("People"), ":material/manage_accounts:"),
    ("access", N_("Access"), ":material/key:"),
    ("alerts", N_("Alerts"), ":material/notifications:"),
)
FIRST = PAGES[0][0]
MENU: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (N_("Look"), ("overview", "kpi", "compare", "rows")),
    (N_("Understand"), ("voice", "operations", "training", "mystery", "culture")),
    (N_("Act"), ("actions", "review", "reports", "frozen", "knowledge")),
    (
        N_("Data"),
        ("upload", "targets", "units", "definitions", "privacy", "people", "access", "alerts"),
    ),
)

FOR_ADMINISTRATORS = ("people", "access", "alerts")


@cache
def page_named(name: str, say: Say) -> st.Page:
    """A page to link to."""
    title, icon = next((title, icon) for page, title, icon in PAGES if page == name)
    return page(name, title, icon, say)


@cache
def hidden_page(name: str, say: Say) -> st.Page:
    """A page that is not in the menu and says for whom it is where somebody has its address."""
    title, icon = next((title, icon) for page, title, icon in PAGES if page == name)
    return page(name, title, icon, say, visibility="hidden")


def page(name: str, title: Text, icon: str, say: Say, **more: str) -> st.Page:
    return st.Page(
        _HERE / f"{name}.py",
        title=say(title),
        icon=icon,
        url_path="" if name == FIRST else name,
        default=name == FIRST,
        **more,
    )


def page_by_name(say: Say) -> st.Page:
    """What the first page's name leads to where somebody types it: the first page itself has no
    name in its address."""
    title = next(title for page, title, _ in PAGES if page == FIRST)
    return st.Page(_HERE / f"{FIRST}.py", title=say(title), url_path=FIRST, visibility="hidden")
