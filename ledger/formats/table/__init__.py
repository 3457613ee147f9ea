"""The table: one row a claim, in CSV as spreadsheets write it, under the claim file's keys.

id,speaker,statement,due,source,publisher,verdict
floor,James Black,NATO members agree on 2% of GDP.,2023-07-12,jt-1,The Japan Times,happened
"""
