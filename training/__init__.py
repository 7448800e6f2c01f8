"""Training of the model bundle: load, split, fit, distil, export. Needs the `train` extra."""
