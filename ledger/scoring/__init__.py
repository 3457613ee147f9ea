"""Pure arithmetic on arrays: weights, means and their intervals."""
