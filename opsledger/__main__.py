"""`python -m opsledger`."""

from opsledger.cli import main

main()
