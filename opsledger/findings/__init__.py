"""What a number asks of a role: one rule a function, one file a few roles, each rule listed in a tuple."""
