"""Charts as SVG, drawn of figures that are given: no library, and the same bytes on every machine.

A chart is a text that may stand in a page or be a file of its own.  Colours are presentation
attributes, so that it looks right alone, and classes, so that a page's style sheet may give it
others, such as for the dark (`ledger.charts.colours`): there is no ``style`` in it, and a page
that forbids styles within shows it all the same.  Whatever is data is cleaned and escaped.
"""
