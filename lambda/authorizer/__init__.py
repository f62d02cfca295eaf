"""The JWT authorizer of the AI Assistant's APIs: a good token opens the stage, anything else is "Unauthorized"."""
