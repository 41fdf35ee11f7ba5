"""The records behind the customers' voice: answers counted by score, ratings, comments, and the
terms people added.

Every question is limited to the months and units shown; what could be very
many rows is counted in the database, or drawn at random, always the same way.
"""

from datetime import date

import pandas as pd

from data.database.connection import ReadTransaction
from data.kinds.catalog import COMPLAINT
from data.kinds.schema import DatasetKind
from data.roles import only as only_for, sees_people
from metrics.sums.query import Filter
from metrics.voice.questions import RATINGS, SATISFACTION, Source, SurveyQuestion
from metrics.voice.span import Span, is_quarter

MOST_CODED = 10_000  # comments of a span that are coded; of more, a random part of about as many
MOST_RATED = 50_000  # answers that a driver model takes; of more, a random part of about as many
MOST_LISTED = 2_000  # the newest comments that can be searched and leafed through


def answer_counts(
    reading: ReadTransaction,
    question: SurveyQuestion,
    span: Span,
    by: str | None = None,
    only: Filter = (),
) -> pd.DataFrame:
    """How often each answer was given: group (None where not split), scale_low, scale_high,
    satisfied, dissatisfied, value, n."""
    where, values = _where(span, only)
    group = f"coalesce({_dimension(question.source, by)}, '')" if by else "NULL::VARCHAR"
    return reading.frame(
        f"""SELECT {group} AS "group", {question.source.scale}, {question.column}::DOUBLE AS value, count(*) AS n
FROM live_{question.source.kind.name} WHERE {where} AND {question.column} IS NOT NULL GROUP BY ALL ORDER BY ALL""",
        values,
    )


def ratings(reading: ReadTransaction, span: Span, only: Filter = ()) -> pd.DataFrame:
    """Answers rescaled to 0-100, one row each: overall, a column a rating (NaN where not given),
    store; about MOST_RATED of them at most."""
    where, values = _where(span, only)
    where, values = _drawn(
        reading, "live_survey", f"{where} AND overall IS NOT NULL", values, MOST_RATED
    )
    columns = ", ".join(
        f"100.0 * ({name} - scale_low) / (scale_high - scale_low) AS {name}"
        for name in (SATISFACTION.score, *(question.column for question in RATINGS))
    )
    return reading.frame(
        f"""SELECT {columns}, store FROM live_survey WHERE {where} ORDER BY upload, line""", values
    )


def comment_count(reading: ReadTransaction, source: Source, span: Span, only: Filter = ()) -> int:
    """Answers with a comment."""
    where, values = _where(span, only)
    return reading.row(
        f"SELECT count(*) FROM live_{source.kind.name} WHERE {where} AND comment IS NOT NULL",
        values,
    )[0]


def scored_comments(
    reading: ReadTransaction, source: Source, span: Span, only: Filter = ()
) -> pd.DataFrame:
    """Comments with what their score says: comment, top, bottom (1.0 or 0.0, NaN without a score);
    about MOST_CODED at most, drawn at random."""
    where, values = _where(span, only)
    table = f"live_{source.kind.name}"
    where, values = _drawn(reading, table, f"{where} AND comment IS NOT NULL", values, MOST_CODED)
    return reading.frame(
        f"""SELECT comment, (score >= satisfied)::INT::DOUBLE AS top, (score <= dissatisfied)::INT::DOUBLE AS bottom
FROM (SELECT comment, {source.score} AS score, {source.scale}, upload, line FROM {table} WHERE {where}) ORDER BY upload, line""",
        values,
    )


def latest_comments(
    reading: ReadTransaction, source: Source, span: Span, only: Filter = (), search: str = ""
) -> pd.DataFrame:
    """The newest comments, holding `search` where given (case does not matter): date, store,
    channel, score, scale_high, top, bottom, comment."""
    where, values = _where(span, only)
    if search:
        where += " AND contains(lower(comment), lower(?))"
        values.append(search)
    return reading.frame(
        f"""SELECT date, store, channel, score, scale_high, (score >= satisfied)::INT::DOUBLE AS top,
       (score <= dissatisfied)::INT::DOUBLE AS bottom, comment
FROM (SELECT date, store, channel, {source.score} AS score, {source.scale}, comment, upload, line FROM live_{source.kind.name}
      WHERE {where} AND comment IS NOT NULL)
ORDER BY date DESC, upload DESC, line DESC LIMIT {MOST_LISTED}""",
        values,
    )


def typed_terms(reading: ReadTransaction, today: date) -> pd.DataFrame:
    """What was last said of each term by `today`, oldest first: theme, label, language, term,
    in_use, date."""
    return reading.frame(
        """SELECT theme, label, language, term, in_use, date FROM live_theme_term WHERE date <= ?
QUALIFY row_number() OVER (PARTITION BY theme, language, term ORDER BY date DESC, upload DESC, line DESC) = 1
ORDER BY date, upload, line""",
        [today],
    )


def modules_taught(reading: ReadTransaction) -> list[str]:
    """The modules that exams were held in, in order of name."""
    return [
        name
        for (name,) in reading.rows(
            "SELECT DISTINCT module FROM live_training WHERE module IS NOT NULL ORDER BY module"
        )
    ]


def _where(span: Span, only: Filter) -> tuple[str, list[object]]:
    conditions = ["date >= ?::DATE", "date < ?::DATE + 1"]
    values: list[object] = [span.first, span.end]
    for dimension, chosen in only:
        conditions.append(f"coalesce({dimension}, '') IN ({', '.join('?' * len(chosen))})")
        values.extend(chosen)
    return " AND ".join(conditions), values


def _drawn(
    reading: ReadTransaction, table: str, where: str, values: list[object], most: int
) -> tuple[str, list[object]]:
    """The condition, narrowed to a random part where more rows than `most` meet it: always the same
    ones, by the hash of their key."""
    count = reading.row(f"SELECT count(*) FROM {table} WHERE {where}", values)[0]
    return (
        (where, values)
        if count <= most
        else (f"{where} AND hash(key) / 18446744073709551616.0 < ?", [*values, most / count])
    )


def _dimension(source: Source, by: str) -> str:
    """A declared dimension, and nothing else, becomes part of a question."""
    return source.kind.dimensions[source.kind.dimensions.index(by)]


def texts(
    reading: ReadTransaction, kind: DatasetKind, span: Span, only: Filter = ()
) -> tuple[pd.DataFrame, int]:
    """What records of customers say, their category before their comment: text, attitude (of
    complaints), person (of staff, where records name one), and n, how many say just that; about
    MOST_CODED records at most, drawn at random. And how many there are in all."""
    if kind.about_staff:
        raise ValueError(f"{kind.name} is of staff")
    return _texts(reading, kind, span, only)


@only_for(sees_people)
def staff_texts(
    reading: ReadTransaction, kind: DatasetKind, span: Span, only: Filter = ()
) -> tuple[pd.DataFrame, int]:
    """The texts of what staff say. Where they say it without their names, ValueError for anything but a
    quarter of the calendar and the whole company: months or units that overlap would tell by
    subtraction what one of them wrote."""
    if kind.unnamed and (only or not is_quarter(span)):
        raise ValueError(f"{kind.name} is told by quarters of the whole company only")
    return _texts(reading, kind, span, only)


def _texts(
    reading: ReadTransaction, kind: DatasetKind, span: Span, only: Filter
) -> tuple[pd.DataFrame, int]:
    where, values = _where(span, only)
    table, names = f"live_{kind.name}", {column.name for column in kind.columns}
    said = [name for name in ("category", "comment") if name in names]
    # In surveys a column of that name holds a score.
    told = [*said, *(["attitude"] if kind is COMPLAINT else [])]
    where += f" AND ({' OR '.join(f'{name} IS NOT NULL' for name in told)})"
    recorded = reading.row(f"SELECT count(*) FROM {table} WHERE {where}", values)[0]
    where, values = _drawn(reading, table, where, values, MOST_CODED)
    attitude = "attitude" if kind is COMPLAINT else "NULL::VARCHAR"
    # Records that name nobody may each be somebody's of their own.
    person = f"coalesce({kind.person}, key || '.' || twin)" if kind.person else "NULL::VARCHAR"
    return reading.frame(
        f"""SELECT concat_ws(chr(10), {", ".join(said)}) AS text, {attitude} AS attitude, {person} AS person, count(*) AS n
FROM {table} WHERE {where} GROUP BY ALL ORDER BY ALL""",
        values,
    ), recorded
