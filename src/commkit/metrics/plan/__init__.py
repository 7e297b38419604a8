"""Where is a number heading, and will it reach its goal?"""
