"""The AI Assistant on this machine, for development: the real functions behind stand-ins for what AWS puts around them.

Nothing in lambda/ knows of it. API Gateway, the issuer and Bedrock are small servers on loopback, which the functions
reach as they reach AWS; DynamoDB is the embedded AWS.
"""
