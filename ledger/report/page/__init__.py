"""The report as a page of HTML, with the record behind its figures."""
