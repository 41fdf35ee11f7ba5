"""Minutes as one file of HTML that loads nothing, and prints on A4."""

from collections.abc import Sequence
from html import escape

from i18n import Say
from metrics.review.minutes import MeetingMinutes
from metrics.review.minutes_words import MinutesLine, head_of, sections_of, title_of

_STYLE = """@page{size:A4;margin:18mm}
body{font:11pt/1.5 "Noto Sans","Noto Sans CJK SC","Microsoft YaHei","Microsoft JhengHei",system-ui,sans-serif;
color:#07131a;background:#fff;max-width:48rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.15rem;margin:1.4rem 0 .3rem;break-after:avoid}
p{margin:.15rem 0;color:#3d4e58}li{margin:.35rem 0;break-inside:avoid;overflow-wrap:anywhere}ol,ul{padding-left:1.4rem;margin:.2rem 0}
@media print{body{margin:0;max-width:none;padding:0}}"""


def page_of(found: Sequence[MeetingMinutes], say: Say) -> str:
    """The whole file: the minutes of one meeting, or of several one after the other."""
    language = say.language.replace("_", "-")
    title = escape(say.list(title_of(one, say) for one in found))
    body = "".join(article_of(one, say) for one in found)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>\n"
    )


def article_of(minutes: MeetingMinutes, say: Say) -> str:
    """The minutes of one meeting; every word is shown letter by letter."""
    head = "".join(f"<p>{escape(line)}</p>" for line in head_of(minutes, say))
    body = "".join(
        f"<section><h2>{escape(section.title)}</h2><ul>{''.join(map(_line, section.lines))}</ul>"
        "</section>"
        for section in sections_of(minutes, say)
    )
    return f"<article><h1>{escape(title_of(minutes, say))}</h1>{head}{body}</article>"


def _line(line: MinutesLine) -> str:
    if not line.rest:
        return f"<li>{escape(line.head)}</li>"
    return f"<li><b>{escape(line.head)}</b><p>{escape(' · '.join(line.rest))}</p></li>"
