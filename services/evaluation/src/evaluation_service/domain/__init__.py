"""What evaluations, needs, incentives and surveys are and may do; plain Python."""
