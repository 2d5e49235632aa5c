"""Answers in arXiv's own shapes.

Atom: as recorded by lukasschwab/arxiv.py (tests/fixtures) in 2026; an unknown but well-formed identifier gives an
empty feed, a malformed one an entry titled "Error" (with status 200 for years, now with 400). arXivRaw: arXiv/oaipmh,
oaipmh/templates. Titles are wrapped over lines, as the API has always done.
"""

from __future__ import annotations

import textwrap
from datetime import datetime
from xml.sax.saxutils import escape

from tests.loopback.papers import Paper, Version

_FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/bG9vcGJhY2sgYW5zd2VyIG9mIG91cnM</id>
  <title>arXiv Query: search_query=&amp;id_list={ids}&amp;start=0&amp;max_results={most}</title>
  <updated>2026-01-01T00:00:00Z</updated>
  <link href="https://arxiv.org/api/query?search_query=&amp;id_list={ids}" type="application/atom+xml"/>
  <opensearch:itemsPerPage>{most}</opensearch:itemsPerPage>
  <opensearch:totalResults>{count}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
{entries}</feed>
"""


def feed(ids: str, found: list[tuple[Paper, Version]], most: int = 1) -> bytes:
    """The API's answer about these versions."""
    entries = "".join(_entry(paper, version) for paper, version in found)
    return _FEED.format(ids=escape(ids), most=most, count=len(found), entries=entries).encode()


def error_feed(what: str) -> bytes:
    """The API's answer to a query that it does not understand: one entry titled "Error"."""
    link = f"https://arxiv.org/api/errors#{what.replace(' ', '_')}"
    entry = f"""  <entry>
    <id>{escape(link)}</id>
    <title>Error</title>
    <updated>2026-01-01T00:00:00Z</updated>
    <published>2026-01-01T00:00:00Z</published>
    <link href="{escape(link)}" rel="alternate" type="text/html"/>
    <summary>{escape(what)}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
"""
    return _FEED.format(ids="", most=1, count=1, entries=entry).encode()


def _entry(paper: Paper, version: Version) -> str:
    name = f"{escape(paper.id)}v{version.number}"
    comment = (paper.comment or version.comment) if version is paper.latest else version.comment
    first = paper.versions[min(paper.versions)]
    lines = [
        f"<id>http://arxiv.org/abs/{name}</id>",
        f"<title>{_wrapped(paper.title)}</title>",
        f"<updated>{_atom(version.date)}</updated>",
        f'<link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>',
        f'<link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf" title="pdf"/>',
        f"<summary>{_wrapped(paper.abstract)}</summary>",
        *(f'<category term="{c}" scheme="http://arxiv.org/schemas/atom"/>' for c in paper.categories),
        f"<published>{_atom(first.date)}</published>",
        _optional("arxiv:comment", comment),
        f'<arxiv:primary_category term="{paper.categories[0]}"/>',
        _optional("arxiv:journal_ref", paper.journal_ref),
        _optional("arxiv:doi", paper.doi),
        *(f"<author>\n      <name>{escape(a)}</name>\n    </author>" for a in paper.authors),
    ]
    return "  <entry>\n" + "".join(f"    {line}\n" for line in lines if line) + "  </entry>\n"


def oai_record(paper: Paper) -> bytes:
    """The answer to GetRecord with metadataPrefix=arXivRaw."""
    versions = "".join(_oai_version(v) for _, v in sorted(paper.versions.items()))
    body = f"""<GetRecord>
        <record>
            <header>
                <identifier>oai:arXiv.org:{escape(paper.id)}</identifier>
                <datestamp>{paper.latest.date:%Y-%m-%d}</datestamp>
                <setSpec>cs:cs:LG</setSpec>
            </header>
            <metadata>
                <arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://arxiv.org/OAI/arXivRaw/ https://oaipmh.arxiv.org/OAI/arXivRaw.xsd">
                    <id>{escape(paper.id)}</id>
                    <submitter>{escape(paper.authors[0]) if paper.authors else ""}</submitter>
{versions}                    <title>{escape(paper.title)}</title>
                    <authors>{escape(", ".join(paper.authors))}</authors>
                    <categories>{" ".join(paper.categories)}</categories>
                    {_optional("comments", paper.comment)}
                    <license>{escape(paper.license)}</license>
                    <abstract>{escape(paper.abstract)}</abstract>
                </arXivRaw>
            </metadata>
        </record>
    </GetRecord>"""
    return _oai(body)


def oai_error(code: str, text: str) -> bytes:
    """OAI-PMH's error, with status 200."""
    return _oai(f"<error code='{code}'>{escape(text)}</error>")


def _oai(body: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
    <responseDate>2026-01-01T00:00:00Z</responseDate>
    <request verb="GetRecord" metadataPrefix="arXivRaw">http://oaipmh.arxiv.org/oai</request>
    {body}
</OAI-PMH>
""".encode()


def _oai_version(version: Version) -> str:
    flags = "\n                        <source_type>I</source_type>" if version.withdrawn else ""
    size = "0kb" if version.withdrawn else version.kilobytes()
    return f"""                    <version version="v{version.number}">
                        <date>{version.date:%a, %d %b %Y %H:%M:%S} GMT</date>
                        <size>{size}</size>{flags}
                    </version>
"""


def _optional(tag: str, text: str | None) -> str:
    return f"<{tag}>{escape(text)}</{tag}>" if text else ""


def _wrapped(text: str) -> str:
    return escape("\n  ".join(textwrap.wrap(text, 70, break_long_words=False, break_on_hyphens=False)))


def _atom(date: datetime) -> str:
    return f"{date:%Y-%m-%dT%H:%M:%SZ}"
