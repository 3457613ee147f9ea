"""Who works at a ledger in a browser: users, roles and sessions, in a file of their own."""
