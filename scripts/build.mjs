// Compiles agent/ into a new folder and lets the link dist point to it: a packline that runs meanwhile keeps
// the build it started from.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  lstatSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { bundle } from './bundle.mjs'

const keepOldMs = 86_400_000
const root = join(import.meta.dirname, '..')
const started = new Date()
const build = `dist-${started.getTime().toString(36)}-${process.pid}`
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')

execFileSync(process.execPath, [
  compiler,
  '-p',
  join(root, 'tsconfig.build.json'),
  '--outDir',
  join(root, build)
], { stdio: ['ignore', 2, 2] })
// Plain scripts on purpose: they must start at once.
for (const script of ['start.cjs', 'licence/guard-process.mjs']) {
  copyFileSync(join(root, 'agent', script), join(root, build, script))
}
await bundle(root, join(root, build))
writeFileSync(join(root, build, '.stamp'), '')
utimesSync(join(root, build, '.stamp'), started, started)

const link = join(root, 'dist')
if (lstatSync(link, { throwIfNoEntry: false })?.isDirectory()) rmSync(link, { recursive: true })
symlinkSync(build, `${link}-link-${process.pid}`)
renameSync(`${link}-link-${process.pid}`, link)

for (const name of readdirSync(root)) {
  const isOld = /^dist-[a-z0-9]+-\d+$/.test(name) && name !== readlinkSync(link) &&
    started.getTime() - statSync(join(root, name)).mtimeMs > keepOldMs
  if (isOld) rmSync(join(root, name), { recursive: true, force: true })
}
