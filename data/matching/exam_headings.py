"""Headings of wide exam files, one column an item: "Q. 1 /0.79", "Response 1", "第1题", "1、…", and
a bare 1, 2, 3."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from data.matching.personal import is_personal
from data.text.folding import fold, known_headings, normal, stated_maximum

RIGHT, RESPONSE, MARK, QUESTION = "right", "response", "mark", "question"
_LEAST_BARE = 3  # fewer headings that are bare numbers may mean anything
_LISTED = "listed"  # numbered like the questions of a form, with the question's text behind
_BARE = "bare"

_NO = r"[\s._:#-]*0*(\d{1,3})"
_END = r"\s*[.:、)]?"
_TEXT = r"(?:\s*[.:、)]\s*(?P<text>\D.*))?"
_RIGHTLY = r"(?:正确|正確|标准|標準|参考|參考)(?:答案|选项|選項)"
_GIVEN = r"(?:(?:学员|考生|员工|學員|員工)?(?:作答|答案|回答|答题|答題)(?:内容|內容)?)"
_POINTED = r"(?P<points>\s*(?:score|points?|marks?|grade)|的?(?:得分|分数|分數))?"
_KEY_WORDS = (
    r"(?:(?:right|correct|expected|model)\s*(?:answer|response|option|choice)|(?:answer\s*)?key)"
)
_GIVEN_WORDS = r"(?:(?:your|given|chosen|selected|student|learner|user)\s*)?(?:response|answer)"
_FORMS = tuple(
    (role, stem, re.compile(form + _END, re.I))
    for role, stem, form in (
        (RIGHT, "", _KEY_WORDS + _NO),
        (RIGHT, "", r"q(?:uestion)?" + _NO + r"\s*" + _KEY_WORDS),
        (RIGHT, "", _RIGHTLY + _NO),
        (RIGHT, "", r"第\s*0*(\d{1,3})\s*[题題]\s*的?" + _RIGHTLY),
        (RESPONSE, "", _GIVEN_WORDS + _NO),
        (RESPONSE, "", r"q(?:uestion)?" + _NO + r"\s*" + _GIVEN_WORDS),
        (RESPONSE, "", _GIVEN + _NO),
        (RESPONSE, "", r"第\s*0*(\d{1,3})\s*[题題]\s*的?" + _GIVEN),
        (MARK, "q", r"q" + _NO + _POINTED + _TEXT),
        (MARK, QUESTION, r"question" + _NO + _POINTED + _TEXT),
        (MARK, "item", r"item" + _NO + _POINTED + _TEXT),
        (MARK, "题", r"(?:[试試考]?[题題]目?)" + _NO + _POINTED),
        (
            MARK,
            "第",
            r"第\s*0*(\d{1,3})\s*[题題]" + _POINTED + r"(?:\s*[.:、)]?\s*(?P<text>\D.*))?",
        ),
        (MARK, _BARE, r"0*(\d{1,3})"),
        (MARK, _LISTED, r"0*(\d{1,3})\s*[.、:)]\s*(?!\d)(?P<text>.+)"),
    )
)
_HIGHEST = re.compile(
    r"\s*(?:/\s*\d+(?:[.,]\d+)?\s*(?:分|points?|pts?)?|[(\[【][^()\[\]【】]*\d[^()\[\]【】]*[)\]】]"
    r"|(?:满分|滿分|out of|max(?:imum)?)\s*[:=]?\s*\d+(?:\.\d+)?\s*(?:分|points?|pts?)?)\s*$",
    re.I,
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Heading:
    """A heading of an item: `role` is RIGHT, RESPONSE or MARK, `stem` tells families of marks
    apart.

    `name` is the item's as the file shows it, without the `maximum` that it states; `text` the
    words of the question behind its number.
    """

    role: str
    stem: str
    number: int
    name: str
    maximum: float | None
    text: str = ""


@dataclass(frozen=True)
class Slot:
    """One item of a wide file, and where its columns are.

    `mark` holds points or, in an answer matrix, the answer; `question` the words of the item.
    `numbered`: its heading says the number. `out_of`: its points stand before what they are out of,
    "1.00 / 2".
    """

    number: int
    name: str
    maximum: float | None = None
    mark: int | None = None
    response: int | None = None
    right: int | None = None
    question: int | None = None
    numbered: bool = True
    out_of: bool = False

    @property
    def answer(self) -> int:
        """Where the answer is, or what it earned."""
        place = self.mark if self.response is None else self.response
        if place is None:
            raise ValueError(f"item {self.number} has no column")
        return place

    @property
    def columns(self) -> list[int]:
        """All its columns."""
        return [
            at for at in (self.mark, self.response, self.right, self.question) if at is not None
        ]


def item_heading(heading: str) -> Heading | None:
    """What a heading says of an item; None where it is none, or tells who somebody is, or is known
    as something else ("2、姓名", "3、总体满意度")."""
    name, maximum = _without_maximum(heading)
    for role, stem, form in _FORMS:
        if found := form.fullmatch(normal(name)):
            parts = found.groupdict()
            if parts.get("text") and (
                fold(heading) in known_headings() or is_personal(heading, ())
            ):
                return None
            return Heading(
                role,
                stem,
                int(found[1]),
                name.removesuffix(parts.get("points") or "").strip(),
                maximum,
                parts.get("text") or "",
            )
    return None


def named_slot(number: int, heading: str, at: int) -> Slot:
    """The item of a column whose heading is its name, whatever that says."""
    name, maximum = _without_maximum(heading)
    told = item_heading(heading)
    return Slot(
        number,
        name or heading,
        maximum,
        mark=at,
        numbered=told is not None and told.number == number,
    )


def slots(headings: Iterable[str]) -> tuple[Slot, ...]:
    """The items of a wide file in their order; none where fewer than two are found.

    Of several families of marks the largest counts; "Question 1" beside another family, or beside
    "Response 1", is the words of the item. Where each answer has its points in a column that says
    so, these are the items, whatever the questions say.
    """
    headings = list(headings)
    if paired := _paired(headings):
        return paired
    found = [(at, told) for at, heading in enumerate(headings) if (told := item_heading(heading))]
    families: dict[str, dict[int, tuple[int, Heading]]] = {}
    for at, told in found:
        families.setdefault(told.role + told.stem, {}).setdefault(told.number, (at, told))
    response, right = families.pop(RESPONSE, {}), families.pop(RIGHT, {})
    bare = families.get(MARK + _BARE, {})
    if sorted(bare) != list(range(1, max(len(bare), _LEAST_BARE) + 1)):
        families.pop(MARK + _BARE, None)
    worded = families.pop(MARK + QUESTION, {})
    marks = max(families.values(), key=len, default={})
    if not marks and not response:
        marks, worded = worded, {}
    numbers = sorted({*marks, *response})
    return (
        ()
        if len(numbers) < 2
        else tuple(_slot(number, marks, response, right, worded) for number in numbers)
    )


# Points of a question in a column of their own: "Points - What first?" (Microsoft Forms), "What
# first? [Score]" (Google Forms).
_POINTS_OF = (
    re.compile(
        r"(?:points?|score|得分|分数|分數|点数|點數)\s*[-–—:：]\s*(?P<text>\S.*)", re.I | re.S
    ),
    re.compile(r"(?P<text>.*\S)\s*\[(?:score|points?|得分|分数|分數)\]", re.I | re.S),
)
_NUMBERED_BEHIND = re.compile(
    r"\d{2,}\s*:\s*(?P<text>\S.*)", re.S
)  # "4711: What first?" with "1.0" in the next column (Canvas)
_WORTH = re.compile(r"(?P<worth>\d{1,3}(?:\.\d+)?)(?: \(\d+\))?")


def _paired(headings: list[str]) -> tuple[Slot, ...]:
    """The items whose answers and points stand side by side under the words of the question; none
    where fewer than two are found."""
    at_heading = {fold(heading): at for at, heading in reversed(list(enumerate(headings)))}
    found: list[tuple[str, float | None, int, int]] = []
    for at, heading in enumerate(headings):
        for form in _POINTS_OF:
            told = form.fullmatch(heading.strip())
            answer = at_heading.get(fold(told["text"])) if told else None
            if told and answer is not None and answer != at:
                found.append((told["text"].strip(), None, answer, at))
                break
        told, points = (
            _NUMBERED_BEHIND.fullmatch(heading.strip()),
            _WORTH.fullmatch(headings[at + 1].strip()) if at + 1 < len(headings) else None,
        )
        if told and points:
            found.append((told["text"].strip(), float(points["worth"]) or None, at, at + 1))
    if len(found) < 2:
        return ()
    slots = []
    for number, (text, worth, answer, mark) in enumerate(found, start=1):
        name, maximum = _without_maximum(text)
        slots.append(
            Slot(number, name or text, worth or maximum, mark=mark, response=answer, numbered=False)
        )
    return tuple(slots)


def _slot(number: int, marks: dict, response: dict, right: dict, worded: dict) -> Slot:
    name, maximum = "", None
    for family in (marks, worded):
        if number in family and not name:
            name, maximum = family[number][1].name, family[number][1].maximum
    slot = Slot(number, name or _called(number, response[number][1].name), maximum)
    return replace(
        slot,
        **{
            role: family[number][0]
            for role, family in (
                ("mark", marks),
                ("response", response),
                ("right", right),
                ("question", worded),
            )
            if number in family
        },
    )


def _called(number: int, heading: str) -> str:
    """An item of which the file has only the answer, as its tool or its language calls items."""
    return (
        f"第{number}{'題' if '題' in heading else '题'}"
        if _CHINESE.search(heading)
        else f"Q. {number}"
    )


def _without_maximum(heading: str) -> tuple[str, float | None]:
    plain = normal(heading)
    found = _HIGHEST.search(plain)
    in_text = (
        found and found[0].lstrip().startswith("/") and re.match(r"\d+\s*[.、:)]\s*\D", plain)
    )  # "3. Open 24/7" is a question
    maximum = stated_maximum(found[0].strip()) if found and not in_text else None
    if found is None or maximum is None:
        return heading.strip(), None
    return (heading if len(heading) == len(plain) else plain)[: found.start()].strip(), maximum
