"""The parts of a review, each as its templates see it: what they may say, and nothing else."""
