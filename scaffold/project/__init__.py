"""A student's folder: what lies in it, and what the tool remembers of it.

In: a folder. Out: settings, the paper, the profile, hashes; new files on disk.

paper.py          which project, paper and profile are meant
state.py          scaffold.toml
layout.py         the folder, made as a whole or not at all; the manifest of what the tool wrote
builds.py         what each PDF in build/ was made from
starter_files.py  README, .gitignore and latexmkrc of a new project
"""
