"""Files to a Paper: the only folder that reads a paper's LaTeX and PDF pages.

In: a source folder or a PDF, unpacked by `fetch`. Out: `model.Paper`, with diagnostics for whatever was not certain.

latex/         LaTeX source to a Paper
pdf/           a PDF without source to a Paper
kinds.py       kinds of statements and the words that head them
crosscheck.py  statement numbers compared with the paper's own PDF; the one module that sees both readers
"""
