"""The ledger as lists: its leads, projects, hours and so on as rows of plain values, each with what is derived."""
