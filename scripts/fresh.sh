# Sourced: tells whether the dependencies in $root and the build of its sources are up to date.
fresh () {
  [ -f "$root/dist/.stamp" ] && [ -d "$root/node_modules" ] || return 1
  [ ! -d "$root/agent" ] || [ -z "$(find "$root/agent" "$root/package-lock.json" "$root/scripts/build.mjs" "$root/scripts/bundle.mjs" "$root/scripts/blank-types.cjs" \( -name testing -o -name fixtures \) -prune -o -newer "$root/dist/.stamp" -type f ! -name '*.test.ts' -print -quit 2>/dev/null)" ]
}
