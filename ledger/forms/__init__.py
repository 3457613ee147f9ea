"""What people fill in, at a terminal or on a page: what is asked, and what the answers make."""
