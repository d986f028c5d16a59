// Runs under `packline licence run` and so keeps its lease: says "granted", then waits until "release" lies
// beside it. Ends, too, when the workspace is wiped.
import { existsSync, writeFileSync } from 'node:fs'

writeFileSync('granted', '')
setInterval(() => {
  if (existsSync('release') || !existsSync('granted')) process.exit(0)
}, 250)
