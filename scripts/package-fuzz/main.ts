import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { parseArgs } from 'node:util'
import { unzipped } from '../../agent/packaging/testing/zips.js'
import { seededRandom } from '../benchmarks/sets/seeded-random.js'
import { brokenPackage } from './break-package.js'
import { PackageProver } from './prove-package.js'
import { soundPackages } from './sound-packages.js'
import type { PackageKind, SoundPackage } from './sound-packages.js'

const usage = `Usage: scripts/fuzz-packages [--packages 1000] [--seed 1] [FILE…]

Breaks APKs, sets of them, app bundles and IPAs at random (bytes, records of the zip, chunks of the manifest and the resource
table, the signing block), and has each shown, verified, stamped, edited and packed again. Prints each error that
packline did not foresee, and how the steps ended as JSON; ends with 1 when there was one. The seed of a package
makes it again: --packages 1 --seed N. With FILEs the parts of these are broken in place of made-up ones.
`
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    packages: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' }
  }
})
const [count, first] = [Number(values.packages), Number(values.seed)]
if (values.help) process.stdout.write(usage)
else if (!(count > 0) || !Number.isSafeInteger(count) || !Number.isSafeInteger(first)) {
  process.stderr.write(`--packages and --seed are numbers\n${usage}`)
  process.exitCode = 2
} else process.exitCode = await run()

async function run (): Promise<number> {
  const ends: Array<() => void | Promise<void>> = []
  const prover = new PackageProver({ teardown: end => ends.push(end) })
  const sound = positionals.length > 0 ? positionals.map(readPackage) : soundPackages()
  const outcomes: Record<string, number> = {}
  let failed = 0
  try {
    for (let seed = first; seed < first + count; seed++) {
      const random = seededRandom(seed)
      const base = random.pick(sound)
      const proof = await prover.prove(base.kind, brokenPackage(base, random))
      for (const outcome of proof.outcomes) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      if (proof.faults.length === 0) continue
      failed++
      process.stderr.write(`${seed} (${base.kind}): ${proof.faults.join('\n    ').slice(0, 1000)}\n`)
    }
  } finally {
    for (const end of ends) await end()
  }
  process.stdout.write(`${JSON.stringify({ packages: count, failed, outcomes })}\n`)
  return failed > 0 ? 1 : 0
}

function readPackage (path: string): SoundPackage {
  const kind = extname(path).slice(1).toLowerCase()
  if (kind !== 'apk' && kind !== 'apks' && kind !== 'aab' && kind !== 'ipa') {
    throw new Error(`${path} is no APK, set of APKs, AAB or IPA`)
  }
  return { kind: kind satisfies PackageKind, files: unzipped(readFileSync(path)) }
}
