"""Why a text is not a NIP: one refusal per reason, none of which carries the text."""


class InvalidNip(Exception):
    """A text is not a NIP; the subclasses say why."""


class NipNotDigits(InvalidNip):
    """There is something else than digits and spaces."""


class NipLength(InvalidNip):
    """There are not exactly 18 digits."""


class NipBirthDate(InvalidNip):
    """Digits 1 to 8 are no date."""


class NipStartMonth(InvalidNip):
    """Digits 13 and 14 look like a month and are none."""


class UnknownPppkCode(InvalidNip):
    """Digits 13 and 14 are neither a month nor a PPPK code in force."""


class NipSexDigit(InvalidNip):
    """Digit 15 is neither 1 nor 2."""


class NipSerial(InvalidNip):
    """The serial number, digits 16 to 18, is 000."""


class NipStartInFuture(InvalidNip):
    """The appointment lies after today."""


class NipAgeAtStart(InvalidNip):
    """The age at the appointment is impossible."""
