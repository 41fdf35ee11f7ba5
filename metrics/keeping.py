"""All that is kept beside the rows so that pages need not read them: handed to the database when it is opened."""

from metrics.kept import keeping
from metrics.privacy import lattices

KEEPING = keeping(lattices())
