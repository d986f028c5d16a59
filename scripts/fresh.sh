# Sourced: tells whether the dependencies in $root and the build of its sources are up to date.
fresh () {
  [ -f "$root/dist/.stamp" ] && [ -d "$root/node_modules" ] || return 1
  [ ! -d "$root/agent" ] || [ -z "$(find "$root/agent" "$root/package-lock.json" "$root/tsconfig.build.json" -newer "$root/dist/.stamp" ! -name '*.test.ts' ! -path '*/testing/*' ! -path '*/fixtures/*' -type f -print 2>/dev/null | head -n 1)" ]
}
