"""Who comes, stays, leaves and comes back."""
