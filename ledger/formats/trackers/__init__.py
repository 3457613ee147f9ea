"""Trackers of forecasts, from their own export files: one module a tracker.

A question with many forecasts becomes one question with many claims, one for each forecaster and
time; a forecaster's updates stay claims of their own.  What a tracker resolved is the outcome, with
the tracker's own word for it in the note.  docs/formats.md says what is carried over
and what is not.
"""
