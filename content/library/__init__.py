"""The library: what people read, as TOML, with the shape and the rules that it keeps."""
