"""Commands that papers use from packages: which package to load, or how to define the command instead.

One more command is one more row. LOADED packages are in the TeX distributions that the templates require; shims replace
fonts and packages that a small TeX Live lacks, so that a restated theorem prints the same symbol everywhere.
"""

from __future__ import annotations

from scaffold.tex.environments import DISPLAYS, INNER

BASE = ("amsmath", "amssymb", "mathtools", "bm", "graphicx", "xcolor")
"""Packages that every generated document loads before the paper's macros."""

_LOADED = {
    "mathrsfs": "mathscr",
    "stmaryrd": "llbracket rrbracket llparenthesis rrparenthesis mapsfrom longmapsfrom lightning boxtimes "
    "bigsqcap varoast shortrightarrow nnearrow oblong interleave trianglelefteqslant",
    "xspace": "xspace",
    "nicefrac": "nicefrac",
    "xfrac": "sfrac",
    "cancel": "cancel bcancel xcancel cancelto",
    "tikz-cd": "tikzcd",
    "xy": "xymatrix",
    "booktabs": "toprule midrule bottomrule cmidrule",
    "multirow": "multirow",
    "extarrows": "xlongequal xlongrightarrow xlongleftarrow",
    "accents": "accentset underaccent",
    "cases": "numcases subnumcases",
    "euscript": "EuScript",
    "upgreek": "upalpha upbeta upgamma updelta upepsilon uplambda upmu uppi upsigma upphi uppsi upomega Updelta",
    "esint": "oiint varoiint sqint fint landupint",
    "braket": "Braket Set",
    "relsize": "mathsmaller mathlarger smaller larger",
    "scalerel": "scalerel scaleobj stretchrel",
    "pifont": "ding",
    "bussproofs": "AxiomC UnaryInfC BinaryInfC DisplayProof",
    "tensor": "tensor indices",
    "amscd": "CD",
    "blkarray": "blockarray block",
    "subcaption": "subcaption",
    "xparse": "NewDocumentCommand RenewDocumentCommand DeclareDocumentCommand ProvideDocumentCommand",
    "xargs": "newcommandx renewcommandx providecommandx DeclareRobustCommandx newenvironmentx renewenvironmentx",
    "etoolbox": "newrobustcmd renewrobustcmd providerobustcmd",
    "environ": "NewEnviron RenewEnviron",
    "ifthen": "ifthenelse whiledo",
    "listings": "lstinline lstlisting",
    "algpseudocode": "algorithmic",
}
"""Package: commands and environments that only this package defines."""

LOADED = {name: package for package, names in _LOADED.items() for name in names.split()}
"""Command or environment: the package to load for it."""

WITHIN = {
    "algorithmic": "REQUIRE ENSURE STATE STMT IF ELSIF ELSE ENDIF FOR FORALL ENDFOR WHILE ENDWHILE REPEAT UNTIL LOOP "
    "ENDLOOP PRINT RETURN COMMENT AND OR XOR NOT TO TRUE FALSE BODY ENDBODY INPUTS ENDINPUTS OUTPUTS ENDOUTPUTS "
    "GLOBALS",
}
"""Package: names that its environment defines and that must not be defined before."""

ASKED = {
    "siunitx": "SI si num qty unit ang",
    "braket": "ket bra braket set",
    "units": "unit unitfrac",
    "mleftright": "mleft mright",
    "leftidx": "leftidx",
    "tabularx": "tabularx",
    "makecell": "makecell thead",
    "array": "newcolumntype arraybackslash",
    "empheq": "empheq",
    "adjustbox": "adjustbox",
    "tikz": "tikzpicture tikz",
}
"""Package: names that other packages use too, so it is loaded only if the paper loads it."""

_OPERATORS = (
    "argmin:arg\\,min* argmax:arg\\,max* arginf:arg\\,inf* argsup:arg\\,sup* esssup:ess\\,sup* essinf:ess\\,inf* "
    "sign sgn supp tr Tr rank diag diam conv cone span Var Cov Bias dist dom vol Vol Span Ker im Im:Im Re:Re Id id "
    "poly polylog erf softmax* ReLU KL TV Lip VCdim Ber Bin Unif Poisson Law "
    "Hom End Aut Spec Proj Gal coker Ext Tor grad Div curl"
)

_COMMANDS = {
    "mathbbm": r"[1]{\scaffoldbb{#1}}",
    "mathbbmss": r"[1]{\scaffoldbb{#1}}",
    "mathds": r"[1]{\scaffoldbb{#1}}",
    "mathbbold": r"[1]{\scaffoldbb{#1}}",
    "bbone": r"{\scaffoldbb{1}}",
    "mathpzc": r"[1]{\mathcal{#1}}",
    "widebar": r"[1]{\overline{#1}}",
    "widecheck": r"[1]{\check{#1}}",
    "vv": r"[1]{\overrightarrow{#1}}",
    "bigtimes": r"{\mathop{\vcenter{\hbox{\Large$\times$}}}\displaylimits}",
    "vvvert": r"{|\mkern-2mu|\mkern-2mu|}",
    "VERT": r"{|\mkern-2mu|\mkern-2mu|}",
    "Perp": r"{\perp\mkern-9mu\perp}",
    "independent": r"{\perp\mkern-9mu\perp}",
    "indep": r"{\perp\mkern-9mu\perp}",
    "eqdef": r"{\overset{\mathrm{def}}{=}}",
    "eqqcolon": r"{=\mathrel{\mathop:}}",
    "dashint": r"{-\mkern-15mu\int}",
    "enquote": r"[1]{``#1''}",
    "uline": r"[1]{\underline{#1}}",
    "ul": r"[1]{\underline{#1}}",
    "hl": r"[1]{#1}",
    "sout": r"[1]{#1}",
    "todo": r"[2][]{}",
    "nolinebreaks": r"[1]{#1}",
    "linenomath": r"{}",
    "endlinenomath": r"{}",
    "hiderel": r"[1]{#1}",
    "condition": r"[2][]{,\quad\text{#2}}",
    "colonequals": r"{\mathrel{\mathop:}=}",
    "equalscolon": r"{=\mathrel{\mathop:}}",
    "AP": r"{}",
    "parencite": r"{\citep}", "autocite": r"{\citep}", "footcite": r"{\citep}", "smartcite": r"{\citep}",
    "supercite": r"{\citep}", "textcite": r"{\citet}",
    "TheoremSymbol": r"{}",
    "tbl": r"[2]{#1\par\smallskip #2}",
    "parentlabel": r"[1]{}",
    "KwSty": r"[1]{\textnormal{\textbf{#1}}}",
    "DataSty": r"[1]{\textnormal{\textsf{#1}}}",
    "FuncSty": r"[1]{\textnormal{\texttt{#1}}}",
    "ArgSty": r"[1]{\textnormal{\emph{#1}}}",
    "FuncArgSty": r"[1]{\textnormal{\emph{#1}}}",
    "bf": r"{\bfseries}", "it": r"{\itshape}", "rm": r"{\rmfamily}", "sf": r"{\sffamily}", "tt": r"{\ttfamily}",
    "sc": r"{\scshape}", "sl": r"{\slshape}",
}  # fmt: skip

_ACRONYMS = "ac acs acl acf acp Ac Acs Acl Acf Acp gls Gls glspl Glspl glsentryshort acrshort acrlong acrfull"
"""Acronym commands, which print the key: usually it is the acronym."""

SHIMS = {name: rf"\providecommand{{\{name}}}{body}" for name, body in _COMMANDS.items()}
SHIMS |= {name: rf"\providecommand{{\{name}}}[2][]{{#2}}" for name in _ACRONYMS.split()}
# knowledge's \kl(scope)[notion]{text} prints the text.
SHIMS |= {name: rf"\ProvideDocumentCommand{{\{name}}}{{sd()od()m}}{{#5}}" for name in ("kl", "intro", "reintro")}
# Floats do not float in what is restated: the package algorithm would only count them.
SHIMS["algorithm"] = r"\ifcsname algorithm\endcsname\else\newenvironment{algorithm}[1][]{\par}{\par}\fi"
SHIMS |= {
    name: rf"\providecommand{{\{name}}}{{\operatorname{'*' if star else ''}{{{text.rstrip('*') or name}}}}}"
    for name, text, star in (
        (word.partition(":")[0].rstrip("*"), word.partition(":")[2], word.endswith("*")) for word in _OPERATORS.split()
    )
}
"""Command: a definition to use if neither the paper nor a loaded package defines it."""

KEPT = INNER | frozenset(
    f"""
    {" ".join(DISPLAYS)} math tabular itemize enumerate description
    center quote quotation flushleft flushright minipage figure table proof subequations verbatim tikzpicture document
    dgroup compactenum compactitem inparaenum inparaitem
    """.split()
)
"""LaTeX environments that a paper's redefinition must not change in generated documents (starred ones too)."""

KEPT_COMMANDS = frozenset(
    """
    section subsection subsubsection paragraph chapter part label ref eqref cref Cref autoref cite citep citet caption
    item begin end input include maketitle title author date abstract document footnote usepackage tag hypertarget
    hyperlink url href par newcommand renewcommand let def bibliography thepage theequation thesection left right
    """.split()
)
"""LaTeX commands, likewise."""

COMMON = frozenset(
    """
    begin end item left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm frac dfrac
    tfrac binom sqrt sum prod int lim limsup liminf sup inf max min log exp ln sin cos tan det dim ker deg gcd Pr arg
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho varrho sigma tau
    upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega le ge leq geq ne neq ll
    gg approx sim simeq cong equiv propto in notin ni subset subseteq supset supseteq cap cup bigcap bigcup setminus
    emptyset varnothing forall exists neg wedge vee land lor to gets mapsto rightarrow leftarrow Rightarrow Leftarrow
    Leftrightarrow leftrightarrow iff implies longrightarrow infty partial nabla cdot cdots ldots dots vdots ddots
    times pm mp circ bullet otimes oplus mid parallel perp star ast langle rangle lfloor rfloor lceil rceil lvert rvert
    lVert rVert vert Vert ell hbar prime top bot quad qquad text textbf textit textrm textsf texttt textsc emph mathbf
    mathrm mathit mathsf mathtt mathcal mathbb mathfrak boldsymbol bm operatorname hat bar tilde vec dot ddot widehat
    widetilde overline underline overbrace underbrace overset underset stackrel substack limits nolimits displaystyle
    textstyle scriptstyle phantom hspace vspace noindent par label ref eqref cite citep citet tag notag nonumber
    bf it rm em sf tt sc cal hfill linebreak newline hline multicolumn color textcolor footnote url href ensuremath
    mathop mathrel mathbin mathord mathopen mathclose mathpunct newcommand renewcommand providecommand def let relax
    DeclareMathOperator DeclarePairedDelimiter DeclarePairedDelimiterX DeclareRobustCommand newenvironment
    renewenvironment xspace else fi ifx kern mbox alph roman arabic csname endcsname ignorespaces backslash lbrace
    rbrace cref Cref autoref pageref nameref vref Ref labelcref namecref namecrefs arrow ar ifdefined path node draw
    """.split()
)
"""Commands that every generated document defines: no fallback definition is written for them."""
