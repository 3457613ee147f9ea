"""A ledger in a file, by SQLite: the back end that needs nothing installed."""
