"""Sources that no author intended: damaged, endless, enormous. Each is a LaTeX document of a given size."""

from __future__ import annotations

from collections.abc import Callable

HEAD = r"\documentclass{article}\usepackage{amsthm}\newtheorem{thm}{Theorem}\begin{document}" + "\n"
STATEMENT = "\\begin{thm}\\label{t}x\\end{thm}\n"


def _document(body: str) -> str:
    return HEAD + STATEMENT + body + "\n\\end{document}\n"


def _repeat(piece: str) -> Callable[[int], str]:
    return lambda size: _document(piece * (size // len(piece) + 1))


ODD: dict[str, Callable[[int], str]] = {
    "open braces": _repeat("{ a "),
    "closing braces": _repeat("} a "),
    "headings never closed": _repeat("\\section{"),
    "options never closed": _repeat("\\begin{thm}[ "),
    "environments never ended": _repeat("\\begin{center} x "),
    "theorems never ended": _repeat("\\begin{thm}x "),
    "proofs never ended": _repeat("\\begin{proof}x "),
    "ends without a beginning": _repeat("\\end{thm} x "),
    "verbatim never ended": _repeat("\\begin{verbatim} x "),
    "conditionals never closed": _repeat("\\iffalse x "),
    "closed without a beginning": _repeat("\\fi\\else x "),
    "csname never ended": _repeat("\\csname x "),
    "definitions cut short": _repeat("\\newcommand{\\x}[1]{ "),
    "delimiters that never come": lambda size: _document("\\def\\x#1\\stop{#1\\section{}}" + "\\x a " * (size // 5)),
    "a macro that calls itself": lambda size: _document("\\def\\x{\\section{a}\\x}\\x " + "\\x " * (size // 100)),
    "two that call each other": lambda size: _document(
        "\\def\\x{\\section{a}\\y}\\def\\y{\\x}" + "\\x\\y " * (size // 100)
    ),
    "a macro that doubles": lambda size: _document(
        "\\newcommand{\\x}[1]{\\section{a}\\x{#1#1}}\\x{ab}" + "\\x{cd}" * (size // 100)
    ),
    "labels all alike": _repeat("\\label{a}\\ref{a} "),
    "statements": _repeat("\\begin{thm}x\\end{thm} "),
    "sections": _repeat("\\section*{x} "),
    "heads of proofs": _repeat("\n\n\\textbf{Proof.} x "),
    "end marks": _repeat("\\qed x "),
    "local definitions": _repeat("{\\def\\x{y} }"),
    "definitions": lambda size: _document("".join(f"\\def\\x{'a' * (n % 40)}{{y}} " for n in range(size // 30))),
    "nested groups": lambda size: _document("{" * (size // 2) + "\\section{x}" + "}" * (size // 2)),
    "nested lists": lambda size: _document("\\begin{enumerate}\\item " * (size // 25)),
    "words": _repeat("lorem ipsum $a^2$ dolor, Theorem 1 and Lemma 2. "),
    "backslashes": _repeat("\\"),
    "percent signs": _repeat("% \\begin{thm}\n"),
    "one line": _repeat("x"),
    "nul bytes": _repeat("\0\\begin{thm}\0"),
    "dollars": _repeat("$ \\square $$ "),
    "references": _repeat("With Lemma \\ref{t} we prove Theorem \\ref{t}. "),
    "citations": _repeat("\\cite[a]{b} "),
    "equations": _repeat("\\begin{align}a\\label{e}\\\\b\\end{align} "),
    "counters": _repeat("\\setcounter{thm}{\\value{thm}}\\addtocounter{thm}{9999999999} "),
    "inputs": _repeat("\\input{main} \\input{nowhere} "),
    "names": _repeat("\\begin{thm}[\\begin{thm}[x] "),
    "appendices": _repeat("\\appendix\\section{x} "),
}
