"""The ledger as files that engines read, and reports that engines compute from them."""
