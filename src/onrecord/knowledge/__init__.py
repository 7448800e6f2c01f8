"""What is known beforehand: states, cue words, source nouns, channels, personal names.

Each list is a file of package data with its source and date in its first lines, read at most
once; each module holds the small typed lookups over it.
"""
