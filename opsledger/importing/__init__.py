"""Taking over what other programs hold: time, deals and calendars, read from the files that they export.

Reading a file and planning what would be written touches nothing; `writing` does what a plan says.
"""
