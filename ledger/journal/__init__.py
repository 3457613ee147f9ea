"""The append-only sequence of entries and its hashes: bytes in, bytes out, no database."""
