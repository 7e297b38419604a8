"""Asking a community: the views that questions read, and the cut that they see."""
