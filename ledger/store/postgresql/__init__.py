"""A ledger on a PostgreSQL server, by psycopg: the back end of several who write at once."""
