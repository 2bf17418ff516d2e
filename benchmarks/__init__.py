"""Measurements, never assertions: `make bench` runs them all and writes RESULTS.md."""
