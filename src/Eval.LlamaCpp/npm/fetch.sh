#!/bin/sh
# usage: fetch.sh MANIFEST_FOLDER TARGET_FOLDER
# Installs the locked npm packages of a manifest in a scratch folder and puts the libraries that are used into TARGET_FOLDER, which
# appears whole or not at all: two builds at once are harmless, a broken download leaves nothing behind.
set -eu
manifest=$1
target=$2
[ -e "$target/libggml-base.so" ] && exit 0
command -v npm >/dev/null 2>&1 || { echo "npm was not found on PATH"; exit 3; }

mkdir -p "$(dirname "$target")"
scratch=$(mktemp -d "$(dirname "$target")/fetch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
cp "$manifest/package.json" "$manifest/package-lock.json" "$manifest/.npmrc" "$scratch/"
(cd "$scratch" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)

mkdir "$scratch/out"
for bins in "$scratch"/node_modules/@node-llama-cpp/*/bins/*/; do
    # Neither the addon for Node.js nor the tools' common library is used here.
    for file in "$bins"libggml*.so "$bins"libllama.*.so "$bins"fallback; do
        [ -e "$file" ] && cp -r "$file" "$scratch/out/"
    done
    [ -e "$scratch/out/LICENSE.node-llama-cpp" ] || cp "$bins/../../LICENSE" "$scratch/out/LICENSE.node-llama-cpp"
done
[ -e "$scratch/out/libggml-base.so" ] || { echo "the package holds no libggml-base.so"; exit 4; }
mv -T "$scratch/out" "$target" 2>/dev/null || [ -e "$target/libggml-base.so" ]
