"""Colours, faces and sizes of slides."""

from reports.outline.parts import BETTER, QUIET, WORSE


class Colours:
    """Each as six hexadecimal digits; those for text are dark enough on paper."""

    ink = "1F2933"
    quiet = "5F6B76"
    value = "1F4E79"
    target = "B45309"
    better = "1B6E3C"
    worse = "A61B1B"
    grid = "DDE2E7"
    head = "E9EEF3"
    paper = "FFFFFF"
    cover = "16324F"


TONES = {BETTER: Colours.better, WORSE: Colours.worse, QUIET: Colours.quiet, "": Colours.ink}
# The Latin and the East Asian face of each language; both come with the usual office programs.
FACES = {
    "en": ("Arial", "Microsoft YaHei"),
    "zh_Hans": ("Microsoft YaHei", "Microsoft YaHei"),
    "zh_Hant": ("Microsoft JhengHei", "Microsoft JhengHei"),
}
LANGUAGE_TAGS = {"en": "en-US", "zh_Hans": "zh-CN", "zh_Hant": "zh-TW"}

# Points. The smallest size of a text is SMALL: what does not fit goes on to another slide.
WIDTH, HEIGHT = 960.0, 540.0
EDGE, TOP, BOTTOM = 40.0, 24.0, 504.0
ROOM = WIDTH - 2 * EDGE
TITLE, TEXT, TABLE, SMALL = 20.0, 12.0, 11.0, 9.0
