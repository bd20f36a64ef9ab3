"""What can go wrong in a way that the person at the keyboard can mend."""


class StackError(Exception):
    """The stack cannot do what was asked; the message says why and what to do."""
