#!/usr/bin/env bash
# Writes requirements.lock and requirements-dev.lock from pyproject.toml, in an environment of its own.
set -euo pipefail
export LC_ALL=C # one order for sort and comm
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wanted() {
	python3 - "$1" <<-'PY'
		import sys, tomllib
		project = tomllib.load(open("pyproject.toml", "rb"))
		lists = {"run": project["project"]["dependencies"], "dev": project["dependency-groups"]["dev"]}
		print("\n".join(lists[sys.argv[1]]))
	PY
}
frozen() { "$work/env/bin/pip" freeze --exclude pip --exclude setuptools | sed 's/^torch==.*/torch==2.13.0/' | sort; }
"${PYTHON:-python3}" -m venv "$work/env"
"$work/env/bin/pip" install --quiet torch==2.13.0 # first and pinned: another range may bring GPU libraries
wanted run >"$work/run.in"
"$work/env/bin/pip" install --quiet -r "$work/run.in"
frozen >requirements.lock
wanted dev >"$work/dev.in"
"$work/env/bin/pip" install --quiet -r "$work/dev.in"
frozen | comm -13 requirements.lock - >requirements-dev.lock
