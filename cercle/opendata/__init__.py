"""Open data: what the community did, for anybody to study, without telling what any one member did.

    schema              the tables, column by column
    suppression         which figures are left out so that none about few people can be worked out
    totals              monthly totals, less what is left out
    terms, people, activity
                        the other tables' lines, read from the index as they are written
    formats, dictionary, folder
                        CSV, Parquet and JSON; what they mean; all of it or nothing
    export              everything at once

``docs/open-data.md`` is the data dictionary.
"""

from cercle.opendata.export import Exported, export
from cercle.opendata.formats import FORMATS

__all__ = ["FORMATS", "Exported", "export"]
