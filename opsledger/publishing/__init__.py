"""From a ledger to a review's file, and the figures that are frozen beside it."""
