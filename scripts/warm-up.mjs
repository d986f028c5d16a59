// Builds some pictures of the sample game with a built packline: it works on this machine, and keeps its compiled
// code for those who start it later. node scripts/warm-up.mjs
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Twice, the second time with one picture more: only the code that a second run used is kept, since what the
 * first run of a project needs besides would cost every other one 5 ms.
 */
export function warmUp (root, folder) {
  const place = mkdtempSync(join(tmpdir(), 'packline-warm-up-'))
  const art = join(place, 'game/art')
  const run = () => {
    execFileSync(process.execPath, [
      join(folder, 'start.cjs'),
      'assets',
      'build',
      '--project',
      join(place, 'game')
    ], {
      env: { PATH: process.env.PATH, HOME: place, PACKLINE_HOME: join(place, 'home') },
      stdio: ['ignore', 'ignore', 'pipe']
    })
  }
  try {
    cpSync(join(root, 'resources/sample-game/art/units'), art, { recursive: true })
    writeFileSync(
      join(place, 'game/packline.json'),
      JSON.stringify({
        project: 'warm-up',
        assets: { rules: [{ name: 'art', processor: 'atlas', include: ['art/'], output: 'art' }] }
      })
    )
    run()
    cpSync(join(root, 'resources/sample-game/art/map'), join(art, 'map'), { recursive: true })
    for (const name of readdirSync(folder)) if (name.startsWith('bundle.cjs.')) rmSync(join(folder, name))
    run()
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

if (process.argv[1] === import.meta.filename) {
  const root = join(import.meta.dirname, '..')
  try {
    warmUp(root, join(root, 'dist'))
  } catch (error) {
    process.stderr.write(String(error.stderr ?? error.stack))
    process.exitCode = 1
  }
}
