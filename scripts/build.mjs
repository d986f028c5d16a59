// Compiles agent/ into dist/ and stamps it, so that the launcher can tell whether the build is stale.
import { execFileSync } from 'node:child_process'
import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const started = new Date()
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
rmSync('dist', { recursive: true, force: true })
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: ['ignore', 2, 2] })
writeFileSync('dist/.stamp', '')
utimesSync('dist/.stamp', started, started)
