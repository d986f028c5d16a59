# Sourced by packline and prepare, with $root set.

# One line for whoever called: in English, or in Chinese where the environment asks for it as the agent reads it.
say () {
  case ${PACKLINE_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}} in
    zh*) echo "packline：$2" >&2 ;;
    *) echo "packline: $1" >&2 ;;
  esac
}

no_node () {
  say "Node 20.19 or newer is needed, and there is no node on the PATH. Install it, or name its folder in PATH." \
    "需要 Node 20.19 或更新的版本，PATH 中没有 node。请安装，或把它的目录加入 PATH。"
}

# Ends with 3 where there is no node on the PATH, or an older one than is needed.
need_node () {
  command -v node >/dev/null || { no_node; exit 3; }
  for known in "$root/agent/node-version.cjs" "$root/dist/node-version.cjs"; do
    if [ -f "$known" ]; then node "$known" && return || exit 3; fi
  done
}

# Whether the dependencies in $root and the build of its sources are up to date.
fresh () {
  # A release has nothing to build.
  [ -f "$root/scripts/prepare" ] || return 0
  # npm writes that list last: without it an installation was cut off.
  [ -f "$root/dist/.stamp" ] && [ -f "$root/node_modules/.package-lock.json" ] || return 1
  [ ! -d "$root/agent" ] || [ -z "$(find "$root/agent" "$root/package-lock.json" "$root/scripts/build.mjs" "$root/scripts/bundle.mjs" "$root/scripts/bundle-files.mjs" "$root/scripts/compiled-checks.mjs" "$root/scripts/blank-types.cjs" \( -name testing -o -name fixtures \) -prune -o -newer "$root/dist/.stamp" -type f ! -name '*.test.ts' -print -quit 2>/dev/null)" ]
}
