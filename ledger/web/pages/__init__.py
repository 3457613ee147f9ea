"""What each page shows: a function a page, from what is asked for to an answer."""
