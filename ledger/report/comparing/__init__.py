"""Two speakers or publishers compared on the questions both took a stand on."""
