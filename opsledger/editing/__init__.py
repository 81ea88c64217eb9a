"""Changing a ledger's files so that what is in them is never lost."""
