"""Workbooks of Excel and LibreOffice: a sheet of one is read as CSV is, by the same mapping."""
