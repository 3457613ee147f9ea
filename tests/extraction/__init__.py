"""Articles with labels, and what `ledger extract` proposes on them, measured."""
