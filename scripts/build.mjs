// Puts agent/ without its types, and with its lines, into a new folder and lets the link dist point to it: a packline that runs meanwhile keeps
// the build it started from.
import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  readFileSync,
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
import { dirname, join } from 'node:path'
import { bundle } from './bundle.mjs'
import { warmUp } from './warm-up.mjs'

const keepOldMs = 86_400_000

// Plain scripts on purpose: they must start at once.
export const plainScripts = [
  'start.cjs',
  'bundle-file.cjs',
  'node-version.cjs',
  'v8-tuning.cjs',
  'licence/guard-process.mjs',
  'licence/lease-sweep.mjs',
  'processes/detached-starter.mjs'
]

/** Puts what runs of root's agent/ into the folder, and returns what its bundle returns. */
export async function compile (root, folder) {
  const { create } = createRequire(import.meta.url)('./blank-types.cjs')
  const { transpile } = create()
  for (const file of readdirSync(join(root, 'agent'), { recursive: true })) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts') || /(^|[/\\])testing[/\\]/.test(file)) continue
    const fileName = join(root, 'agent', file)
    const compiled = join(folder, file.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(compiled), { recursive: true })
    writeFileSync(compiled, transpile(readFileSync(fileName, 'utf8'), { fileName }).outputText)
  }
  for (const script of plainScripts) {
    copyFileSync(join(root, 'agent', script), join(folder, script))
  }
  return await bundle(folder)
}

async function buildHere () {
  const root = join(import.meta.dirname, '..')
  const started = new Date()
  const build = `dist-${started.getTime().toString(36)}-${process.pid}`
  if (await compile(root, join(root, build)) !== undefined) await warmUp(root, join(root, build))
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
}

if (process.argv[1] === import.meta.filename) await buildHere()
