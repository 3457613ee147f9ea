"""Files that come packed: zip and gzip around any of the formats."""
