"""What the ledger measures: pure functions over the ledger as it stood on a day, one area a file."""
