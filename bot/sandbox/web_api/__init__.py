"""The Web API over the wire: arguments, methods, errors, rate limits."""
