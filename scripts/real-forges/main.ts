// Pushes to real servers of git, with their own hooks, and watches what the agent makes of it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tryGitea } from './gitea.js'
import { tryGitolite } from './gitolite.js'

const [forge, program] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'packline-forge-'))
try {
  if (forge === 'gitolite') await tryGitolite(folder)
  else if (forge === 'gitea' && program !== undefined) await tryGitea(folder, program)
  else {
    process.stderr.write('usage: try-forges gitolite | gitea PROGRAM\n')
    process.exitCode = 2
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}
