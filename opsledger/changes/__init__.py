"""What happened to the business between two ledgers, or two days of one: pure functions, in words of the business."""
