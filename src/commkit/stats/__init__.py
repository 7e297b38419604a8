"""What statistics say, on plain arrays and frames: the only door to numpy, scipy and scikit-learn."""
