"""The browser's door: pages to read, served or written into a folder, on the views commands use."""
