#!/usr/bin/env bash
# Makes an ARM machine in the folder $1: Debian's Python for that processor, and this project's packages for it, with the
# versions of constraints.txt. `qemu-aarch64-static` runs them. Nothing outside the folder changes.
set -euo pipefail
place="$(mkdir -p "$1" && cd "$1" && pwd)"
python="$2"
debian=(
  python3.11-minimal libpython3.11-minimal libpython3.11-stdlib libc6 libexpat1 zlib1g libssl3 libffi8 libgcc-s1
  libstdc++6 libbz2-1.0 liblzma5 libsqlite3-0 libuuid1
)

echo "== Python for ARM"
mkdir -p "$place"/{lists/partial,cache/archives/partial,packages,root}
apt=(apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State::lists="$place/lists"
  -o Dir::Cache="$place/cache" -o Dir::State::status=/dev/null -o APT::Sandbox::User=root)
"${apt[@]}" update
(cd "$place/packages" && "${apt[@]}" download "${debian[@]}")
for package in "$place"/packages/*.deb; do
  dpkg-deb -x "$package" "$place/root"
done

echo "== packages for ARM"
"$python" - > "$place/wanted.txt" <<'LIST'
import tomllib
from pathlib import Path

print("\n".join(tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]))
LIST
platforms=()
for glibc in 17 24 26 27 28 31 34; do
  platforms+=(--platform "manylinux_2_${glibc}_aarch64")
done
"$python" -m pip install --quiet --upgrade --target "$place/site" "${platforms[@]}" --platform manylinux2014_aarch64 \
  --python-version 3.11 --implementation cp --only-binary :all: \
  --constraint constraints.txt --requirement "$place/wanted.txt"
touch "$place/ready"
