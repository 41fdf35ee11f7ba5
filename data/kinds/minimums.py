"""How many people have to stand behind what is shown: the privacy minimums, in one place.

How many a statistic needs stands beside that statistic.
"""

STAFF = 5  # staff behind a figure that is measured on single people
ANSWERS_OF_STAFF = 10  # members of staff behind what they answered without their names
COMMENTS = 10  # comments with content, so that nobody is recognised by theirs
EXPRESSIONS = 5  # comments that share an expression which no theme covers
STILL_TO_PASS = 5  # people not yet through an exam; below, the curve is not drawn on
