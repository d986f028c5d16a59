import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { notBundled } from '../bundle.mjs'

interface SelfTest {
  steps: Array<{ id: string, title: string, state: string, text: string }>
}

const withinMs = 600_000

/**
 * What goes wrong when an archive for this machine is unpacked and tries itself: `packline doctor --self-test`.
 * What the doctor finds about the machine as such, a full disk or no agent, is no fault of the archive.
 */
export function faultsOf (archive: string, scratch: string): string[] {
  const place = mkdtempSync(join(scratch, 'tried-'))
  const home = join(place, 'home')
  const unpacked = join(place, 'unpacked')
  for (const folder of [home, unpacked]) mkdirSync(folder)
  execFileSync('tar', ['-xzf', archive, '-C', unpacked])
  const top = join(unpacked, readdirSync(unpacked)[0] ?? '')
  const missing = notBundledFaults(top)
  if (missing.length > 0) return missing
  const packline = join(top, 'scripts/packline')
  const { status, signal, error, stdout, stderr } = spawnSync(packline, ['doctor', '--self-test', '--json'], {
    cwd: home,
    encoding: 'utf8',
    // Nothing of this machine's agent or its configuration.
    env: {
      PATH: process.env.PATH,
      HOME: home,
      PACKLINE_HOME: home,
      PACKLINE_AGENT: 'none',
      PACKLINE_LANG: 'en'
    },
    timeout: withinMs
  })
  const steps = stepsOf(stdout)
  if (error !== undefined || steps === undefined) {
    return [`doctor --self-test ended with ${String(error ?? signal ?? status)}: ${(stderr ?? '').trim()}`]
  }
  // A build that could not be tried shows nothing of the archive.
  return steps
    .filter(({ id, state }) => state === 'fail' || id === 'build' && state === 'notMeasured')
    .map(({ title, text }) => `${title}: ${text}`)
}

/** Packages that bundles load from node_modules: each is loaded as it would be. */
function notBundledFaults (top: string): string[] {
  const dist = join(top, 'dist')
  if (!existsSync(dist)) return []
  const bundles = readdirSync(dist).filter(name => name.endsWith('.bundle.cjs')).map(name => join(dist, name))
  const names = bundles.flatMap(file =>
    [...readFileSync(file, 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name)
  )
  return [...new Set(names)]
    .filter(name => notBundled.includes(name))
    .flatMap(name => {
      const load = `require('module').createRequire(process.argv[1])(process.argv[2])`
      const { status, stderr } = spawnSync(process.execPath, ['-e', load, join(dist, 'start.cjs'), name], {
        encoding: 'utf8'
      })
      return status === 0 ? [] : [`${name}: ${/^\w*Error.*/m.exec(stderr)?.[0] ?? stderr.trim()}`]
    })
}

function stepsOf (answer: string | null): SelfTest['steps'] | undefined {
  try {
    const { steps } = JSON.parse(answer ?? '') as Partial<SelfTest>
    return steps?.some(({ id }) => id === 'build') ? steps : undefined
  } catch {
    return undefined
  }
}
