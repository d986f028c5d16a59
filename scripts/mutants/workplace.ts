import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * A copy of the project in a temporary folder, where sources can be broken while somebody works on the project;
 * its dependencies are links, its cache of transpiled files is its own.
 */
export function makeWorkplace (root: string): { folder: string, close: () => void } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'packline-mutants-')))
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8'
  })
  for (const path of listed.split('\0').filter(path => path !== '')) {
    copy(join(root, path), join(folder, path))
  }
  const dependencies = join(root, 'node_modules')
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(dependencies)) {
    if (name !== '.cache') symlinkSync(join(dependencies, name), join(folder, 'node_modules', name))
  }
  return {
    folder,
    close: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function copy (from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  try {
    copyFileSync(from, to)
  } catch (error) {
    // Listed, and deleted since: whoever works on the project may do that.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
