import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** The newest release before what is checked out; until there is one, the commit that stands for it. */
function lastRelease (): string {
  const tags = git('tag', '--list', 'v*.*.*', '--sort=-version:refname', '--merged', 'HEAD').split('\n')
  const head = git('rev-parse', 'HEAD')
  const tag = tags.find(each => /^v\d+\.\d+\.\d+$/.test(each) && git('rev-list', '-1', each) !== head)
  return tag ?? readFileSync(join(import.meta.dirname, 'last-release'), 'utf8').trim()
}

/**
 * Puts the last release into `folder`: its library, and a program `packline` that is its packline with this tree's
 * dependencies. Returns why it cannot, where the history is not there.
 */
export function unpackLastRelease (folder: string): string | undefined {
  let archive: Buffer
  try {
    archive = execFileSync('git', ['archive', lastRelease()], {
      cwd: root,
      maxBuffer: 512 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore']
    })
  } catch {
    return 'the last release is not in the history that was fetched'
  }
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-x'], { cwd: folder, input: archive })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  execFileSync('node', ['scripts/build.mjs'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  const program = `#!/bin/sh\nexec node '${join(folder, 'dist/start.cjs')}' "$@"\n`
  writeFileSync(join(folder, 'packline'), program, { mode: 0o755 })
  return undefined
}

function git (...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
}
