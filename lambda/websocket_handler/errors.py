"""What is no refusal, and yet an end."""


class GoneError(Exception):
    """The other end has hung up."""
