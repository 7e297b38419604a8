"""How far has the community come, by cards of weighted criteria?"""
