"""Stands in for lambda/authorizer until that is deployed."""


def handler(_event: object, _context: object) -> None:
    """Deny everybody: API Gateway answers 401 to an error of exactly this text."""
    raise RuntimeError("Unauthorized")
