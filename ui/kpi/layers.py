"""Which layers of a chart are drawn: pills whose choice stands in the link, and is kept from one KPI
to another that offers others."""

from collections.abc import Collection, Mapping, Sequence

from i18n import Say, Text
from ui.parts import st
from ui.state.link import name_in_link


def linked_layers(
    offered: Sequence[str],
    names: Mapping[str, Text],
    default: Collection[str],
    say: Say,
    link: str = "layers",
) -> frozenset[str]:
    """The layers chosen of those `offered`. The link has what differs from the default: ?layers=a,-b
    draws a besides and b not; `link`: what they are called there."""
    key, seen, last = f"linked_{link}", f"{link}_seen", f"{link}_offered"
    asked = st.query_params.get(link, "")
    kept: dict[str, bool] = st.session_state.setdefault(f"{link}_kept", {})
    if asked != st.session_state.get(seen, ""):
        kept.clear()
        kept.update(read_layers(asked, names, default))
        st.session_state.pop(key, None)
    before = [name for name in offered if kept.get(name, name in default)]
    st.session_state[key] = [name for name in st.session_state.get(key, before) if name in offered]
    if st.session_state.get(last) != tuple(offered):
        st.session_state[last], st.session_state[key] = tuple(offered), before
    chosen = st.pills(
        say("Layers"),
        offered,
        selection_mode="multi",
        format_func=lambda name: say(names[name]),
        key=key,
        wrap=True,
        label_visibility="collapsed",
    )
    for name in offered:
        kept.pop(name, None)
        if (name in chosen) is not (name in default):
            kept[name] = name in chosen
    written = write_layers(kept, names)
    name_in_link(link, written or None)
    st.session_state[seen] = written
    return frozenset(chosen)


def read_layers(written: str, names: Collection[str], default: Collection[str]) -> dict[str, bool]:
    """What a link says of layers: whether each that differs from the default is drawn; names that it
    does not know are left out."""
    found = {}
    for part in written.split(","):
        name, on = part.removeprefix("-"), not part.startswith("-")
        if name in names and on is not (name in default):
            found[name] = on
    return found


def write_layers(kept: Mapping[str, bool], names: Collection[str]) -> str:
    """The layers as the link has it."""
    return ",".join(name if kept[name] else f"-{name}" for name in names if name in kept)
