"""What may go wrong on one host. Each fault leaves everything started again; the system has to do the rest."""
