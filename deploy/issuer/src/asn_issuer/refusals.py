"""How the issuer says no."""


class Refused(Exception):
    """A refusal in the words of RFC 6749, sections 4.1.2.1 and 5.2."""

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        """`error` is one of the codes of the RFC, `description` one English sentence of printable ASCII."""
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status
