"""Merging two versions of a ledger's file, as a merge driver of git."""
