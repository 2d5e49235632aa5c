r"""True boxes of statements: when LuaLaTeX ships out a page, it reports the positions of each statement's content.

An attribute is set at the beginning of every statement's environment and falls on all that is made within, wherever it
is set: no node is added, so that lines, pages and floats do not change. The box of a statement on one page and
in one column reaches from the highest to the lowest of its letters and rules, in the heights and depths that their
fonts give TeX, and from the left to the right edge of the column (the innermost vertical list of lines that is wide
enough). Footnotes, floats and a proof within the environment are not counted.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_SP = 65781.76
"""TeX's scaled points in one point of PDF."""

_LUA = r"""
local file = io.open(tex.jobname .. ".boxes", "w")
local GLYPH, RULE, HLIST, VLIST = node.id("glyph"), node.id("rule"), node.id("hlist"), node.id("vlist")
local KERN, GLUE, MATH, DISC = node.id("kern"), node.id("glue"), node.id("math"), node.id("disc")
local attribute, found, order, words, columns

local function note(n, x, base, width, height, depth, list)
  local id = node.get_attribute(n, attribute)
  if not id or id < 1 then return end
  local key = id .. " " .. list.x
  local box = found[key]
  if not box then
    box = {id = id, x0 = list.x, x1 = list.x + list.width, top = base - height, bottom = base + depth, text = ""}
    found[key], order[#order + 1] = box, box
  end
  box.x0, box.x1 = math.min(box.x0, list.x), math.max(box.x1, list.x + list.width)
  box.top, box.bottom = math.min(box.top, base - height), math.max(box.bottom, base + depth)
  if n.id == GLYPH and #box.text < 60 and n.char > 32 and n.char < 127 then
    box.text = box.text .. string.char(n.char)
  end
end

local across, down

function across(head, parent, x, base, list)
  for n in node.traverse(head) do
    local width = n.width or 0
    if n.id == GLYPH then
      note(n, x, base, n.width, n.height, n.depth, list)
    elseif n.id == RULE then
      if width > 0 and n.subtype ~= 3 then
        local height = n.height > -1073741824 and n.height or parent.height
        local depth = n.depth > -1073741824 and n.depth or parent.depth
        if height + depth > 0 then note(n, x, base, width, height, depth, list) end
      end
    elseif n.id == HLIST then
      across(n.head, n, x, base + n.shift, list)
    elseif n.id == VLIST then
      down(n.head, n, x, base + n.shift - n.height, list)
    elseif n.id == GLUE then
      width = node.effective_glue(n, parent)
      local l = n.leader
      if l and l.id == RULE and l.height + l.depth > 0 and l.height > -1073741824 then
        note(l, x, base, width, l.height, l.depth, list)
      end
    elseif n.id == KERN then
      width = n.kern
    elseif n.id == MATH then
      width = n.surround
    elseif n.id == DISC then
      width = n.replace and node.dimensions(n.replace) or 0
    end
    x = x + width
  end
end

local function holds_lines(head)
  for n in node.traverse_id(HLIST, head) do
    if n.subtype == 1 or n.subtype == 4 or n.subtype == 6 then return true end  -- a line, a row, an equation
  end
  return false
end

function down(head, parent, x, y, list)
  local inside = x > list.x - 65782 and x + parent.width < list.x + list.width + 65782
  if inside and parent.width > 0.6 * columns and holds_lines(head) then
    list = {x = x, width = math.min(parent.width, columns)}
  end
  for n in node.traverse(head) do
    if n.id == HLIST or n.id == VLIST then
      if n.id == HLIST then
        across(n.head, n, x + n.shift, y + n.height, list)
      else
        down(n.head, n, x + n.shift, y, list)
      end
      y = y + n.height + n.depth
    elseif n.id == RULE then
      local width = n.width > -1073741824 and n.width or parent.width
      if n.height + n.depth > 0 then note(n, x, y + n.height, width, n.height, n.depth, list) end
      y = y + n.height + n.depth
    elseif n.id == GLUE then
      y = y + node.effective_glue(n, parent)
    elseif n.id == KERN then
      y = y + n.kern
    end
  end
end

function placed(page, shipped)
  attribute = luatexbase.attributes["placedin"]
  columns = tex.dimen["columnwidth"]
  found, order = {}, {}
  local box = tex.box[shipped]
  local x, y = 4736286 + tex.hoffset, 4736286 + tex.voffset
  down(box.head, box, x, y, {x = -2 ^ 30, width = 2 ^ 31})
  for _, b in ipairs(order) do
    file:write(string.format("%d %d %.0f %.0f %.0f %.0f %s\n", b.id, page, b.x0, b.top, b.x1, b.bottom, b.text))
  end
  file:flush()
end
"""

_TEX = r"""
\RequirePackage{luatex85}
\attributedef\placedin=\directlua{tex.write(luatexbase.new_attribute('placedin'))}\relax
\newcount\placedlast
\newcount\placedpage
\directlua{dofile("placed.lua")}
\newcommand\placedhook[1]{\AddToHook{env/#1/before}{\if@noskipsec\leavevmode\fi}%
\AddToHook{env/#1/begin}{\global\advance\placedlast1 \setattribute\placedin{\placedlast}}}
\AddToHook{shipout/before}{\global\advance\placedpage1 \directlua{placed(\the\placedpage, \number\ShipoutBox)}}
\AddToHook{env/proof/begin}{\unsetattribute\placedin}
\AddToHook{env/figure/begin}{\unsetattribute\placedin}
\AddToHook{env/table/begin}{\unsetattribute\placedin}
\AddToHook{begindocument/end}{\let\placednote\@makefntext\long\def\@makefntext#1{\unsetattribute\placedin\placednote{#1}}}
\AddToHook{begindocument/end}{\output\expandafter{\expandafter\unsetattribute\expandafter\placedin\the\output}}
\AddToHook{begindocument/before}{\ifdefined\outputmode\outputmode1 \fi}
\renewcommand\encodingdefault{OT1}\renewcommand\rmdefault{cmr}\renewcommand\sfdefault{cmss}\renewcommand\ttdefault{cmtt}
\fontencoding{OT1}
"""


@dataclass(frozen=True, slots=True)
class Placed:
    """A true box: the statement's index in the source, page, box in points from the top left, letters.

    text is the beginning of what is set there, in letters and signs of ASCII without spaces.
    """

    id: int
    page: int
    box: tuple[float, float, float, float]
    text: str


def instrument(folder: Path, main: str, environments: Iterable[str], report: bool = True) -> Path:
    """Writes, beside a paper's main file, one that reports where its statements are (if report), or one that does not.

    It is set by lualatex in that folder under the name returned, and includes the main file as it is.
    """
    hooks = "".join(rf"\placedhook{{{name}}}" for name in sorted(set(environments))) if report else ""
    before = _TEX if report else _TEX.replace(r"\directlua{placed(\the\placedpage, \number\ShipoutBox)}", "")
    (folder / "placed.lua").write_text(_LUA, encoding="utf-8")
    target = folder / ("placed-main.tex" if report else "plain-main.tex")
    text = rf"\makeatletter{before}{hooks}\makeatother\input{{{main}}}"
    target.write_text(re.sub("%?\n", "%\n", text) + "\n", encoding="utf-8")
    return target


def run(target: Path, runs: int = 1, seconds: float = 300) -> Path | None:
    """The PDF that lualatex makes of a file, ignoring errors, unlike arXiv; None if there is none."""
    for _ in range(runs):
        try:
            subprocess.run(
                ["lualatex", "-no-shell-escape", "-interaction=nonstopmode", target.name],
                cwd=target.parent, capture_output=True, timeout=seconds, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return None
    pdf = target.with_suffix(".pdf")
    return pdf if pdf.is_file() else None


def boxes(pdf: Path) -> list[Placed]:
    """The true boxes of the PDF in the order of its pages; those of one statement in one column are joined."""
    out: list[Placed] = []
    for line in pdf.with_suffix(".boxes").read_text(encoding="utf-8").splitlines():
        id, page, x0, top, x1, bottom, *text = line.split(" ", 6)
        a, b, c, d = (int(v) / _SP for v in (x0, top, x1, bottom))
        same = [p for p in out if (p.id, p.page) == (int(id), int(page)) and p.box[0] < c and a < p.box[2]]
        a, b = min([a, *(p.box[0] for p in same)]), min([b, *(p.box[1] for p in same)])
        c, d = max([c, *(p.box[2] for p in same)]), max([d, *(p.box[3] for p in same)])
        out = [p for p in out if p not in same]
        begun = same[0].text if same else ""
        out.append(Placed(int(id), int(page), (a, b, c, d), begun + "".join(text)))
    return out
