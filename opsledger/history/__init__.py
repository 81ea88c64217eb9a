"""A ledger's past in git, read with git's own plumbing and without a checkout; and merging what two machines wrote."""
