"""`python -m feedback` is the same as `feedback`."""

from feedback.cli.app import main

main()
