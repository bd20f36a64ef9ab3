"""Training: courses, budget, yearly plan, enrolments and learning hours of civil servants."""
