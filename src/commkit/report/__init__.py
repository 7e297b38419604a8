"""Reports: which answers an edition holds, and what it says of them."""
