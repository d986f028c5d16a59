// Compiles agent/ into dist/ and stamps it, so that the launcher can tell whether the build is stale.
import { execFileSync } from 'node:child_process'
import { cpSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const started = new Date()
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
rmSync('dist', { recursive: true, force: true })
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: ['ignore', 2, 2] })
// A plain script on purpose: it starts once per agent and must do so at once.
cpSync('agent/licence/guard-process.mjs', 'dist/licence/guard-process.mjs')
writeFileSync('dist/.stamp', '')
utimesSync('dist/.stamp', started, started)
