"""What a person is asked at a terminal: one answer at a time, each checked as it is given."""
