"""Did it help, by how much, and how many people show it?"""
