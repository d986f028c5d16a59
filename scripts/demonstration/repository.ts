import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Makes `folder` a git repository with a copy of `source`: a game, or any folder of PNGs. */
export function makeRepository (folder: string, source: string): void {
  if (existsSync(join(source, 'packline.json'))) {
    cpSync(source, folder, { recursive: true })
  } else {
    mkdirSync(folder)
    cpSync(source, join(folder, 'art'), { recursive: true })
    const rule = { name: 'art', processor: 'atlas', include: ['art/'], output: basename(source) }
    writeFileSync(
      join(folder, 'packline.json'),
      `${JSON.stringify({ project: 'demo', assets: { rules: [rule] } }, null, 2)}\n`
    )
  }
  writeFileSync(join(folder, '.gitignore'), 'build/\n')
  git(folder, 'init', '--quiet')
  commit(folder, 'Add the art')
}

/** Turns the colours of one sprite around, commits it with an ordinary message, and returns its name. */
export function commitOneSprite (folder: string): string {
  const sprite = spriteOfLargestFolder(pictures(join(folder, 'art')))
  if (sprite === undefined) throw new Error(`there are no PNGs in ${folder}`)
  const script =
    'const sharp = require(process.argv[1]); const file = process.argv[2]; sharp(file).modulate({ hue: ' +
    '120 }).png().toBuffer().then(bytes => require("fs").writeFileSync(file, bytes))'
  execFileSync(process.execPath, ['-e', script, join(root, 'node_modules/sharp'), sprite])
  commit(folder, `Repaint ${basename(sprite)}`)
  return basename(sprite)
}

interface DemoProject {
  project?: string
  assets?: { output?: string }
  targets?: unknown[]
}

export function projectOf (folder: string): DemoProject {
  return JSON.parse(readFileSync(join(folder, 'packline.json'), 'utf8')) as DemoProject
}

/** A sprite of the folder that holds most of them: surely part of an atlas. */
function spriteOfLargestFolder (paths: string[]): string | undefined {
  const byFolder = new Map<string, string[]>()
  for (const path of paths.sort()) byFolder.set(dirname(path), [...byFolder.get(dirname(path)) ?? [], path])
  return [...byFolder.values()].sort((a, b) => b.length - a.length)[0]?.[0]
}

function pictures (path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.png')).map(
    name => join(path, name)
  )
}

export function commit (folder: string, message: string): void {
  git(folder, 'add', '--all')
  git(
    folder,
    '-c',
    'user.name=Demo',
    '-c',
    'user.email=demo@example.invalid',
    'commit',
    '--quiet',
    '--message',
    message
  )
}

function git (folder: string, ...args: string[]): void {
  execFileSync('git', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}
