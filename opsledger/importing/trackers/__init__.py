"""Files that programs for the command line keep time in."""
