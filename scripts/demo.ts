// The main job as a user would see it, in a temporary git repository: ./scripts/demo [DIR]
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { RunReport } from '../agent/assets/run-report.js'
import { readableSize } from '../agent/cli/run-summary.js'

const root = join(import.meta.dirname, '..')

interface Row { what: string, ran: number, cached: number, written: number, seconds: number, bytes: number }

const source = resolve(process.argv[2] ?? join(root, 'resources/sample-game'))
if (!existsSync(source)) {
  process.stderr.write(`There is no folder ${source}.\nUsage: scripts/demo [DIR]   DIR: any folder of PNGs\n`)
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'packline-demo-'))
const repository = join(folder, 'game')
const environment = { ...process.env, PACKLINE_HOME: join(folder, 'home') }

makeRepository()
const rows = [
  build('cold'),
  build('nothing changed'),
  build(`one sprite changed (${commitOneSprite()})`)
]
printTable(rows)
process.stdout.write(`\nThe sheets are in ${join(repository, outputFolder())}\n`)

function makeRepository (): void {
  if (existsSync(join(source, 'packline.json'))) {
    cpSync(source, repository, { recursive: true })
  } else {
    mkdirSync(repository)
    cpSync(source, join(repository, 'art'), { recursive: true })
    const rule = { name: 'art', processor: 'atlas', include: ['art/'], output: basename(source) }
    writeFileSync(join(repository, 'packline.json'), `${JSON.stringify({ project: 'demo', assets: { rules: [rule] } }, null, 2)}\n`)
  }
  writeFileSync(join(repository, '.gitignore'), 'build/\n')
  git('init', '--quiet')
  commit('Add the art')
}

/** Turns the colours of one sprite around and commits it with an ordinary message. */
function commitOneSprite (): string {
  const sprite = spriteOfLargestFolder(pictures(join(repository, 'art')))
  if (sprite === undefined) throw new Error(`there are no PNGs in ${source}`)
  const script = 'const sharp = require(process.argv[1]); const file = process.argv[2]; sharp(file).modulate({ hue: 120 }).png().toBuffer().then(bytes => require("fs").writeFileSync(file, bytes))'
  execFileSync(process.execPath, ['-e', script, join(root, 'node_modules/sharp'), sprite])
  commit(`Repaint ${basename(sprite)}`)
  return basename(sprite)
}

/** A sprite of the folder that holds most of them: surely part of an atlas. */
function spriteOfLargestFolder (paths: string[]): string | undefined {
  const byFolder = new Map<string, string[]>()
  for (const path of paths.sort()) byFolder.set(dirname(path), [...byFolder.get(dirname(path)) ?? [], path])
  return [...byFolder.values()].sort((a, b) => b.length - a.length)[0]?.[0]
}

function pictures (path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.png')).map(name => join(path, name))
}

function build (what: string): Row {
  process.stderr.write(`$ packline assets build   # ${what}\n`)
  const startedAt = performance.now()
  const output = execFileSync(join(root, 'scripts/packline'), ['assets', 'build', '--project', repository, '--json'], {
    env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28
  })
  const seconds = (performance.now() - startedAt) / 1000
  const { actions, written, bytesWritten } = JSON.parse(output) as RunReport
  return { what, ran: actions.executed, cached: actions.cached, written: written.length, seconds, bytes: bytesWritten }
}

function printTable (rows: readonly Row[]): void {
  const lines = [
    ['run', 'actions run', 'cached', 'files written', 'bytes written', 'seconds'],
    ...rows.map(row => [row.what, String(row.ran), String(row.cached), String(row.written), readableSize(row.bytes), row.seconds.toFixed(2)])
  ]
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map(line => [...line[column]!].length)))
  process.stdout.write('\n')
  for (const line of lines) {
    process.stdout.write(`${line.map((cell, column) => column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)).join('   ')}\n`)
  }
}

function outputFolder (): string {
  const project = JSON.parse(readFileSync(join(repository, 'packline.json'), 'utf8')) as { assets?: { output?: string } }
  return project.assets?.output ?? 'build/res'
}

function commit (message: string): void {
  git('add', '--all')
  git('-c', 'user.name=Demo', '-c', 'user.email=demo@example.invalid', 'commit', '--quiet', '--message', message)
}

function git (...args: string[]): void {
  execFileSync('git', args, { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] })
}
