"""The words of the ledger as frozen values: source, question, claim, outcome.  No I/O."""
