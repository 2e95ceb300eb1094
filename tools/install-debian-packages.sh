#!/usr/bin/env bash
# Installs what tests run besides npm's packages, from Debian's archive; what is there already is left alone. Without apt-get or
# the right to use it, it says what is missing: the tests that need it then tell what they did not check.
set -uo pipefail

# A program that is looked for in PATH (any of several will do), and the package that has it.
needed=(
  "chromium chromium|chromium-browser|google-chrome"
  "njs njs"
)

missing=()
for entry in "${needed[@]}"; do
  package=${entry%% *}
  IFS="|" read -ra programs <<<"${entry#* }"
  [ -n "$(type -P "${programs[@]}")" ] || missing+=("$package")
done
# The emulators of the contract tests live in a Python environment of their own, which Debian packages apart.
python3 -c "import ensurepip, sys; sys.exit(sys.version_info < (3, 10))" 2>/dev/null || missing+=("python3-venv")
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo --non-interactive)
export DEBIAN_FRONTEND=noninteractive
apt() { "${as_root[@]}" apt-get -qq "$@" >/dev/null; }

echo "Installing from Debian: ${missing[*]}" >&2
apt update
for package in "${missing[@]}"; do
  # One by one: an archive that lacks one of them may have the others.
  apt install -y --no-install-recommends "$package" || echo "Not installed: $package. Install it to run every test." >&2
done
exit 0
