"""What `make` runs: session set-up, saved plans, summaries and guards around terraform."""
