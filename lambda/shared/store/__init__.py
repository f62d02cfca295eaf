"""The way to AWS: nothing outside of the stores imports boto3, which costs a cold start more than all the rest."""
