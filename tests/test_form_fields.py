"""Forms: what is wrong stands below its field, and fields are empty once something is stored."""

from streamlit.testing.v1 import AppTest


def a_form() -> None:
    """Two fields and a button each for what can become of them."""
    from errors import FieldsRefused, Message, WrongCall
    from i18n import translator
    from ui.parts import st
    from ui.parts.form import Fields

    say = translator("en")
    fields = Fields("test", {"first": "", "second": ""})
    with fields.field("a"):
        st.text_input("A", key="first")
    with fields.field("b"):
        st.text_input("B", key="second")
    if st.button("known", key="known"):
        faults = (("b", Message("B is wrong.")), ("b", Message("B is late.")))
        fields.refuse_all(FieldsRefused("Nothing was stored.", faults=faults), say)
    if st.button("unknown", key="unknown"):
        faults = (("a", Message("A is wrong.")), (None, Message("All of it is wrong.")))
        fields.refuse_all(FieldsRefused("Nothing of it was stored.", faults=faults), say)
    if st.button("other", key="other"):
        fields.refuse_all(WrongCall("The storage is full."), say)
    if st.button("stored", key="stored"):
        fields.empty()
        st.rerun()


def drawn(app: AppTest) -> list[str]:
    """Fields and faults in the order in which they stand."""
    shown = {"text_input": lambda one: one.label, "error": lambda one: one.value}
    found = []

    def walk(block) -> None:
        for child in block.children.values():
            kind = getattr(child, "type", "")
            if kind in shown:
                found.append(shown[kind](child).replace("\\", ""))
            if hasattr(child, "children"):
                walk(child)

    walk(app.main)
    return found


def clicked(key: str) -> AppTest:
    app = AppTest.from_function(a_form).run()
    app.text_input(key="first").set_value("one")
    app.text_input(key="second").set_value("two")
    app.button(key=key).click().run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def test_all_faults_of_a_field_stand_below_it_and_what_was_typed_stays():
    app = clicked("known")
    assert drawn(app) == ["A", "B", "B is wrong. B is late."]
    assert app.text_input(key="second").value == "two"


def test_a_fault_of_no_field_is_said_with_all_others_at_the_button():
    assert drawn(clicked("unknown")) == ["A", "B", "Nothing of it was stored."]
    assert drawn(clicked("other")) == ["A", "B", "The storage is full."]


def test_fields_are_empty_once_it_is_stored_and_can_be_filled_again():
    app = clicked("stored")
    assert [app.text_input(key=name).value for name in ("first", "second")] == ["", ""]
    app.text_input(key="first").set_value("again").run()
    assert app.text_input(key="first").value == "again" and drawn(app) == ["A", "B"]
