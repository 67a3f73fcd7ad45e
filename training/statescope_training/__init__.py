"""Training of the small models that the site runs: see ../README.md."""
