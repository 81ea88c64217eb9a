"""From what people type on the way to lines of the ledger: tolerant where it reads, exact in what it writes."""
