"""The business in the browser, live: pages of a ledger that is kept up to date, read-only, on this machine alone."""
