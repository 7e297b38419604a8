"""Exports of WeCom."""
