"""The ledger as files that engines read, and reports of what engines select from them."""
