"""Whether a ledger is whole: verified, diagnosed, signed, and taken in or copied to the byte."""
