"""Zachary's karate club (1977): 34 members, 78 friendships, members numbered from 1 as he printed them."""

from __future__ import annotations

from commkit.stats.graph import Graph, make_graph

FRIENDS = {
    1: (2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32),
    2: (3, 4, 8, 14, 18, 20, 22, 31),
    3: (4, 8, 9, 10, 14, 28, 29, 33),
    4: (8, 13, 14),
    5: (7, 11),
    6: (7, 11, 17),
    7: (17,),
    9: (31, 33, 34),
    10: (34,),
    14: (34,),
    15: (33, 34),
    16: (33, 34),
    19: (33, 34),
    20: (34,),
    21: (33, 34),
    23: (33, 34),
    24: (26, 28, 30, 33, 34),
    25: (26, 28, 32),
    26: (32,),
    27: (30, 34),
    28: (34,),
    29: (32, 34),
    30: (33, 34),
    31: (33, 34),
    32: (33, 34),
    33: (34,),
}
PAIRS = [(one - 1, other - 1) for one, others in FRIENDS.items() for other in others]


def karate() -> Graph:
    """The club, every friendship a tie either way."""
    return make_graph(34, [a for a, _ in PAIRS] + [b for _, b in PAIRS], [b for _, b in PAIRS] + [a for a, _ in PAIRS])
