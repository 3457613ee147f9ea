"""Data sets of fact checks, from their own files: each check is read as a ClaimReview.

So ratings, days, speakers and sources are understood as `ledger.formats.claimreview` understands
them.  docs/formats.md says what is carried over and what is not.
"""
