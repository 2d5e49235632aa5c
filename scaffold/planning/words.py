"""What planning reads from a passage of LaTeX: its words, commands, references and citations."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from scaffold.planning.phrases import MARKS_TERM, OLD_STYLE
from scaffold.tex import blanks
from scaffold.tex.symbols import TEXT_ACCENTS

TITLE = re.compile(r"\b([A-Z][\w'’-]{1,30})(?:~|\s)+([A-Z]?[\d.]*\d['*]*|[A-Z]\b)(?![\w.]*\d)")
"""A statement called by its heading and number in running text."""

ELSEWHERE = re.compile(r"[\s~,]*(?:of|in|from)[\s~]+(?:\w+[\s~]+){0,3}(?:\\[A-Za-z]*cite|\[)")
"""What follows such a name if the statement is of another work."""

_COMMENT = re.compile(r"(?<!\\)%.*")
_REFERENCE = re.compile(r"\\(?:[A-Za-z]*ref|refthm)\*?\s*(?:\[[^\[\]]*\])?\{([^{}]*)\}")
_CITATION = re.compile(r"\\[A-Za-z]{0,20}cite[A-Za-z]{0,20}\*?\s*(?:\[[^\[\]]*\]\s*){0,2}\{([^{}]*)\}")
_DROPPED = re.compile(
    r"\\(?:label|[A-Za-z]*ref|[A-Za-z]{0,20}cite[A-Za-z]{0,20}|begin|end|vspace|hspace|includegraphics)\*?\s*(?:\[[^\[\]]*\])?\{[^{}]*\}"
)
_MATHS = re.compile(
    r"\$\$.*?\$\$|\$[^$]*\$|\\\((?:(?!\\\().)*?\\\)|\\\[(?:(?!\\\[).)*?\\\]",
    re.DOTALL,
)
"""Formulas. None holds the beginning of another: a search from each of many that are never closed would not end."""

_COMMAND = re.compile(r"\\([A-Za-z@]+)\*?")
_TERM = re.compile(rf"{MARKS_TERM}\s*\{{([^{{}}]{{2,80}})\}}")
_LEADING = re.compile(r"\A\s*\{?\s*[\[(]([^\[\]()]{3,120})[\])]")
_ACCENT = re.compile(
    rf"\\[{re.escape(''.join(a for a in TEXT_ACCENTS if not a.isalpha()))}]\s*\{{?\s*\\?([A-Za-z])\s*\}}?"
    rf"|\\[{''.join(filter(str.isalpha, TEXT_ACCENTS))}]\s*\{{\s*([A-Za-z])\s*\}}"
)
_OLD_TERM = re.compile(rf"\{{\s*{OLD_STYLE}\s*([^{{}}]{{2,80}})\}}")

_WORDS = (
    r"((?:[\w'’-]+ ){0,3}?[\w'’-]+)"
    r"(?= *(?:[.,;:()]|\Z)| +(?:if|when|whenever|iff|provided|of|in|on|for|with|to|from)\b)"
)
_NAMED = re.compile(rf"\b(?:said to (?:be|have|satisfy)|(?:is|are) called|we call \w+) (?:an? |the )?{_WORDS}")
_OPENING = re.compile(rf"\A\W*(?:An?|The) (?!function|map|set|sequence|family|subset|pair){_WORDS}")
_PREDICATE = re.compile(
    r"\b(?:is|are) (?!called|said)(?:an? )?(?:\([^()]{1,30}\) ?-? ?)?((?:[^\W\d_][\w'’-]*[ -])?[^\W\d_][\w'’-]{2,})"
    r"(?=,? (?:if|iff|when|whenever|provided)\b)"
)
_GIVEN = re.compile(r"\b[Tt]he ((?:[\w'’-]+ ){0,2}?[\w'’-]{3,}) of [^\s.]{1,12} (?:is|as)\b")
"""What an unmarked definition defines: "is said to be normal if", "An occurrence of", "D is (d, n)-regular, if", "the
Gaussian complexity of F is".
"""

_STOP = frozenset(
    """a about above after all also an and any are as assume at be because been being between both but by can case could
    denote denoted denotes defined definition each either every exist exists fix fixed follow following follows for from
    furthermore given gives has have hence here hold holds if in into is it its let like may moreover more most must no
    non not of on one only or other our over particular proof prove proved proves resp respect result results same say
    set several show shows since so some such suppose than that the their them then there therefore these they this
    those three thus to two under up use used uses using we when where which while whose will with within without
    would theorem lemma proposition corollary assumption remark example section appendix paper work main equation
    new first second obtain study provide present consider""".split()
)


_SHORT = {"alg": "algorithm", "prob": "probability", "dist": "distribution"}


_KEPT = 512
"""Texts whose cleaned form is kept: planning comes back to a statement for each question on it."""

_KEPT_WORDS = 8192


@lru_cache(maxsize=_KEPT)
def uncommented(tex: str) -> str:
    """The source without its comments and with short white space, so that patterns cannot try its many splits."""
    return blanks.collapsed(_COMMENT.sub("", tex))


def references(tex: str) -> tuple[str, ...]:
    """Labels referred to, in order, without duplicates; lists in \\cref are split."""
    return _keys(_REFERENCE, tex)


def citations(tex: str) -> tuple[str, ...]:
    """Keys cited, in order, without duplicates."""
    return _keys(_CITATION, tex)


def _keys(pattern: re.Pattern[str], tex: str) -> tuple[str, ...]:
    found = (key.strip() for group in pattern.findall(uncommented(tex)) for key in group.split(","))
    return tuple(dict.fromkeys(key for key in found if key))


def commands(tex: str) -> frozenset[str]:
    """Names of the control words, without backslash."""
    return frozenset(_COMMAND.findall(uncommented(tex)))


@lru_cache(maxsize=_KEPT)
def plain(tex: str) -> str:
    """Running text on one line, without formulas, references and commands, with arguments of formatting commands."""
    return plain_part(uncommented(tex))


def plain_part(clean: str) -> str:
    """The same for a part of a text that has been cleaned; not kept, since a text can have very many parts."""
    text = _ACCENT.sub(lambda m: m[1] or m[2], clean)
    text = _MATHS.sub(" ", _DROPPED.sub(" ", text))
    text = _COMMAND.sub(" ", text).replace("~", " ").replace("--", "-")
    return re.sub(r"\s+", " ", re.sub(r"\\.|[{}$&#_^]", " ", text)).strip()


def stems(text: str) -> Counter[str]:
    """The content words of plain text, reduced to crude stems, and how often each occurs."""
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    return Counter(_stem(_SHORT.get(word, word)) for word in words if word not in _STOP)


def sequence(text: str) -> tuple[str, ...]:
    """Stems of the words that carry meaning, in order."""
    return tuple(stem for word in re.findall(r"[^\W\d_]{2,}", text) for stem in _stems_of(word))


@lru_cache(maxsize=_KEPT_WORDS)
def _stems_of(word: str) -> tuple[str, ...]:
    return tuple(stems(word))


@lru_cache(maxsize=_KEPT_WORDS)
def _stem(word: str) -> str:
    """Crude, but matches singular and plural, noun and verb: "clusterings" and "clustering", "bounded" and "bounds"."""
    for ending in ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "y", "ly", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def acronyms(tex: str) -> frozenset[str]:
    """Words of two or more capitals, such as "CIK" and "LSA-AGK", unchanged."""
    return frozenset(re.findall(r"\b[A-Z]{2,}(?:-[A-Z]{2,})*\b", plain(tex)))


def defined_terms(tex: str) -> tuple[str, ...]:
    """What a definition sets in italics or bold, or puts in brackets at its start, as plain lower-case words.

    Where it marks nothing: what something "is said to be", or else what its first words are about; what something "is,
    if"; and "the complexity of it is".
    """
    found = [plain(t).lower() for t in (*_LEADING.findall(tex), *_TERM.findall(tex), *_OLD_TERM.findall(tex))]
    terms = tuple(dict.fromkeys(t for t in found if len(t) > 2))
    if terms:
        return terms
    sentence = plain(tex)
    unmarked = [m[1].lower() for m in (*_NAMED.finditer(sentence), *_OPENING.finditer(sentence))][:1]
    unmarked += [m[1].lower() for m in (*_PREDICATE.finditer(sentence), *_GIVEN.finditer(sentence))][:3]
    return tuple(t for t in (term.strip(" -") for term in unmarked) if len(t) > 2)


def as_latex(text: str) -> str:
    """Text of a page as LaTeX that prints it, since a plan's text is LaTeX wherever it has markup."""
    return re.sub(r"[{}%&#_$]", r"\\\g<0>", text) if re.search(r"[{}$]", text) else text
