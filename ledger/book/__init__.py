"""The ledger itself: what is written, what can be asked, and how one can tell it is whole."""
