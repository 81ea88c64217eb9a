"""The small values of a ledger and how each is read from text, one module a value."""
