import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Baseline } from '../config/baseline-schema.js'
import { PacklineError } from '../errors.js'
import { checkBundle } from './aab/check-bundle.js'
import type { Finding } from './apk/apk-findings.js'
import { holdsLineage, holdsSourceStamp } from './apk/rotation.js'
import { blockIds } from './apk/signing-block.js'
import type { SigningBlock, SigningPair } from './apk/signing-block.js'
import { isV1Signature } from './apk/v1-signature.js'
import type { Application } from './application/application.js'
import { partsIn } from './application/split-set.js'
import { inspectZip } from './application/inspect-package.js'
import { bundleManifest, manifestName, readManifest } from './application/read-application.js'
import type { OpenZip } from './application/read-application.js'
import type { DigestedFile, FileDigests } from './file-digests.js'
import { contentsBelow, inProject } from './project-folder.js'
import { readZip } from '../formats/zip/read-zip.js'
import type { ZipArchive, ZipEntry } from '../formats/zip/zip-entry.js'
import { phrase, type Wording } from '../messages/phrase.js'

const mostParts = 3

/** A baseline as it is on the disk now. */
export interface InspectedBaseline {
  name: string
  definition: Baseline
  /** Absolute path. */
  path: string
  digest: string
  size: number
  /** Entries by name, of a zip; empty for a folder. */
  entries: ReadonlyMap<string, ZipEntry>
  /** Files of a folder, by path below it. */
  files: ReadonlyMap<string, DigestedFile>
  /** Links of a folder that stay links, by path below it, with what they say. */
  links: ReadonlyMap<string, string>
  /** Of an APK: whether a channel can be written into it as it is. */
  signature: 'stampable' | 'v1' | 'none'
  /** Of an APK: what a new signature would leave out. */
  holds: ReadonlySet<'lineage' | 'sourceStamp'>
  /** Of an APK, an App Bundle or an IPA. */
  application?: Application
  /** Of an APK or an App Bundle: what devices and Google Play would refuse. */
  findings: readonly Finding[]
  /** Of an APK: its binary manifest. */
  manifest?: Buffer
}

/** Throws PACKAGE_INPUT_MISSING, or what is wrong with the file. */
export async function inspectBaseline (
  name: string,
  definition: Baseline,
  project: string,
  digests: FileDigests
): Promise<InspectedBaseline> {
  const path = inProject(project, definition.path)
  const what = phrase('what.baseline', { name })
  if (definition.type === 'folder') return await inspectFolder(name, definition, path, project, digests, what)
  const { sha256, size } = await digests.of(path, what)
  const handle = await open(path, 'r')
  try {
    const archive = await readZip(handle, definition.path, { zip64: definition.type === 'zip' })
    if (definition.type === 'aab') checkBundle(archive.entries.map(entry => entry.name), definition.path)
    return {
      name,
      definition,
      path,
      digest: sha256,
      size,
      entries: new Map(archive.entries.map(entry => [entry.name, entry])),
      files: new Map(),
      links: new Map(),
      ...await asApplication(definition, { handle, archive })
    }
  } finally {
    await handle.close()
  }
}

/** What only applications have. Throws PACKAGE_MANIFEST_MISSING for an APK or IPA that is none. */
async function asApplication (
  { type }: Baseline,
  zip: OpenZip
): Promise<Pick<InspectedBaseline, 'signature' | 'holds' | 'application' | 'findings' | 'manifest'>> {
  if (type === 'zip' || type === 'folder') return unsigned
  const { application, findings, block } = await inspectZip(zip)
  if (type === 'apk') checkWhole(zip.archive, application)
  if (application?.type !== type) {
    const entry = { apk: manifestName, aab: bundleManifest, ipa: 'Payload/NAME.app/Info.plist' }[type]
    throw new PacklineError('PACKAGE_MANIFEST_MISSING', { file: zip.archive.file, entry })
  }
  if (type === 'ipa') return { ...unsigned, application }
  if (type === 'aab') {
    return {
      ...unsigned,
      signature: signatureOf(block, zip.archive),
      application,
      findings
    }
  }
  return {
    signature: signatureOf(block, zip.archive),
    holds: heldIn(block?.pairs ?? []),
    findings,
    application,
    manifest: await readManifest(zip)
  }
}

/** A part of a set would be installed by nobody, and a set is no APK. Throws PACKAGE_SPLIT. */
function checkWhole (archive: ZipArchive, application: Application | undefined): void {
  const parts = partsIn(archive)
  const part = application === undefined
    ? parts.length === 0 ? undefined : parts.map(({ name }) => name).slice(0, mostParts).join(', ')
    : application.type !== 'apk'
    ? undefined
    : application.split ?? (application.isSplitRequired === true ? application.id : undefined)
  if (part !== undefined) throw new PacklineError('PACKAGE_SPLIT', { file: archive.file, part })
}

async function inspectFolder (
  name: string,
  definition: Baseline,
  path: string,
  project: string,
  digests: FileDigests,
  what: Wording
): Promise<InspectedBaseline> {
  const prefix = `${definition.path.replace(/\/+$/, '')}/`
  const { files: paths, links: linkPaths } = contentsBelow(project, definition.path)
  if (paths.length === 0) {
    throw new PacklineError('PACKAGE_INPUT_MISSING', {
      file: path,
      what: phrase('what.folderFiles', { what })
    })
  }
  const files = new Map<string, DigestedFile>()
  for (const each of paths) files.set(each.slice(prefix.length), await digests.of(join(project, each), what))
  const links = new Map([...linkPaths].map(([each, target]) => [each.slice(prefix.length), target]))
  const digest = createHash('sha256')
    .update([...files].map(([each, { sha256, mode }]) => `${each}\0${sha256}\0${mode & 0o111}\n`).join(''))
    .update([...links].map(([each, target]) => `${each}\0-> ${target}\n`).join(''))
    .digest('hex')
  const size = [...files.values()].reduce((sum, file) => sum + file.size, 0)
  return { name, definition, path, digest, size, entries: new Map(), files, links, ...unsigned }
}

const unsigned = { signature: 'none', holds: new Set<never>(), findings: [] } as const

function heldIn (pairs: readonly SigningPair[]): InspectedBaseline['holds'] {
  return new Set([
    ...holdsLineage(pairs) ? ['lineage' as const] : [],
    ...holdsSourceStamp(pairs) ? ['sourceStamp' as const] : []
  ])
}

function signatureOf (block: SigningBlock | undefined, archive: ZipArchive): InspectedBaseline['signature'] {
  if (
    block?.pairs.some(({ id }) => id === blockIds.v2 || id === blockIds.v3 || id === blockIds.v31) === true
  ) return 'stampable'
  return archive.entries.some(({ name }) => isV1Signature(name)) ? 'v1' : 'none'
}
