"""The client hours of the coming weeks as distributions: drawn from the ledger as of a day, and scored."""
