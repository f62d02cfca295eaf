# Rendered from environments/qa.yaml: edit there, then .venv/bin/gen-env render --all. (gen-env bd125ce68df548f5)
# What is made by one of two resources, as a decision says, and stays the same thing when that changes.
