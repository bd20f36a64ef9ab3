"""What training knows: plain objects, the facts they cause, the errors they raise."""
