"""What a ledger's records say together: pure functions from a ledger to diagnostics, one topic a file."""
