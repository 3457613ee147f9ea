"""How quick the ledger is, and how much memory it takes, beside what could do the bare work.

``python -m tests.benchmarks --help`` says how it is run; docs/speed.md holds what it found.
"""
