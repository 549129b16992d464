#!/bin/sh
# Sets up all that Xuncha needs on this machine, then runs one of its commands. Quiet where nothing is left to do.
set -eu
cd "$(dirname "$0")"
ROOT=$(pwd)
VENV="$ROOT/.venv"
PY="$VENV/bin/python"
SETUP="$ROOT/.setup"
LOG="$SETUP/log"
# Packages of Debian: what a machine needs before anything of ours runs on it.
SYSTEM="ca-certificates chromium-headless-shell fontconfig fonts-noto-cjk python3 python3-venv"

usage() {
    cat <<'END'
./do audit [URL] [options]   look at one live shop (without URL: at the complete demo shop) and write a report
./do test [LANE] [pytest options]   run all tests, or one lane: fast (starts nothing), commands, browser, services, fleet
./do check                   format, lint, types, import contract, licences, generated docs fresh
./do web [options]           open the workbench on loopback; where nothing is stored yet, the demo shop is audited to be looked at
./do shop                    serve the demo shops on loopback
./do eval | bench | docs     judge the labelled pages | measure speed | write the generated docs
./do metamorph [--wrong]     change the words of golden pages and count which answers follow as they must
./do repeat [SHOP …]         audit unchanged demo shops ten times each and count what is said otherwise
./do fleet [--kills N]       kill workers of a fleet at random and see that nothing is lost or done twice
./do soak [--shops N] [--minutes M] [--seed S]   audit generated hostile shops and watch for hangs, wrong fails, stray packets, leaks
./do doctor                  say what was found on this machine and whether an audit can run
./do install                 set up what audits need, without what tests need; in steps: install system | packages
XUNCHA_OFFLINE=1 installs nothing; XUNCHA_PYTHON=python3.12 chooses the Python.
END
}

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$*"; exit 2; }
has() { command -v "$1" >/dev/null 2>&1; }
offline() { [ -n "${XUNCHA_OFFLINE:-}" ]; }
quietly() { printf '\n$ %s\n' "$*" >>"$LOG"; "$@" >>"$LOG" 2>&1 </dev/null; }

# Runs a command with the rights to install system packages; fails where there are none.
rooted() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif has sudo && sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

apt_install() {
    has apt-get && ! offline && rooted true || return 1
    # Lists may be missing or stale: refresh them only when the first try fails.
    quietly rooted env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" && return 0
    quietly rooted apt-get update -qq || return 1
    quietly rooted env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@"
}

# --- Python -------------------------------------------------------------------------------------------------------

# Prints the first Python >= 3.11 that also gets through the statements in $1.
find_python() {
    for name in ${XUNCHA_PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
        if "$name" -c "import sys; $1; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
        [ "$name" != "${XUNCHA_PYTHON:-}" ] || return 1
    done
    return 1
}

usable() { [ -x "$PY" ] && "$PY" -c 'import pip' >/dev/null 2>&1; }

# Puts pip into a bare environment from whatever this machine has.
seed_pip() {
    base=$1
    for wheel in /usr/share/python-wheels/pip-*.whl "$SETUP"/whl/usr/share/python-wheels/pip-*.whl; do
        if [ -f "$wheel" ]; then PYTHONPATH="$wheel" quietly "$PY" -m pip install --no-index --no-deps "$wheel" || true; fi
        if usable; then return 0; fi
    done
    if offline; then return 1; fi
    quietly "$base" -m pip --python "$PY" install pip || true
    if usable; then return 0; fi
    if has uv; then quietly uv pip install --python "$PY" pip || true; fi
    usable
}

# Debian keeps pip's wheel in a package of its own, which may be fetched and unpacked without being root.
fetch_pip_wheel() {
    has apt-get && has dpkg-deb && ! offline || return 1
    (cd "$SETUP" && quietly apt-get download python3-pip-whl && quietly dpkg-deb -x python3-pip-whl_*.deb whl)
}

make_venv() {
    if base=$(find_python "import ensurepip; ensurepip.version()"); then
        say "making .venv with $("$base" --version 2>&1)"
        quietly "$base" -m venv --clear "$VENV" && usable && return 0
    fi
    base=$(find_python pass) || die "no Python 3.11 or newer was found; run: apt-get install python3 python3-venv"
    say "making .venv with $("$base" --version 2>&1), which comes without ensurepip"
    if quietly "$base" -m venv --clear --without-pip "$VENV" && seed_pip "$base"; then return 0; fi
    if has virtualenv && quietly virtualenv --clear -p "$base" "$VENV" && usable; then return 0; fi
    if has uv && ! offline && quietly uv venv --clear --seed -p "$base" "$VENV" && usable; then return 0; fi
    version=$("$base" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    if apt_install "$version-venv" || apt_install python3-venv; then
        quietly "$base" -m venv --clear "$VENV" && usable && return 0
    fi
    if fetch_pip_wheel && quietly "$base" -m venv --clear --without-pip "$VENV" && seed_pip "$base"; then return 0; fi
    rm -rf "$VENV"
    die "could not make .venv; run: apt-get install python3-venv   (what was tried: .setup/log)"
}

# Puts the packages of the lock into .venv: "product" is what audits need, "tests" holds that and what tests need.
install_packages() {
    lock=requirements.lock
    source_alone=
    if [ "$1" = tests ]; then
        lock=requirements-dev.lock
        # One part of the judge of our web archives comes as source alone (pure Python).
        source_alone="--no-binary surt"
    fi
    want=$(cksum <"$lock")
    usable || make_venv
    if [ "$(cat "$VENV/.packages-$1" 2>/dev/null)" = "$want" ]; then return 0; fi
    say "installing the locked packages into .venv (about 900 MB of disk the first time)"
    quietly "$PY" -m pip install -q --only-binary :all: $source_alone --require-hashes -r "$lock" ||
        die "the packages could not be installed: $(grep -i error "$LOG" | tail -n 1)   (all of it: .setup/log)"
    printf '%s\n' "$want" >"$VENV/.packages-$1"
}

install_program() {
    # The place belongs to the stamp: a moved clone would otherwise go on running the code it was copied from.
    want=$({ cat pyproject.toml; pwd; } | cksum)
    if [ "$(cat "$VENV/.program" 2>/dev/null)" = "$want" ]; then return 0; fi
    quietly "$PY" -m pip install -q --no-deps --no-build-isolation --config-settings editable_mode=compat -e . ||
        die "Xuncha itself could not be installed; see .setup/log"
    printf '%s\n' "$want" >"$VENV/.program"
}

# --- browser and font ---------------------------------------------------------------------------------------------

# Asks for the version because a browser without its libraries is found but does not run.
browser() { "$PY" -c 'from crawler.browser.launch import find_chromium; find_chromium().version()' >>"$LOG" 2>&1; }

# A headless shell that comes whole inside a package of npm: for machines where nobody may install system packages.
npm_browser() {
    has npm && [ "$(uname -sm)" = "Linux x86_64" ] || return 1
    out="$SETUP/chromium"
    mkdir -p "$SETUP/npm" "$out"
    (cd "$SETUP/npm" && quietly npm install --no-audit --no-fund --ignore-scripts @sparticuz/chromium@153.0.0) || return 1
    bin="$SETUP/npm/node_modules/@sparticuz/chromium/bin"
    for part in chromium al2023.tar swiftshader.tar; do
        quietly "$VENV"/lib/python3*/site-packages/playwright/driver/node -e '
            const [from, to] = process.argv.slice(1), fs = require("fs");
            fs.writeFileSync(to, require("zlib").brotliDecompressSync(fs.readFileSync(from)));
        ' "$bin/$part.br" "$out/$part" || return 1
        case "$part" in *.tar) quietly tar -xf "$out/$part" -C "$out" || return 1 ;; esac
    done
    chmod +x "$out/chromium"
    # The libraries it came with go before the system's, for this program only.
    printf '#!/bin/sh\nLD_LIBRARY_PATH="%s/lib" exec "%s/chromium" "$@"\n' "$out" "$out" >"$VENV/bin/chromium-headless-shell"
    chmod +x "$VENV/bin/chromium-headless-shell"
}

find_browser() {
    browser && return 0
    if [ -n "${XUNCHA_CHROMIUM:-}" ]; then say "XUNCHA_CHROMIUM does not name a Chromium that runs: correct or unset it"; return 1; fi
    if offline; then say "no Chromium was found and XUNCHA_OFFLINE is set; run: apt-get install chromium-headless-shell"; return 1; fi
    say "no Chromium was found: installing one"
    apt_install chromium-headless-shell && browser && return 0
    # On Ubuntu the package of this name is a stub for a snap, which does not run in containers.
    if ! grep -qs '^ID=ubuntu' /etc/os-release; then apt_install chromium && browser && return 0; fi
    deps=
    if [ "$(id -u)" = 0 ]; then deps=--with-deps; fi
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT=${PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT:-10000} \
        quietly "$PY" -m playwright install --only-shell $deps chromium && browser && return 0
    npm_browser && browser && return 0
    say "no Chromium could be installed; run as root: apt-get install chromium-headless-shell   (what was tried: .setup/log)"
    return 1
}

find_font() {
    if [ -n "$("$PY" -m xuncha.console.fonts --installed 2>>"$LOG")" ]; then return 0; fi
    # Asked for once an environment only: the packaged typeface serves where the system gets none.
    if [ ! -e "$VENV/.fonts-asked" ] && ! offline; then
        : >"$VENV/.fonts-asked"
        if rooted true && has apt-get; then
            say "no Chinese font was found: installing fonts-noto-cjk"
            apt_install fontconfig fonts-noto-cjk && return 0
        fi
    fi
    if conf=$("$PY" -m xuncha.console.fonts 2>>"$LOG"); then
        if [ -n "$conf" ]; then export FONTCONFIG_FILE="$conf"; fi
        return 0
    fi
    say "no Chinese font was found, so Chinese would be drawn as boxes; run as root: apt-get install fontconfig fonts-noto-cjk"
}

begin() {
    mkdir -p "$SETUP"
    if has flock; then exec 9>"$SETUP/lock"; flock 9; fi
    : >"$LOG"
    if offline; then export PIP_NO_INDEX=1; fi
    export PIP_DISABLE_PIP_VERSION_CHECK=1
    export PATH="$VENV/bin:$PATH"
}

# prepare eyes|blind [product]: with or without a browser; all that tests need, or only what audits do.
prepare() {
    begin
    install_packages "${2:-tests}"
    install_program
    if [ "$1" = eyes ]; then
        find_browser || true # the command itself says in one line that it has no browser
        find_font
    fi
    unset PIP_NO_INDEX
    exec 9>&-
}

# What audits need and tests do not: for servers, and step by step for an image, whose early layers stay as they are.
install() {
    begin
    case "${1:-all}" in
        system)
            shift
            # shellcheck disable=SC2086 # the names are words
            apt_install $SYSTEM "$@" || die "the system's packages could not be installed: $(tail -n 1 "$LOG")   (all of it: .setup/log)"
            ;;
        packages) install_packages product ;;
        all)
            install_packages product
            install_program
            find_browser || exit 2
            find_font
            ;;
        *) usage >&2 && exit 2 ;;
    esac
    exec 9>&-
}

# --- commands -----------------------------------------------------------------------------------------------------

failed=
step() {
    name=$1
    shift
    printf '== %s\n' "$name"
    "$@" || failed="$failed $name"
}

check() {
    rooms=
    for room in crawler probes scoring storage xuncha tests bench; do
        if [ -n "$(find "$room" -name '*.py' 2>/dev/null | head -n 1)" ]; then rooms="$rooms $room"; fi
    done
    step format "$PY" -m ruff format --check $rooms
    step lint "$PY" -m ruff check $rooms
    step types "$PY" -m mypy --strict $rooms
    step imports "$VENV/bin/lint-imports"
    step licences "$PY" -m xuncha.docs.licences_page
    step docs "$PY" -m tests.documents --check
    case "$failed" in *format*) printf 'format: .venv/bin/ruff format . puts it right\n' ;; esac
    case "$failed" in *docs*) printf 'docs: ./do docs writes them anew\n' ;; esac
    if [ -n "$failed" ]; then printf 'check failed:%s\n' "$failed"; exit 1; fi
    printf 'check passed\n'
}

# Runs all tests, or those of one lane. Groups and their order are made by tests/lanes.py; the longest begin first.
# More workers than two cores have: a test with a browser mostly waits, for its page or for a moment of quiet.
tests() {
    eyes=eyes
    lane=
    case "${1:-}" in
        fast) eyes=blind && lane="not commands and not browser and not services and not fleet" ;;
        commands | browser | services | fleet) lane=$1 ;;
    esac
    if [ -n "$lane" ]; then shift; set -- -m "$lane" "$@"; fi
    workers=6
    if [ "$eyes" = blind ]; then workers=2; fi
    prepare "$eyes"
    # Every worker reads every test: what was compiled once is kept, beside the environment and not in the tree.
    export PYTHONPYCACHEPREFIX="$SETUP/pycache"
    unset PYTHONDONTWRITEBYTECODE
    # Workers that start at once would each compile all of it.
    "$PY" -m compileall -q -j 0 bench crawler probes scoring storage xuncha tests
    exec "$PY" -m pytest -n "$workers" --dist loadgroup --no-loadscope-reorder "$@"
}

# True where the arguments name nothing to look at, so that the demo shop is meant.
no_target() {
    case "${1:-}" in '') return 0 ;; -*) ;; *) return 1 ;; esac
    for word in "$@"; do
        case "$word" in *://* | -h | --help | --resume | --resume=*) return 1 ;; esac
    done
}

command=${1:-help}
if [ $# -gt 0 ]; then shift; fi
case "$command" in
    audit)
        prepare eyes product
        if no_target "$@"; then exec "$PY" -m tests.shops --audit complete -- "$@"; fi
        exec "$VENV/bin/xuncha" audit "$@"
        ;;
    web)
        prepare eyes product
        exec "$PY" -m tests.shops --web -- "$@"
        ;;
    test) tests "$@" ;;
    check) prepare blind && check ;;
    shop) prepare blind product && exec "$PY" -m tests.shops "$@" ;;
    eval) prepare eyes && exec "$PY" -m tests.eval "$@" ;;
    metamorph) prepare blind && exec "$PY" -m tests.metamorph "$@" ;;
    bench) prepare eyes && exec "$PY" -m bench "$@" ;;
    repeat) prepare eyes && exec "$PY" -m tests.shops.repeat "$@" ;;
    fleet) prepare eyes && exec "$PY" -m tests.fleet "$@" ;;
    soak) prepare eyes && exec "$PY" -m tests.soak "$@" ;;
    docs) prepare eyes && exec "$PY" -m tests.documents "$@" ;;
    doctor) prepare eyes product && exec "$VENV/bin/xuncha" doctor "$@" ;;
    install) install "$@" ;;
    help | -h | --help) usage ;;
    *)
        usage >&2
        exit 2
        ;;
esac
