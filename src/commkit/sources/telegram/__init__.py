"""Exports of Telegram."""
