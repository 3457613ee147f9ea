"""The ledger itself: what may be written and what can be asked."""
