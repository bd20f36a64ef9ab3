"""Identity: RFC 9068 access tokens in, scopes enforced, deny by default."""
