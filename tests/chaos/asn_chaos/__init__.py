"""Generate, disturb, check: whether the deployed system loses or doubles anything when its parts fail."""
