"""The ledger for other programs, as it stood on a day: as a calendar, as JSON, as CSV and as a database."""
