"""An arXiv on this computer: it answers /api/query, /oai, /src, /e-print, /pdf and /abs over real HTTP."""

from __future__ import annotations

import gzip
import re
import socket
import struct
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.loopback import faults, feeds, papers
from tests.loopback.faults import Fault
from tests.loopback.papers import Paper, Version

_ID = re.compile(r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z-]+)?/\d{7})(?:v(?P<version>\d+))?")


@dataclass(frozen=True)
class Request:
    """A request as received; peer identifies the connection."""

    path: str
    headers: dict[str, str]
    peer: tuple[str, int]
    time: float = 0.0
    """When it arrived, on the clock that all processes of a computer share (time.monotonic)."""


@dataclass
class Reply:
    """An answer to send."""

    body: bytes
    status: int = 200
    type: str = "application/octet-stream"
    headers: dict[str, str] = field(default_factory=dict)


class Loopback:
    """A server in a thread of its own, for a with statement; papers may be added and faults switched while it runs."""

    def __init__(self, folder: Path | None = None, port: int = 0) -> None:
        self.papers: dict[str, Paper] = {}
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        for paper in papers.load(folder) if folder else ():
            self.papers[_canonical(paper.id)] = paper
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.loopback = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """What SCAFFOLD_ARXIV_URL must be."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def paths(self) -> list[str]:
        """The paths requested so far, without queries."""
        return [urlsplit(r.path).path for r in self.requests]

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self) -> None:
        """Serve in this thread until interrupted."""
        try:
            self._server.serve_forever()
        finally:
            self._server.server_close()

    def add(
        self,
        id: str,
        *,
        archive: bytes | Path | None = None,
        pdf: bytes | Path | None = None,
        version: int = 1,
        withdrawn: bool = False,
        size: str | None = None,
        **record: Any,
    ) -> Paper:
        """Add a version of a paper (the paper too, when new). archive: bytes, a file, or a folder to pack.

        record: fields of Paper (title, authors, comment …), which then apply to all its versions.
        """
        paper = self.papers.setdefault(_canonical(id), Paper(_canonical(id)))
        for key, value in record.items():
            setattr(paper, key, value)
        paper.versions[version] = Version(version, source=archive, pdf=pdf, withdrawn=withdrawn, size=size)
        return paper

    def fault(self, kind: str, path: str = "/", **how: Any) -> Fault:
        """Switch a fault on; see faults.Fault for times, after, retry_after, seconds."""
        assert kind in faults.KINDS, kind
        fault = Fault(kind, path, **how)
        self.faults.append(fault)
        return fault

    def answer(self, path: str) -> Reply:
        """The correct answer to a path with its query."""
        parts = urlsplit(path)
        where = unquote(parts.path)
        query = parse_qs(parts.query)
        if where == "/api/query":
            return self._api(query)
        if where in ("/oai", "/oai2"):
            return self._oai(query)
        match = re.fullmatch(r"/(src|e-print|pdf|abs)/(.+?)(?:\.pdf)?", where)
        return self._file(match[1], match[2]) if match else _not_found(where)

    def find(self, text: str) -> tuple[Paper, Version] | None:
        """The paper and version that an identifier names; None if there is none."""
        match = _ID.fullmatch(text)
        paper = self.papers.get(_canonical(match["id"])) if match else None
        if match is None or paper is None:
            return None
        version = paper.versions.get(int(match["version"])) if match["version"] else paper.latest
        return (paper, version) if version else None

    def _api(self, query: dict[str, list[str]]) -> Reply:
        ids = query.get("id_list", [""])[0]
        most = int(query.get("max_results", ["10"])[0])
        kind = "application/atom+xml; charset=utf-8"
        if "search_query" in query:
            return Reply(feeds.feed("", self._titled(query["search_query"][0])[:most], most), 200, kind)
        for name in ids.split(","):
            if not _ID.fullmatch(name):
                return Reply(feeds.error_feed(f"incorrect id format for {name}"), 400, kind)
        found = [hit for name in ids.split(",") if (hit := self.find(name))]
        return Reply(feeds.feed(ids, found[:most], most), 200, kind)

    def _titled(self, query: str) -> list[tuple[Paper, Version]]:
        """The papers whose titles contain all words of a query "ti:one AND ti:two"."""
        words = [part.removeprefix("ti:").lower() for part in query.split(" AND ")]
        return [(p, p.latest) for p in self.papers.values() if all(w in p.title.lower() for w in words)]

    def _oai(self, query: dict[str, list[str]]) -> Reply:
        name = query.get("identifier", [""])[0].removeprefix("oai:arXiv.org:")
        paper = self.papers.get(name)
        if query.get("metadataPrefix") != ["arXivRaw"]:
            return Reply(feeds.oai_error("cannotDisseminateFormat", "only arXivRaw here"), 200, "application/xml")
        if paper is None:
            return Reply(feeds.oai_error("idDoesNotExist", f"{name} is unknown"), 200, "application/xml")
        return Reply(feeds.oai_record(paper), 200, "application/xml")

    def _file(self, what: str, name: str) -> Reply:
        found = self.find(name)
        if found is None:
            return _not_found(name)
        paper, version = found
        if what == "abs":
            return Reply(f"<!DOCTYPE html><title>{paper.title}</title>".encode(), 200, "text/html")
        body = version.pdf_bytes() if what == "pdf" else version.source_bytes()
        if body is None:
            return _not_found(name)
        return Reply(body, 200, "application/pdf" if body[:5] == b"%PDF-" else "application/gzip")


def _canonical(id: str) -> str:
    """Old identifiers without their subject class: "math.GT/0309136" is math/0309136."""
    return re.sub(r"^([a-z-]+)\.[A-Za-z-]+/", r"\1/", id)


def _not_found(what: str) -> Reply:
    return Reply(f"<!DOCTYPE html><html><h1>No paper {what}</h1></html>".encode(), 404, "text/html")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    loopback: Loopback

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Silent for clients that go away, which some tests provoke."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        loopback = self.server.loopback
        headers = dict(self.headers.items())
        loopback.requests.append(Request(self.path, headers, self.client_address, time.monotonic()))
        path = urlsplit(self.path).path
        fault = next((f for f in loopback.faults if f.strikes(path)), None)
        with suppress(ConnectionError):
            if fault is None:
                self._send(loopback.answer(self.path))
            else:
                self._strike(fault, loopback)

    def _strike(self, fault: Fault, loopback: Loopback) -> None:
        kind = fault.kind
        if kind == "reset":
            self._reset()
        elif kind == "slow":
            time.sleep(fault.seconds)
            self._send(loopback.answer(self.path))
        elif kind == "truncated":
            reply = loopback.answer(self.path)
            self._send(_cut(reply, fault), announced=len(reply.body))
            self.close_connection = True
        elif kind in ("cut-unsized", "cut-chunked"):
            self._send_unsized(_cut(loopback.answer(self.path), fault), chunked=kind == "cut-chunked")
        elif kind in ("drip", "drip-headers"):
            self._drip(loopback.answer(self.path), fault)
        elif kind == "long-length":
            self._send(loopback.answer(self.path), announced="9" * 5000)
        elif kind == "other-paper":
            self._send(loopback.answer(_asks_for(self.path, fault.text)))
        else:
            self._send(_faulty(fault, loopback.answer(self.path)))

    def _send_unsized(self, reply: Reply, chunked: bool) -> None:
        """Send a body whose end says nothing about its length."""
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.type)
        self.send_header(*(("Transfer-Encoding", "chunked") if chunked else ("Connection", "close")))
        self.end_headers()
        whole = b"%x\r\n%b\r\n0\r\n\r\n" % (len(reply.body), reply.body) if chunked and reply.body else reply.body
        self.wfile.write(whole)
        self.close_connection = True

    def _drip(self, reply: Reply, fault: Fault) -> None:
        """Send the headers or the body byte by byte, until the other side has had enough."""
        if fault.kind == "drip":
            self.send_response(reply.status)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
        for byte in reply.body if fault.kind == "drip" else b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 10000:
            self.wfile.write(bytes((byte,)))
            self.wfile.flush()
            time.sleep(fault.seconds)
        self.close_connection = True

    def _send(self, reply: Reply, announced: int | str | None = None) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.type)
        self.send_header("Content-Length", str(len(reply.body) if announced is None else announced))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def _reset(self) -> None:
        """Break the connection so that the other side sees a reset, not an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        with suppress(OSError):
            self.rfile.close()
            self.connection.close()

    def log_message(self, format: str, *args: object) -> None:
        """Silent: tests read loopback.requests."""


def _cut(reply: Reply, fault: Fault) -> Reply:
    return Reply(reply.body[: int(len(reply.body) * fault.share)], reply.status, reply.type)


def _asks_for(path: str, other: str) -> str:
    """The same request about another paper."""
    return re.sub(r"\d{4}\.\d{5}(?:v\d+)?", other, path)


def _faulty(fault: Fault, sound: Reply) -> Reply:
    """The wrong answer for faults that are one."""
    bodies = {
        "rate-exceeded": Reply(b"Rate exceeded.", 200, "text/plain"),
        "html": Reply(faults.PAGE, 200, "application/gzip"),
        "captcha": Reply(faults.CAPTCHA, 200, "text/html"),
        "empty": Reply(b""),
        "empty-feed": Reply(feeds.feed("", []), 200, "application/atom+xml"),
        "error-entry": Reply(feeds.error_feed("incorrect id format for it"), 200, "application/atom+xml"),
        "pdf-for-source": Reply(faults.PDF, 200, "application/gzip"),
        "garbage": Reply(b"\x00\x01\x02 not at all what was asked for", 200),
        "content-encoding": Reply(sound.body, sound.status, sound.type, {"Content-Encoding": "x-gzip"}),
        "garbage-pdf": Reply(b"%PDF-1.5\n" + bytes(range(256)) * 40, 200, "application/pdf"),
        "empty-pdf": Reply(faults.blank_pdf(0), 200, "application/pdf"),
        "page-in-gz": Reply(gzip.compress(faults.PAGE), 200),
        "gz-in-gz": Reply(gzip.compress(sound.body), 200),
        "redirect": Reply(b"moved", 302, "text/html", {"Location": fault.text}),
        "named": Reply(sound.body, 200, sound.type, {"Content-Disposition": f'attachment; filename="{fault.text}"'}),
    }
    if fault.kind in bodies:
        return bodies[fault.kind]
    headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
    return Reply(b"<html><h1>Sorry</h1></html>", int(fault.kind), "text/html", headers)
