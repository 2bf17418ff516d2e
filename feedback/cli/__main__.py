"""`python -m feedback.cli` is the same as `feedback`."""

from feedback.cli.app import main

main()
