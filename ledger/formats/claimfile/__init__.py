"""The claim file: TOML, one source a file (its keys are in `ledger.model.keys`).

[source]
id = "jt-2023-07-nato-vilnius"
publisher = "The Japan Times"

[[claim]]
id = "two-percent-floor"
speaker = "James Black"
statement = "At Vilnius, NATO members agree that 2% of GDP is the least each spends on defence."
due = "2023-07-12"
[[claim.outcome]]
verdict = "happened"
"""
