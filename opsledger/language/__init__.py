"""A ledger in an editor: what is asked of it, as plain functions, and the server that speaks the protocol."""
