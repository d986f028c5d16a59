// scripts/release: the archives of a release, their digests, bills of materials and provenance.
import { execFileSync } from 'node:child_process'
import { createHash, createPrivateKey, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { digestListName } from '../../agent/installation/digest-list.js'
import { obstacles, untagged } from '../release-tags.js'
import { makeArchives } from './make-archives.js'
import { platforms } from './platforms.js'
import { provenance, signedEnvelope } from './provenance.js'
import { faultsOf } from './try-archive.js'

const help =
  `Usage: scripts/release [--out DIR] [--platform NAME]… [--with-node] [--key FILE] [--snapshot] [--verify DIR]

Makes of the commit that is checked out, in DIR (by default release-VERSION):
  packline-VERSION-PLATFORM.tar.gz   the program and what it needs to run, for ${
    platforms.map(({ name }) => name).join(', ')
  }
  packline-VERSION-PLATFORM-node.tar.gz   with --with-node: the same and a Node of its own
  ….cdx.json                         the bill of materials of each archive (CycloneDX)
  packline-VERSION.intoto.jsonl      where all that comes from (in-toto, SLSA)
  install-agent                      installs an archive on a machine that has nothing
  SHA256SUMS, SHA256SUMS.sig         digests of all that, and their signature by the private Ed25519 key in FILE

The archives for the machine that it runs on are unpacked and try themselves there (packline doctor --self-test).
The same commit makes the same archives. --verify DIR makes them again and compares them with those in DIR.
The commit has the tag of its version, as scripts/release-tag makes it; with --snapshot any commit makes
VERSION-snapshot.COMMIT.
`
const root = join(import.meta.dirname, '../..')

async function main (): Promise<number> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      platform: { type: 'string', multiple: true },
      'with-node': { type: 'boolean', default: false },
      key: { type: 'string' },
      snapshot: { type: 'boolean', default: false },
      verify: { type: 'string' },
      help: { type: 'boolean', default: false }
    }
  })
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  const wanted = values.platform ?? platforms.map(({ name }) => name)
  const unknown = wanted.find(name => platforms.every(platform => platform.name !== name))
  if (unknown !== undefined) throw new Error(`there is no platform ${unknown}`)
  const key = values.key === undefined ? undefined : signingKey(values.key)
  const found = values.snapshot ? [] : [...obstacles(root), ...untagged(root)]
  if (found.length > 0) throw new Error(found.join('\n'))

  const commit = git('rev-parse', 'HEAD')
  const version = versionOf(values.snapshot, commit)
  const scratch = mkdtempSync(join(tmpdir(), 'packline-release-'))
  const out = values.verify === undefined
    ? resolve(values.out ?? `release-${version}`)
    : join(scratch, 'out')
  mkdirSync(out, { recursive: true })
  try {
    const digests = await makeArchives({
      root,
      scratch,
      out,
      commit,
      version,
      timeMs: Number(git('log', '-1', '--format=%ct')) * 1000,
      platforms: platforms.filter(({ name }) => wanted.includes(name)),
      withNode: values['with-node'],
      say
    })
    if (values.verify !== undefined) return compare(out, resolve(values.verify))
    tryHere(out, [...digests.keys()], scratch)
    complete(out, { commit, version, key })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  say(`the release is in ${out}`)
  return 0
}

/** What does not work on this machine makes no release. */
function tryHere (out: string, archives: readonly string[], scratch: string): void {
  const here = `${process.platform}-${process.arch}`
  const own = archives.filter(name => name.replace(/(?:-node)?\.tar\.gz$/, '').endsWith(`-${here}`))
  if (own.length === 0) say(`there is no archive for ${here}, so none was tried`)
  for (const archive of own) {
    const faults = faultsOf(join(out, archive), scratch)
    if (faults.length > 0) throw new Error([`${archive} does not work here`, ...faults].join('\n'))
    say(`${archive} works here`)
  }
}

/** What makes a release of a folder of archives. */
function complete (
  out: string,
  { commit, version, key }: { commit: string, version: string, key: KeyObject | undefined }
): void {
  copyFileSync(join(root, 'scripts/install-agent'), join(out, 'install-agent'))
  const statement = provenance({
    commit,
    lockFile: readFileSync(join(root, 'package-lock.json')),
    subjects: digestsIn(out, /\.tar\.gz$/),
    words: process.argv.slice(2).filter((word, at, words) => word !== '--key' && words[at - 1] !== '--key'),
    tools: { node: process.versions.node }
  })
  writeFileSync(
    join(out, `packline-${version}.intoto.jsonl`),
    key === undefined ? `${statement}\n` : signedEnvelope(statement, key)
  )
  rmSync(join(out, `${digestListName}.sig`), { force: true })
  const list = [...digestsIn(out, /^(?!SHA256SUMS)/)].map(([name, sha256]) => `${sha256}  ${name}\n`).join('')
  writeFileSync(join(out, digestListName), list)
  if (key !== undefined) writeFileSync(join(out, `${digestListName}.sig`), sign(null, Buffer.from(list), key))
}

function compare (made: string, given: string): number {
  const [own, theirs] = [
    digestsIn(made, /\.(?:tar\.gz|cdx\.json)$/),
    digestsIn(given, /\.(?:tar\.gz|cdx\.json)$/)
  ]
  const different = [...own].filter(([name, digest]) => theirs.get(name) !== digest).map(([name]) => name)
  for (const name of different) say(`${name} is another one in ${given}`)
  if (different.length === 0) say(`${own.size} files are the same in ${given}`)
  return different.length === 0 ? 0 : 1
}

function digestsIn (folder: string, names: RegExp): Map<string, string> {
  const digest = (name: string): string =>
    createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')
  return new Map(
    readdirSync(folder).filter(name => names.test(name)).sort().map(name => [name, digest(name)])
  )
}

function versionOf (isSnapshot: boolean, commit: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return isSnapshot ? `${version}-snapshot.${commit.slice(0, 8)}` : version
}

function signingKey (file: string): KeyObject {
  const key = createPrivateKey(readFileSync(file, 'utf8'))
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} holds no private key of Ed25519`)
  return key
}

function git (...words: string[]): string {
  return execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim()
}

function say (text: string): void {
  process.stderr.write(`release: ${text}\n`)
}

try {
  process.exitCode = await main()
} catch (error) {
  for (const line of String(error instanceof Error ? error.message : error).split('\n')) say(line)
  process.exitCode = 1
}
