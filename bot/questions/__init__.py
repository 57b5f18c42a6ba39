"""A team's own questions and cases: suggested, decided on, and switched on and off by packs."""
