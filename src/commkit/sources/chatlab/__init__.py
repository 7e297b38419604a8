"""Exports of ChatLab."""
