// Runs under `packline licence run` and so keeps its lease: puts the lease's marker into "granted", then waits
// until "release" lies beside it. Ends, too, when the workspace is wiped.
import { existsSync, renameSync, writeFileSync } from 'node:fs'

writeFileSync('granted.new', process.env.PACKLINE_LEASE ?? '')
renameSync('granted.new', 'granted')
setInterval(() => {
  if (existsSync('release') || !existsSync('granted')) process.exit(0)
}, 250)
