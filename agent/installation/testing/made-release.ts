import { createHash, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import type { Header } from 'tar-stream'

export interface MadeRelease {
  folder: string
  archive: string
  sha256: string
}

interface ReleaseContent {
  key?: KeyObject
  platform?: string
  /** The end of its launcher, which tells the version by itself. */
  launcher?: string
  /** What the new version does when it is tried. */
  warmUp?: string
  /** Entries besides, as nobody should make them. */
  entries?: Array<Partial<Header> & { name: string, text?: string }>
}

const thisPlatform = `${process.platform}-${process.arch}`

/** The folder of a small release for this machine, as scripts/release makes large ones. */
export async function makeRelease (
  parent: string,
  version: string,
  { key, platform = thisPlatform, launcher = '', warmUp = '', entries = [] }: ReleaseContent = {}
): Promise<MadeRelease> {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ version, release: { platform } }),
    'scripts/packline': `#!/bin/sh\n[ "$1" != --version ] || echo ${version}\n${launcher}\n`,
    'scripts/warm-up.mjs': warmUp,
    'program.mjs': 'setInterval(() => {}, 1e6)\nconsole.log()\n'
  }
  const tar = pack()
  for (const [name, text] of Object.entries(files)) {
    tar.entry(
      { name: `packline-${version}/${name}`, mode: name === 'scripts/packline' ? 0o755 : 0o600 },
      text
    )
  }
  for (const { text = '', ...header } of entries) tar.entry(header, text)
  tar.finalize()
  const bytes = gzipSync(await buffer(tar as AsyncIterable<Buffer>))

  const folder = join(parent, `release-${version}-${entries.length}${warmUp.length}`)
  mkdirSync(folder, { recursive: true })
  const name = `packline-${version}-${platform}.tar.gz`
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  writeFileSync(join(folder, name), bytes)
  const list = `${sha256}  ${name}\n`
  writeFileSync(join(folder, 'SHA256SUMS'), list)
  if (key !== undefined) writeFileSync(join(folder, 'SHA256SUMS.sig'), sign(null, Buffer.from(list), key))
  return { folder, archive: join(folder, name), sha256 }
}
