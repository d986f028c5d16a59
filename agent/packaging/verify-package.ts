import type { KeyObject } from 'node:crypto'
import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { Finding } from './apk/apk-findings.js'
import type { SignatureScheme } from './apk/signer-answers.js'
import { checkBundle } from './aab/check-bundle.js'
import { checkedBlock } from './apk/checked-block.js'
import type { ChannelStamp } from './apk/channel-forms.js'
import type { ChannelForm } from '../config/package-platform-schema.js'
import type { Application } from './application/application.js'
import { inspectZip } from './application/inspect-package.js'
import { partsIn } from './application/split-set.js'
import { verifySplitSet } from './verify-split-set.js'
import { signatureField, verifyStamp } from './config-signature.js'
import { digestOfEntry } from './asset-digests.js'
import { PacklineError } from '../errors.js'
import { digestsOfFile } from '../files/streamed-digest.js'
import type { Asset } from './hot-update/manifest.js'
import { checkEmbedded, documentBeside } from './hot-update/verify-embedded.js'
import type { SigningTools } from './signing-tools.js'
import { listTree } from './tree.js'
import { readEntry, streamEntry } from '../formats/zip/entry-data.js'
import { readZip } from '../formats/zip/read-zip.js'

/** Twenty thousand assets take 3 MB. */
const maxManifestBytes = 64 * 1024 ** 2

export interface VerifiedPackage {
  file: string
  size: number
  entries: number
  /** Where the document beside it tells of one, which it was checked against. */
  manifest?: { entry: string, assets: number }
  stamp?: ChannelStamp
  /** The forms in which the channel is there. */
  channelForms?: ChannelForm[]
  /** The document in the stamp: checked by a public key, signed but not checked, or not signed. */
  config?: 'verified' | 'unverified' | 'unsigned'
  signingBlock?: { size: number, isPadded: boolean }
  /** Undefined where no signer is at hand; empty for what is not signed. */
  signatures?: SignatureScheme[]
  /** What an APK, app bundle or IPA says of itself. */
  application?: Application
  /** What devices and Google Play would refuse, and what may become a fault. */
  findings: readonly Finding[]
}

/**
 * Reads every byte of a package: structure, checksums, its embedded manifest, and of an APK its signing
 * block, stamp and signatures.
 * With public keys the stamp has to hold a config document that one of them signed.
 */
export async function verifyPackage (
  path: string,
  tools: SigningTools,
  signal: AbortSignal,
  publicKeys: readonly KeyObject[] = []
): Promise<VerifiedPackage> {
  if ((await stat(path)).isDirectory()) return await verifyFolder(path, signal, publicKeys)
  const handle = await open(path, 'r')
  try {
    const archive = await readZip(handle, path, { zip64: true })
    const isSet = partsIn(archive).length > 0
    // The entries of a set are its parts, and not what these hold.
    const document = isSet ? undefined : documentBeside(path)
    const held = new Map<string, Asset>()
    for (const entry of archive.entries) {
      if (document === undefined) await streamEntry(handle, archive, entry, nowhere(), signal)
      else held.set(entry.name, await digestOfEntry({ handle, archive }, entry, signal))
    }
    const { application, findings, block } = await inspectZip({ handle, archive })
    const result: VerifiedPackage = {
      file: path,
      size: archive.size,
      entries: archive.entries.length,
      ...application !== undefined && { application },
      findings
    }
    if (document !== undefined) {
      const { root, path: below } = document.hotUpdate.manifest
      const entry = archive.entries.find(({ name }) => name === root + below)
      const bytes = entry && await readEntry(handle, archive, entry, maxManifestBytes)
      result.manifest = { entry: root + below, assets: checkEmbedded(path, document, bytes, held) }
    }
    if (block !== undefined) Object.assign(result, checkedBlock(block, path))
    if (isSet) Object.assign(result, await verifySplitSet(path, tools, signal))
    if (publicKeys.length > 0) {
      verifyStamp(result.stamp ?? {}, publicKeys, path)
      result.config = 'verified'
    } else if (result.stamp?.config !== undefined) {
      result.config = signatureField in result.stamp ? 'unverified' : 'unsigned'
    }
    const names = archive.entries.map(({ name }) => name)
    if (names.includes('BundleConfig.pb')) checkBundle(names, path)
    const isAndroid = application?.type === 'apk' || application?.type === 'aab'
    if (isAndroid && archive.isZip64) throw new PacklineError('PACKAGE_ZIP64', { file: path })
    const isSigned = block !== undefined || names.includes('META-INF/MANIFEST.MF')
    const signatures = isAndroid && isSigned
      ? await tools.verify(path, application.type, path, signal)
      : result.signatures ?? []
    return { ...result, ...signatures !== undefined && { signatures } }
  } finally {
    await handle.close()
  }
}

/** A package that is a folder has neither stamp nor signature: its files are its entries. */
async function verifyFolder (
  path: string,
  signal: AbortSignal,
  publicKeys: readonly KeyObject[]
): Promise<VerifiedPackage> {
  const files = listTree(path)
  const held = new Map<string, Asset>()
  for (const { name, path: file, status } of files) {
    signal.throwIfAborted()
    if (!status.isSymbolicLink()) held.set(name, await digestsOfFile(file))
  }
  if (publicKeys.length > 0) verifyStamp({}, publicKeys, path)
  const size = files.reduce((sum, { status }) => sum + status.size, 0)
  const result: VerifiedPackage = { file: path, size, entries: files.length, signatures: [], findings: [] }
  const document = documentBeside(path)
  if (document !== undefined) {
    const { root, path: below } = document.hotUpdate.manifest
    const bytes = held.has(root + below) ? await readFile(join(path, root + below)) : undefined
    result.manifest = { entry: root + below, assets: checkEmbedded(path, document, bytes, held) }
  }
  return result
}

function nowhere (): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => {
      done()
    }
  })
}
