"""Exports of QQ."""
