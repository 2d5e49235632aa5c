"""Settings in TOML, read into types with msgspec: what a file may say is in its types alone.

In: the values of a file. Out: its type, or an error in words with the place in the file; and a JSON schema for editors.

types.py   sections, and types of our own
files.py   a file to its type, a type to its schema
several.py all that does not fit, not only the first
faults.py  what msgspec refuses, in words: the setting, its value, what it must be, what may have been meant
"""
