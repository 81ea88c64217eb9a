"""From a review's rows to drawings: pure functions that place marks and words. A template's macro draws them."""
