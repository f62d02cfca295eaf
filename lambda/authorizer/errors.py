"""Why a request is refused: for the log, never for the caller."""


class RefusedError(Exception):
    """The request is not let in. The message is a fixed sentence of ours: nothing of the token is in it."""
