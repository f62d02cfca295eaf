"""`python -m generator` is `gen-env`, for those who install nothing."""

from generator.cli import main

main(prog_name="gen-env")
