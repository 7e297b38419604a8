"""What a churn score of a million members costs over the features that it reads, from a model that is kept.

`python benchmarks/churn.py DB`: DB is a database beside which `commkit churn score` has kept a model, such as the
sample's. Its members of today are drawn with replacement until they are a million.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

from commkit.segment.churn.model_choice import find_model
from commkit.segment.churn.reasons import add_scores
from commkit.segment.churn.snapshots import Lookout
from commkit.store.ask.community import Store
from commkit.store.model_file import model_beside

MEMBERS = 1_000_000


def main() -> None:
    """Print CPU seconds of reading the model, and of the probabilities with their reasons."""
    path = Path(sys.argv[1])
    with Store.open(path, lock_timeout=10) as store:
        store.look_at("messages")
        lookout = Lookout(store)
        began = process_time()
        model = find_model(model_beside(path))
        read = process_time()
        if model is None:
            sys.exit(f"no model beside {path}: commkit churn score --db {path}")
        known = lookout.look([lookout.as_of], model.columns, weeks=False)
    crowd = known.sample(MEMBERS, with_replacement=True, seed=1)
    before = process_time()
    scored = add_scores(model, crowd)
    done = process_time()
    print(f"model {read - began:.2f}  {scored.height:,} probabilities with reasons {done - before:.2f} s of CPU")
    print(f"scikit-learn loaded: {'sklearn' in sys.modules}")


if __name__ == "__main__":
    main()
