"""What forms share: what is wrong stands below its field, and fields are empty again once something
is stored."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from data.kinds.schema import Column
from errors import FieldsRefused, Message, ServiceCultureError
from i18n import Say, Text
from ui.parts import st


def label_of(column: Column, say: Say, required: bool | None = None) -> str:
    """What a field is called, and that it has to be filled in; `required` where the form asks for
    more than the column does."""
    label = say(column.label)
    needed = column.required if required is None else required
    return say("{label} (required)", label=label) if needed else label


class Fields:
    """The fields of a form that is being drawn. `blanks`: the keys of those that are emptied after
    storing, with what they hold then; made before the fields are drawn."""

    def __init__(self, form: str, blanks: Mapping[str, object]):
        self._mark = f"emptied_{form}"
        self._below: dict[str, AbstractContextManager[object]] = {}
        if st.session_state.pop(self._mark, False):
            # Said, not forgotten: else the browser would keep showing what was typed.
            st.session_state.update(blanks)

    @contextmanager
    def field(self, name: str) -> Iterator[None]:
        """What is drawn inside is the field; below it is a place for what is wrong with it."""
        yield
        self._below[name] = st.empty()

    def refuse(self, name: str | None, fault: Message | Text, say: Say) -> None:
        """Say what is wrong below its field; here where it is that of no field."""
        place = self._below.get(name) if name else None
        if place is None:
            st.error(say(fault))
            return
        with place:
            st.error(say(fault))

    def refuse_all(self, refusal: ServiceCultureError, say: Say) -> None:
        """Say everything that is wrong, each below its field; several of one field as one."""
        faults = refusal.faults if isinstance(refusal, FieldsRefused) else ()
        beside: dict[str, list[Message]] = {}
        for name, fault in faults:
            if name not in self._below:
                self.refuse(None, refusal.message, say)
                return
            beside.setdefault(str(name), []).append(fault)
        if not beside:
            self.refuse(None, refusal.message, say)
        for name, found in beside.items():
            with self._below[name]:
                st.error(say.sentences(found))

    def empty(self) -> None:
        """The fields are empty when the form is drawn next."""
        st.session_state[self._mark] = True
