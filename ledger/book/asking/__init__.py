"""What people ask of a ledger, as of any moment: lists, one thing's history, what is exported."""
