#!/usr/bin/env bash
# Prepares the machine: virtual environment, Python packages, LaTeX, LibreOffice. Fast if everything is installed.
#
#   .ci/setup.sh run    what `scaffold` needs
#   .ci/setup.sh dev    also what its tests need
#
# Installs system packages only with permission (root, or sudo without a password; brew on macOS). Otherwise it prints
# the command and continues, as parts of scaffold work without them. If CI is set, this is an error.
set -euo pipefail
cd "$(dirname "$0")/.."

want=${1:-run}
VENV=${VENV:-.venv}
APT_LIST=scaffold/engines/apt-packages.txt
# Tests compile papers with the document classes of publishers; scaffold itself does not need them.
TEST_PACKAGES=texlive-publishers
# The seminar's page is opened in it. Ubuntu has Chromium only as a snap: there, and on macOS, an installed one is used.
TEST_BROWSER=chromium-headless-shell

say() { printf '  %-10s %s\n' "$1" "$2"; }
die() { printf 'Error: %s\n' "$1" >&2; exit 1; }

# MacTeX is on the PATH of new shells only.
if [ -d /Library/TeX/texbin ]; then PATH="/Library/TeX/texbin:$PATH"; fi

may_install() { [ "$(id -u)" = 0 ] || { command -v sudo > /dev/null && sudo -n true 2> /dev/null; }; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

apt_install() {
    # New images have no package lists; retry if a mirror fails or the package database is locked.
    as_root apt-get update -qq -o Acquire::Retries=3
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" > "$VENV.apt.log" 2>&1 || {
        tail -n 20 "$VENV.apt.log" >&2
        rm -f "$VENV.apt.log"
        die "apt-get could not install: $*"
    }
    rm -f "$VENV.apt.log"
}

# --- Python ---------------------------------------------------------------------------------------------------------
find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.10 python3.14; do
        if command -v "$candidate" > /dev/null &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2> /dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

make_venv() {
    if [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -m pip --version > /dev/null 2>&1; then return; fi
    local python
    python=$(find_python) || die "Python 3.10 or newer is needed: install python3, or set PYTHON=/path/to/python3"
    # Debian packages Python without ensurepip, which venv needs.
    if ! "$python" -c 'import ensurepip, venv' 2> /dev/null; then
        if command -v apt-get > /dev/null && may_install; then
            apt_install python3-venv
        else
            die "this Python cannot create virtual environments. Run: sudo apt-get install python3-venv"
        fi
    fi
    say python "$("$python" --version 2>&1) → $VENV"
    "$python" -m venv --clear "$VENV"
}

stamp_of() { cat setup.cfg pyproject.toml scaffold/__init__.py | cksum | cut -d' ' -f1; }

install_python() {
    local extras=$1 stamp="$VENV/.set-up-$1" sum
    sum="$(stamp_of) $PWD"
    # The set-up for tests includes the set-up for scaffold.
    for stamp in "$VENV/.set-up-all,dev" "$stamp"; do
        if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then return; fi
    done
    say pip "installing scaffold[$extras]"
    "$VENV/bin/python" -m pip install -qq --disable-pip-version-check --retries 5 -e ".[$extras]"
    printf '%s' "$sum" > "$stamp"
}

# --- System packages ------------------------------------------------------------------------------------------------
# Check for the programs and files, not for packages: many users have installed TeX Live themselves.
have_tex() {
    local tool files=(beamer.cls tikz.sty cleveref.sty tcolorbox.sty algorithm.sty lmodern.sty biblatex.sty cm-super-t1.enc)
    for tool in pdflatex bibtex biber kpsewhich; do command -v "$tool" > /dev/null || return 1; done
    if [ "$want" = dev ]; then files+=(IEEEtran.cls); fi
    [ "$(kpsewhich "${files[@]}" | wc -l)" -eq "${#files[@]}" ]
}
have_office() {
    command -v soffice > /dev/null || command -v libreoffice > /dev/null ||
        [ -x /Applications/LibreOffice.app/Contents/MacOS/soffice ]
}
have_sandbox() { [[ "$OSTYPE" != linux* ]] || command -v bwrap > /dev/null; }
have_browser() {
    local name
    for name in "$TEST_BROWSER" chromium chromium-browser google-chrome; do
        if command -v "$name" > /dev/null; then return; fi
    done
    return 1
}
have_system() { have_tex && have_office && have_sandbox && command -v pdftoppm > /dev/null && command -v gs > /dev/null; }

apt_packages() {
    sed 's/#.*//' "$APT_LIST" | tr -s ' \n' ' '
    if [ "$want" = dev ]; then printf '%s' "$TEST_PACKAGES"; fi
}

install_system() {
    local command
    if have_system; then return; fi
    if command -v apt-get > /dev/null; then
        # shellcheck disable=SC2046
        set -- $(apt_packages)
        command="sudo apt-get update && sudo apt-get install --no-install-recommends $*"
        if may_install; then
            say apt "installing $*"
            apt_install "$@"
            have_system || die "something is still missing: run $VENV/bin/scaffold doctor"
            return
        fi
    elif command -v brew > /dev/null; then
        command="brew install --cask mactex-no-gui libreoffice && brew install poppler ghostscript"
        say brew "installing LaTeX and LibreOffice; macOS may ask for your password"
        have_tex || brew install --cask mactex-no-gui
        have_office || brew install --cask libreoffice
        command -v pdftoppm > /dev/null || brew install poppler
        command -v gs > /dev/null || brew install ghostscript
        return
    else
        command="install TeX Live (with beamer, TikZ, algorithms, biber), LibreOffice Impress, poppler and Ghostscript with your package manager"
    fi
    printf '\nLaTeX or LibreOffice is missing, and this script has no permission to install it. Run:\n\n  %s\n\n' \
        "$command" >&2
    if [ -n "${CI:-}" ]; then die "in CI everything must be installed"; fi
}

# A system package that not every system has: looked for in the lists, which are fetched if they do not name it.
install_browser() {
    if have_browser || ! command -v apt-cache > /dev/null || ! may_install; then return; fi
    apt-cache show "$TEST_BROWSER" > /dev/null 2>&1 || as_root apt-get update -qq -o Acquire::Retries=3
    if apt-cache show "$TEST_BROWSER" > /dev/null 2>&1; then
        say apt "installing $TEST_BROWSER"
        apt_install "$TEST_BROWSER"
    fi
}

make_venv
case $want in
    run) install_python all ;;
    dev) install_python all,dev ;;
    *) die "usage: .ci/setup.sh run|dev" ;;
esac
install_system
if [ "$want" = dev ]; then install_browser; fi
