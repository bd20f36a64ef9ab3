"""Development OAuth2 issuer: the same tokens as the production single sign-on, for one machine."""
