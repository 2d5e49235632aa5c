"""A student's project folder: its files, and what scaffold records about them.

In: a folder. Out: settings, the paper, the profile, hashes; new files on disk.

paper.py          finds the project, loads its paper and profile
state.py          scaffold.toml
settings_file.py  scaffold.toml as types
layout.py         creates the folder atomically; the manifest of generated files
journal.py        changes many files in one step; snapshots
builds.py         what each PDF in build/ was made from
starter_files.py  README, .gitignore and latexmkrc of a new project
"""
