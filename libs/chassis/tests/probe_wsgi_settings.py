"""Settings of the probe's application on a real server."""

from pathlib import Path


def without_a_database(root: Path) -> dict[str, str]:
    """Return those with which it starts, and answers wherever no database is needed."""
    return {
        "ASN_ENV": "test",
        "ASN_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none",
        "ASN_CONTRACTS_DIR": str(root / "contracts"),
        "ASN_ISSUERS": "https://issuer.test=https://issuer.test/jwks",
        # Tests ask from one address, and fast.
        "ASN_RATE_ADDRESS": "off",
        "PYTHONPATH": str(Path(__file__).parent),
    }
