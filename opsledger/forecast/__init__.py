"""The coming weeks' client hours as distributions: drawn from the ledger as it stood on a day, scored, never believed."""
