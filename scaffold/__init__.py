"""scaffold: from an assigned arXiv paper to a page-budgeted report skeleton and a matching slide deck."""

__version__ = "0.1.0"
