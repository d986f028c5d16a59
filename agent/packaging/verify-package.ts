import type { KeyObject } from 'node:crypto'
import { open } from 'node:fs/promises'
import { Writable } from 'node:stream'
import type { SignatureScheme } from './apk/apk-signer.js'
import { mustStayPadded, pageBytes, readSigningBlock } from './apk/signing-block.js'
import { stampOf } from './apk/stamp-apk.js'
import type { ChannelStamp } from './apk/stamp-apk.js'
import { signatureField, verifyStamp } from './config-signature.js'
import { PacklineError } from '../errors.js'
import type { SigningTools } from './signing-tools.js'
import { streamEntry } from '../formats/zip/entry-data.js'
import { readZip } from '../formats/zip/read-zip.js'

export interface VerifiedPackage {
  file: string
  size: number
  entries: number
  stamp?: ChannelStamp
  /** The document in the stamp: checked by a public key, signed but not checked, or not signed. */
  config?: 'verified' | 'unverified' | 'unsigned'
  signingBlock?: { size: number, isPadded: boolean }
  /** Undefined where no signer is at hand; empty for what is not signed. */
  signatures?: SignatureScheme[]
}

/**
 * Reads every byte of a package: structure, checksums, and of an APK its signing block, stamp and signatures.
 * With public keys the stamp has to hold a config document that one of them signed.
 */
export async function verifyPackage (
  path: string,
  tools: SigningTools,
  signal: AbortSignal,
  publicKeys: readonly KeyObject[] = []
): Promise<VerifiedPackage> {
  const handle = await open(path, 'r')
  try {
    const archive = await readZip(handle, path)
    for (const entry of archive.entries) {
      await streamEntry(
        handle,
        archive,
        entry,
        new Writable({
          write: (_chunk, _encoding, done) => {
            done()
          }
        }),
        signal
      )
    }
    const block = await readSigningBlock(handle, archive)
    const result: VerifiedPackage = { file: path, size: archive.size, entries: archive.entries.length }
    if (block !== undefined) {
      const isPadded = mustStayPadded(block)
      if (isPadded && block.size % pageBytes !== 0) {
        throw new PacklineError('PACKAGE_VERIFY_FAILED', {
          file: path,
          reason: `the signing block takes ${block.size} bytes, which Android 9 and later refuse`
        })
      }
      result.signingBlock = { size: block.size, isPadded }
      const stamp = stampOf(block, path)
      if (stamp !== undefined) result.stamp = stamp
    }
    if (publicKeys.length > 0) {
      verifyStamp(result.stamp ?? {}, publicKeys, path)
      result.config = 'verified'
    } else if (result.stamp?.config !== undefined) {
      result.config = signatureField in result.stamp ? 'unverified' : 'unsigned'
    }
    const isApk = archive.entries.some(({ name }) => name === 'AndroidManifest.xml')
    const isSigned = block !== undefined ||
      archive.entries.some(({ name }) => name === 'META-INF/MANIFEST.MF')
    if (!isApk || !isSigned) result.signatures = []
    else if (tools.apk !== undefined) result.signatures = await tools.apk.verify(path, path, signal)
    return result
  } finally {
    await handle.close()
  }
}
