"""Loading: exports are staged apart, then committed whole or not at all."""
