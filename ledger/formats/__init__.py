"""The formats that claims come in and go out by, parse beside print."""
