"""Lists that people keep and services answer with: a sheet in other clothes, read by its rules."""
