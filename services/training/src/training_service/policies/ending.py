"""What becomes of the seat of a need that is met or withdrawn."""

from asn_kernel.reason import Reason, Sentence, reason

SENTENCES = {
    "SEAT_KEPT": Sentence(
        "Kursi yang sudah dibiayai untuk kebutuhan ini tetap menjadi milik pegawai.",
        "The seat that was paid for this need stays with the employee.",
    ),
}


def seat_kept() -> Reason:
    """Say that the money is committed: the employee keeps the seat though the need has ended."""
    return reason(SENTENCES, "SEAT_KEPT")
