"""Document → scored spans and links: words, windows, one encoder pass, decoding."""
