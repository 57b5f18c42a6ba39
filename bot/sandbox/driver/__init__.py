"""The hands of made-up people: what a test does and what people then see."""
