import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { plainEnvironment } from '../../agent/trigger/testing/repositories.js'

/** What an artist has: a clone that is committed to and pushed from. */
export class WorkingCopy {
  readonly #folder: string
  readonly #environment: Record<string, string | undefined>

  constructor (folder: string, url: string, environment: Record<string, string | undefined> = {}) {
    this.#folder = folder
    this.#environment = { ...plainEnvironment, ...environment }
    mkdirSync(folder, { recursive: true })
    this.git('init', '--quiet', '--initial-branch=main')
    this.git('remote', 'add', 'origin', url)
  }

  git (...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.#folder,
      env: this.#environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit']
    })
      .trim()
  }

  /** Commits the files, pushes, and returns the commit. */
  push (message: string, files: Record<string, string>): string {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.#folder, name)), { recursive: true })
      writeFileSync(join(this.#folder, name), content)
    }
    this.git('add', '--all')
    this.git('commit', '--quiet', '--message', message)
    this.git('push', '--quiet', 'origin', 'HEAD:main')
    return this.git('rev-parse', 'HEAD')
  }
}

/** Copies a folder with sounds, which every machine can. */
export const soundProject = JSON.stringify({
  project: 'dk',
  assets: { output: 'out', rules: [{ name: 'sound', processor: 'copy', include: ['sound/**'] }] }
})
