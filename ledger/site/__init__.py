"""A site in a folder: the pages of ``ledger.web`` as files that need no server."""
