"""Requests as they count towards promises and towards what became of them: SQL on the stored rows.

What is not done yet is looked at as of the last moment that any request tells of: then the file
was made.
"""

from collections.abc import Callable

from data.database.working_clock import worked_by

REPEATED_WITHIN = 7  # days after closing in which the same customer asks the same again
REOPENED_WITHIN = 14  # days
_KEPT = "coalesce(status, '') <> 'cancelled'"
_NOW = """(SELECT max(greatest(date, coalesce(first_answer, date), coalesce(plan_given, date), coalesce(arrived, date),
                  coalesce(repaired, date), coalesce(closed, date), coalesce(reopened, date))) FROM live_service_request)"""
# What holds where no promise of the company's own is in force: step -> (urgency, minutes, clock).
USUAL = {
    "answer": (("ordinary", 120, "elapsed"), ("emergency", 60, "elapsed")),
    "plan": (("ordinary", 240, "working"),),
    "arrive": (("emergency", 360, "elapsed"),),
    "repair": (("ordinary", 2880, "elapsed"), ("emergency", 2880, "elapsed")),
}


# Requests as they stand: what was opened again after its closing is open until it is closed again.
_REQUESTS = """(SELECT * REPLACE (CASE WHEN reopened > closed THEN NULL ELSE closed END AS closed) FROM live_service_request)"""
_VISITS = ("arrive", "repair")  # steps for which an appointment is made


def _promised(step: str, begun: str, reached: str, dated: str) -> str:
    """One row a request of which it is known whether a step came within the promise in force when
    it was opened: `kept`. Not done, but still within it, says nothing yet; a file without such
    moments is not looked at. Of a visit an agreed appointment that is later than the promise takes
    its place; one that is told as a day is kept all day. `unsure`: not kept by its closing, without
    the moment of the step, which may have come in time."""
    appointed = "agreed" if step in _VISITS else "NULL::TIMESTAMP"
    usual = ", ".join(
        f"('{urgency}', '', {minutes}, '{clock}', TIMESTAMP '1900-01-01')"
        for urgency, minutes, clock in USUAL[step]
    )
    ended = "coalesce(done, seen)"
    elapsed = f"epoch({ended} - begun) / 60.0"
    worked = f"{worked_by(ended, 'last')} - {worked_by('begun', 'first')}"
    joined = " ".join(
        f"LEFT JOIN clock AS {name} ON {name}.store = placed.place AND {name}.day = ({moment})::DATE"
        for name, moment in (
            ("first", "placed.begun"),
            ("last", "coalesce(placed.done, placed.seen)"),
        )
    )
    return f"""
    WITH clock AS MATERIALIZED (FROM working_clock),
         promises AS MATERIALIZED (
             SELECT urgency, coalesce(store, '') AS place, minutes, clock, date::TIMESTAMP AS since FROM live_promise WHERE step = '{step}'
             UNION ALL SELECT * FROM (VALUES {usual}) AS usual (urgency, place, minutes, clock, since)),
         asked AS (SELECT *, {begun} AS begun, coalesce({reached}, closed) AS done, {_NOW} AS seen,
                          CASE WHEN {appointed} = {appointed}::DATE THEN {appointed} + INTERVAL 1 DAY ELSE {appointed} END AS appointed,
                          coalesce(urgency, 'ordinary') AS how
                   FROM live_service_request WHERE {_KEPT} AND {begun} IS NOT NULL
                   AND upload IN (SELECT upload FROM live_service_request GROUP BY upload HAVING count({reached}) > 0)),
         own AS (SELECT asked.*, promises.minutes AS own_minutes, promises.clock AS own_clock
                 FROM asked ASOF LEFT JOIN promises
                      ON promises.urgency = asked.how AND promises.place = asked.store AND promises.since <= asked.date),
         company AS (SELECT *, '' AS everywhere FROM own),
         placed AS (SELECT company.*, coalesce(own_minutes, promises.minutes) AS allowed, coalesce(own_clock, promises.clock) AS by_clock,
                           CASE WHEN company.store IN (SELECT store FROM clock) THEN company.store ELSE '' END AS place
                    FROM company ASOF LEFT JOIN promises
                         ON promises.urgency = company.how AND promises.place = company.everywhere AND promises.since <= company.date),
         timed AS (SELECT placed.*, CASE by_clock WHEN 'elapsed' THEN {elapsed} WHEN 'working' THEN {worked}
                                         ELSE greatest({worked} - coalesce(waiting_minutes, 0), 0) END AS used
                   FROM placed {joined})
    SELECT * REPLACE ({dated} AS date), done IS NOT NULL AND (used <= allowed OR coalesce(done <= appointed, FALSE)) AS kept,
           NOT kept AND done IS NOT NULL AND {reached} IS NULL AS unsure
    FROM timed WHERE used IS NOT NULL AND allowed IS NOT NULL AND (done IS NOT NULL OR used > allowed AND coalesce(seen > appointed, TRUE))"""


def _first_contact() -> str:
    """Closed requests of which it is known whether the first contact solved them: `first`, where
    they were neither opened again nor asked again."""
    return f"""
    SELECT *, solved AND coalesce(reopens, 0) = 0 AND reopened IS NULL AND NOT again AS first
    FROM (SELECT *, coalesce(solved_at_first_contact = 'yes',
                          CASE WHEN contacts IS NOT NULL THEN contacts <= 1 AND coalesce(hand_overs, 0) = 0 END) AS solved,
                 coalesce(customer IS NOT NULL AND lead(date) OVER (PARTITION BY customer, category ORDER BY date, upload, line)
                          <= coalesce(closed, date) + INTERVAL {REPEATED_WITHIN} DAY, FALSE) AS again
          FROM live_service_request WHERE {_KEPT})
    WHERE solved IS NOT NULL AND (closed IS NOT NULL OR status IN ('solved', 'closed'))"""


def _closed(more: str, where: str, requests: str = _REQUESTS) -> str:
    """Closed requests in the month in which they were closed (after being opened again: for the
    last time)."""
    return f"""
    SELECT * REPLACE (closed AS date){more} FROM {requests} WHERE closed IS NOT NULL AND {_KEPT} AND {where}"""


def _reopened() -> str:
    """Requests by whether they were opened again, also those that are not closed again yet. Where
    the last closing came after that, the first one is not on record: then any opening again counts."""
    return _closed(
        f""", CASE WHEN reopened IS NULL THEN coalesce(reopens, 0) > 0
              ELSE reopened <= closed + INTERVAL {REOPENED_WITHIN} DAY END AS again""",
        """upload IN (SELECT upload FROM live_service_request GROUP BY upload
                   HAVING count(reopened) + count(reopens) > 0)""",
        "live_service_request",
    )


# Uploads with a column of closings: where all of it is empty, all is open.
_WITH_CLOSINGS = """SELECT id FROM upload WHERE match LIKE '%": "closed"%'"""


def _to_closing() -> str:
    """Requests with the time from opening to closing, or until the files were made where they are
    open. One that is closed by its status on a day that nobody tells has no length, and a file
    without closings and states says of none that it is open."""
    told = f"upload IN ({_WITH_CLOSINGS})"
    return f"""
    SELECT *, epoch(coalesce(closed, {_NOW}) - date) / 60.0 AS took, closed IS NOT NULL AS done FROM {_REQUESTS}
    WHERE {_KEPT} AND (closed IS NOT NULL OR coalesce(status IN ('open', 'waiting'), {told}))"""


def _principles() -> str:
    """How many of the four promises of a visit were kept, and how many were asked about."""
    four = ("kept_on_time", "change_announced", "agreement_kept", "opinion_asked")
    kept = " + ".join(f"coalesce({name} = 'yes', FALSE)::INT" for name in four)
    asked = " + ".join(f"({name} IS NOT NULL)::INT" for name in four)
    return _closed(f", {kept} AS kept, {asked} AS asked", f"{asked} > 0")


# Uploads that say at what time of day requests were opened: days alone tell no working time.
_WITH_TIMES = """SELECT upload FROM live_service_request GROUP BY upload HAVING bool_or(date > date_trunc('day', date))"""


def _worked(took: str, among: str = "TRUE") -> str:
    """Closed requests with the working time from opening to the last closing, of those in `among`
    whose openings have a time of day."""
    return f"""
    WITH clock AS MATERIALIZED (FROM working_clock),
         placed AS (SELECT *, CASE WHEN store IN (SELECT store FROM clock) THEN store ELSE '' END AS place
                    FROM {_REQUESTS} WHERE closed IS NOT NULL AND {_KEPT} AND {among} AND upload IN ({_WITH_TIMES})),
         timed AS (SELECT placed.*, {worked_by("closed", "last")} - {worked_by("date", "first")} AS worked FROM placed
                   JOIN clock AS first ON first.store = placed.place AND first.day = placed.date::DATE
                   JOIN clock AS last ON last.store = placed.place AND last.day = placed.closed::DATE)
    SELECT * REPLACE (closed AS date), {took} AS took, TRUE AS done FROM timed"""


REQUESTS: dict[str, Callable[[], str]] = {
    "answer_promises": lambda: _promised("answer", "date", "first_answer", "date"),
    "plan_promises": lambda: _promised("plan", "date", "plan_given", "date"),
    "arrival_promises": lambda: _promised("arrive", "date", "arrived", "date"),
    "repair_promises": lambda: _promised("repair", "arrived", "repaired", "arrived"),
    "first_contacts": _first_contact,
    "reopened_requests": _reopened,
    "handed_requests": lambda: _closed("", "hand_overs IS NOT NULL"),
    "first_asked_requests": lambda: _closed(
        ", first_asked = closed_by AS kept", "first_asked IS NOT NULL AND closed_by IS NOT NULL"
    ),
    "visit_promises": _principles,
    "handling_times": lambda: _closed(
        ", epoch(closed - date) / 60.0 AS took, TRUE AS done", "TRUE"
    ),
    "closing_times": _to_closing,
    "working_times": lambda: _worked("worked"),
    "own_times": lambda: _worked(
        "greatest(worked - coalesce(waiting_minutes, 0), 0)",
        """upload IN (SELECT upload FROM live_service_request GROUP BY upload
                   HAVING count(waiting_minutes) > 0)""",
    ),
}
COMPLAINTS: dict[str, Callable[[], str]] = {
    "complaint_times": lambda: (
        """
    SELECT *, epoch(coalesce(closed, (SELECT max(greatest(date, coalesce(closed, date))) FROM live_complaint)) - date) / 60.0 AS took,
           closed IS NOT NULL AS done
    FROM live_complaint AS told
    WHERE closed IS NOT NULL OR upload IN ("""
        + _WITH_CLOSINGS
        + ")"
    ),
}
# Those that tell a length in working time.
TIMED = ("working_times", "own_times")
# Those that look at promises and at the calendar besides.
CLOCKED = ("answer_promises", "plan_promises", "arrival_promises", "repair_promises")
# Those that count only files in which a column has anything, or only rows in which it has.
RESTS_ON = {
    "answer_promises": "first_answer",
    "plan_promises": "plan_given",
    "arrival_promises": "arrived",
    "repair_promises": "repaired",
    "handed_requests": "hand_overs",
    "first_asked_requests": "first_asked",
    "handling_times": "closed",
    "working_times": "closed",
    "own_times": "waiting_minutes",
}
