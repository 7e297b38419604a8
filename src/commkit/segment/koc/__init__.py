"""Who carries the community: influence, seeds, the network and how far something spreads."""
