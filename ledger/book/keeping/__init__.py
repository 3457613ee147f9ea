"""That the ledger stays whole, is the same elsewhere, and can be shown to be both."""
