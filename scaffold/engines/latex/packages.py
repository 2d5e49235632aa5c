"""What to install, as tables: system packages by platform, and which package contains which LaTeX file.

engines/apt-packages.txt is the only list of Debian packages: the set-up script installs it, and tests compare it with
the commands below, which `scaffold doctor` and the error messages print.
"""

from __future__ import annotations

import sys

PLATFORMS = ("debian", "macos", "windows")

INSTALL_TEX = {
    "debian": "sudo apt-get install --no-install-recommends texlive-latex-extra texlive-science "
    "texlive-fonts-recommended lmodern cm-super-minimal",
    "macos": "brew install --cask mactex-no-gui",
    "windows": "winget install MiKTeX.MiKTeX",
}
"""One command per platform that installs a LaTeX which can compile our templates."""

INSTALL_OFFICE = {
    "debian": "sudo apt-get install --no-install-recommends libreoffice-impress",
    "macos": "brew install --cask libreoffice",
    "windows": "winget install TheDocumentFoundation.LibreOffice",
}

NAMES = {"debian": "Debian/Ubuntu", "macos": "macOS", "windows": "Windows"}

BUNDLES = {
    "cm-super-minimal": "type1ec",
    "lmodern": "lmodern",
    "texlive-base": "amssymb eucal euscript iftex",
    "texlive-bibtex-extra": "biblatex bibunits",
    "texlive-fonts-extra": """
        bbm bbold boondox-cal cmll cochineal dsfont dsserif dutchcal esvect eulervm fontawesome fontawesome5 fourier
        inconsolata kpfonts libertine mathabx mathdesign newpxmath newpxtext newtxmath newtxtext stix stix2 XCharter
        yfonts""",
    "texlive-fonts-recommended": "eurosym marvosym pxfonts txfonts wasysym",
    "texlive-games": "skak",
    "texlive-lang-cjk": "CJKutf8",
    "texlive-latex-base": """
        afterpage aliascnt amsmath array babel bm bookmark centernot colortbl courier dcolumn enumerate epstopdf
        fancyhdr fixltx2e fontenc geometry helvet hhline hypcap hyperref ifthen inputenc letltxmacro longtable
        lscape mathpazo mathptmx multicol nameref natbib newcent palatino pifont refcount rotating slashed stackrel
        tabularx textcomp times url varioref verbatim xfrac xparse xspace""",
    "texlive-latex-extra": """
        a4wide acronym adjustbox amsaddr appendix arydshln authblk bigstrut blindtext blkarray braket cancel cases
        catchfile changepage cleveref comment csquotes currfile datetime2 diagbox doi enumitem environ epigraph
        esint everypage fixme fncychap framed fullpage gensymb glossaries hyphenat import linegoal lipsum ltablex
        makecell marginnote mathalfa mdframed minitoc mleftright moderncv moreverb multirow nccmath nicefrac nomencl
        ntheorem numprint overpic paralist placeins prettyref proof quoting relsize rotfloat savesym scalerel
        sectsty sidecap silence standalone subfigure supertabular tabu tabularray tasks tcolorbox thm-restate
        thmtools threeparttable titlesec tocloft todonotes totcount units upgreek vmargin wrapfig xargs xifthen
        xpatch xstring xurl zref""",
    "texlive-latex-recommended": """
        anysize beamer booktabs caption chapterbib crop empheq etoolbox fancyvrb float fontspec lineno listings
        mathbbol mathrsfs mathtools memoir microtype parskip pdflscape pdfpages polyglossia psfrag ragged2e scrartcl
        setspace subcaption subfig unicode-math xcolor""",
    "texlive-pictures": """
        chemfig circuitikz forest pb-diagram pgf pgfornament pgfplots pict2e qcircuit tikz tikz-cd tikz-network
        tikzpagenodes xy""",
    "texlive-plain-generic": "mathdots nth soul ulem",
    "texlive-publishers": "acmart aistats elsarticle IEEEtran lipics-v2021 llncs revtex4-1 revtex4-2 svjour3",
    "texlive-science": """
        accents algcompatible algorithm algorithm2e algorithmic algorithmicx algpseudocode apxproof bussproofs
        complexity extarrows mathcomp mathpartir mhchem physics siunitx stmaryrd tensor turnstile youngtab ytableau""",
}
"""The LaTeX files (without .sty or .cls) in each Debian package, by dpkg on bookworm."""

_BY_FILE = {name: bundle for bundle, names in BUNDLES.items() for name in names.split()}


def platform() -> str:
    """One of PLATFORMS; any other Unix counts as "debian"."""
    return {"darwin": "macos", "win32": "windows"}.get(sys.platform, "debian")


def install_hint(commands: dict[str, str]) -> str:
    """The commands of a table in one line, each with its platform; the current platform first."""
    here = platform()
    order = sorted(PLATFORMS, key=lambda name: (name != here, PLATFORMS.index(name)))
    return "; ".join(f"on {NAMES[name]}: {commands[name]}" for name in order)


def package_with(file: str) -> str | None:
    """The Debian package that contains a LaTeX file ("bbm.sty"); None if it is not in the table."""
    return _BY_FILE.get(file.rsplit(".", 1)[0])


def advice_for(file: str) -> str:
    """How to install a missing LaTeX file on this platform."""
    stem = file.rsplit(".", 1)[0]
    if platform() == "debian":
        package = package_with(file)
        if package:
            return f"install it: sudo apt-get install {package}"
        return f"put {file} next to the document, or find its package with: apt-file search /{file}"
    if platform() == "macos":
        return f"install it: sudo tlmgr install {stem}"
    return f"install the package {stem} in the MiKTeX console, or: tlmgr install {stem}"
