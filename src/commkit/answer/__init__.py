"""A question asked, compared with an earlier answer, and shown."""
