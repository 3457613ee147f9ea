"""How good answers were to questions that are not yes or no: errors, scores, coverage.

- `values`: what each claim says, scored, as columns by sort of answer and unit;
- `figures`: the means of these, by group, with intervals;
- `tables`, `prose`: what readers see of them.
"""
