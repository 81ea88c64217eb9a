"""Solo businesses that never were, lived day by day, and the ledgers they would have kept.

Written from how such businesses work, as one hears their owners tell it, and on purpose without a look at the forecast:
it shares no code and no numbers with `opsledger.forecast`, so that a forecast that does well here has not merely been
told the answers.
"""
