# shellcheck shell=bash disable=SC2154  # sourced by ./walkie, which sets root
# What must be there before anything is built: Debian packages, Node, npm packages. Each is a
# look and nothing more when all is there. Sourced by ./walkie after steps.sh.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/walkie
stamps=$root/.walkie/stamps

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "Debian packages are missing and neither root nor sudo is here. As root: $*"
  fi
}

missing_packages() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
    sed -n 's/^installed //p' | sort -u) || true
  comm -23 <(printf '%s\n' "$@" | sort -u) <(printf '%s\n' "$installed")
}

# Packages that bring a service of their name, which would take port 80 of the machine.
readonly packages_with_service=(nginx haproxy caddy)

# hold_services PACKAGE…: those of them that are about to be installed start neither now nor with
# the machine. Debian's way for both inits: a masked unit, and policy-rc.d (where none is there).
# A package that is installed already keeps its service as it is.
policy=
hold_services() {
  local name
  for name in "${packages_with_service[@]}"; do
    [[ " $* " == *" $name "* ]] || continue
    as_root mkdir -p /etc/systemd/system
    [ -e "/etc/systemd/system/$name.service" ] || [ -L "/etc/systemd/system/$name.service" ] ||
      as_root ln -s /dev/null "/etc/systemd/system/$name.service"
    [ -e /usr/sbin/policy-rc.d ] || policy=/usr/sbin/policy-rc.d
  done
  [ -z "$policy" ] && return 0
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
  as_root chmod 755 "$policy"
}

# Without systemd a start script waits for the next boot; update-rc.d turns it off.
release_services() {
  local name
  [ -z "$policy" ] || as_root rm -f "$policy"
  for name in "${packages_with_service[@]}"; do
    [[ " $* " == *" $name "* ]] && [ -e "/etc/init.d/$name" ] || continue
    as_root update-rc.d "$name" disable >/dev/null 2>&1 || true
  done
}

# In a shell of its own, so that what was held is released however it ends: a policy-rc.d that
# stayed after an interrupt would hold every service of the machine.
install_packages() (
  export DEBIAN_FRONTEND=noninteractive
  local options=(-o Acquire::Retries=3 -o DPkg::Lock::Timeout=300)
  bounded 3 as_root apt-get "${options[@]}" update
  trap 'release_services "$@"' EXIT
  hold_services "$@"
  bounded 3 as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get "${options[@]}" install --yes --no-install-recommends "$@"
)

# ensure_packages [NAME…]: those of scripts/packages.txt, and these.
ensure_packages() {
  local wanted missing
  mapfile -t wanted < <(sed 's/#.*//; s/[[:space:]]*$//; /^$/d' scripts/packages.txt)
  mapfile -t missing < <(missing_packages "${wanted[@]}" "$@")
  [ ${#missing[@]} = 0 ] && return 0
  step packages "Installing ${#missing[@]} Debian packages" \
    "Is a Debian mirror reachable (apt-get update)? Walkie is built on Debian 12." \
    install_packages "${missing[@]}"
}

node_suffices() {
  local version
  version=$("$1" --version 2>/dev/null) || return 1
  [[ $version =~ ^v([0-9]+)\.([0-9]+)\. ]] || return 1
  ((BASH_REMATCH[1] > 20 || (BASH_REMATCH[1] == 20 && BASH_REMATCH[2] >= 19)))
}

# The npm package `node` carries the binary; its own bin folder goes first on PATH.
install_node() {
  rm -rf "$cache/node22"
  mkdir -p "$cache/node22"
  bounded 3 npm install --prefix "$cache/node22" --no-save --no-audit --no-fund node@22
  node_suffices "$cache/node22/node_modules/node/bin/node"
}

# Node ≥ 20.19: the system's, else one of our own outside the tree.
ensure_node() {
  local own=$cache/node22/node_modules/node/bin missing
  if node_suffices node && command -v npm >/dev/null; then
    return 0
  fi
  mapfile -t missing < <(missing_packages nodejs npm)
  if ! command -v npm >/dev/null && [ ${#missing[@]} -gt 0 ]; then
    step node-packages "Installing Debian's npm" "Is a Debian mirror reachable?" \
      install_packages "${missing[@]}"
  fi
  if ! node_suffices node && ! node_suffices "$own/node"; then
    step node "Installing Node 22 into ${cache/#"$HOME"/\~}" \
      "Is the npm registry reachable (npm ping)?" install_node
  fi
  if ! node_suffices node; then
    PATH=$own:$PATH
    export PATH
  fi
}

# fresh_stamp NAME HASH: whether the last success of NAME was with this HASH.
fresh_stamp() { [ "$(cat "$stamps/$1" 2>/dev/null)" = "$2" ]; }

set_stamp() {
  mkdir -p "$stamps"
  printf '%s\n' "$2" >"$stamps/$1"
}

in_web() { (cd "$root/web" && "$@"); }

# install_node_packages FOLDER. The stamp lies where the result lies, so that removing node_modules
# also removes the stamp.
install_node_packages() {
  local folder=$1 hash stamp=$1/node_modules/.walkie-lock
  hash=$({ cat "$folder/package-lock.json" "$folder/package.json"; node --version; } | sha256sum)
  [ "$(cat "$stamp" 2>/dev/null)" = "$hash" ] && return 0
  (cd "$folder" && bounded 3 npm ci --no-audit --no-fund)
  printf '%s\n' "$hash" >"$stamp"
}

install_web_packages() { install_node_packages web; }
install_docs_packages() { install_node_packages docs/site; }

# sources_hash PATHSPEC…: of the files that git knows or would add, and of Node.
sources_hash() {
  {
    git ls-files -co --exclude-standard -z -- "$@" |
      sort -z | while IFS= read -r -d '' file; do
        [ -f "$file" ] && sha256sum "$file"
      done
    node --version
  } | sha256sum
}

build_web() {
  local hash
  hash=$(sources_hash web protocol ':!web/e2e')
  if [ -f web/dist/widget.js ] && fresh_stamp web "$hash"; then
    return 0
  fi
  in_web npm run build
  set_stamp web "$hash"
}

# The documentation as a site, and a copy of it among the web files, which the server embeds.
build_docs() {
  local hash
  # The last two: the colours, and the site's icon.
  hash=$(sources_hash docs ':!docs/decisions' ':(glob)protocol/*.md' ':(glob)*.md' \
    web/packages/tokens web/packages/inbox/src/ui/icon.svg)
  if ! { [ -f docs/site/dist/index.html ] && fresh_stamp docs "$hash"; }; then
    (cd docs/site && npm run --silent build)
    set_stamp docs "$hash"
  fi
  if ! { [ -f web/dist/docs/index.html ] && fresh_stamp docs-embedded "$hash"; }; then
    rm -rf web/dist/docs
    mkdir -p web/dist
    cp -R docs/site/dist web/dist/docs
    set_stamp docs-embedded "$hash"
  fi
}

# build_preset NAME [TARGET…]
build_preset() {
  local preset=$1 targets=()
  shift
  [ $# -gt 0 ] && targets=(--target "$@")
  cmake --preset "$preset"
  cmake --build "build/$preset" --parallel "$(nproc)" ${targets[@]+"${targets[@]}"}
}

format_cpp() {
  git ls-files -co --exclude-standard -z -- '*.cpp' '*.h' | xargs -0 -r clang-format -i
}
