"""Analytics for people who run communities."""

__version__ = "0.1.0"
