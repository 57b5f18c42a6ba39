"""The one door to a language model: off unless a setting names one, and never waited for."""
