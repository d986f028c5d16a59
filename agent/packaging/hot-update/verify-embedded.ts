import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import type { ConfigDocument } from '../config-document-schema.js'
import { configFileName } from '../config-document.js'
import type { Asset } from './manifest.js'
import { phrase, type Wording } from '../../messages/phrase.js'

type Document = Pick<ConfigDocument, 'version'> & {
  hotUpdate: Required<NonNullable<ConfigDocument['hotUpdate']>>
}

/** The document beside a package, where it tells of a manifest inside. */
export function documentBeside (file: string): Document | undefined {
  const path = join(dirname(file), configFileName)
  if (!existsSync(path)) return undefined
  const document = parsed(readFileSync(path, 'utf8'))
  return isDocument(document) ? document : undefined
}

/** The number of its assets. Throws HOT_UPDATE_MANIFEST_DIFFERS for what the engine would take wrongly. */
export function checkEmbedded (
  file: string,
  { version, hotUpdate }: Document,
  bytes: Buffer | undefined,
  held: ReadonlyMap<string, Asset>
): number {
  const { root, path } = hotUpdate.manifest
  const differs = (reason: Wording): PacklineError =>
    new PacklineError('HOT_UPDATE_MANIFEST_DIFFERS', { file, entry: root + path, reason })
  if (bytes === undefined) throw differs(phrase('embedded.missing'))
  const manifest = parsed(bytes.toString())
  if (!isJsonObject(manifest) || !isJsonObject(manifest.assets)) throw differs(phrase('embedded.noManifest'))
  const { packageUrl, remoteVersionUrl, remoteManifestUrl } = hotUpdate
  const expected = { version, packageUrl, remoteVersionUrl, remoteManifestUrl }
  for (const [field, value] of Object.entries(expected)) {
    const found = manifest[field]
    if (found !== value) {
      throw differs(
        phrase('embedded.field', { field, found: JSON.stringify(found) ?? 'missing', value: String(value) })
      )
    }
  }
  const assets = Object.entries(manifest.assets)
  for (const [key, asset] of assets) {
    const name = root + decoded(key)
    const entry = held.get(name)
    if (entry === undefined) throw differs(phrase('embedded.noFile', { name }))
    if (!isJsonObject(asset) || asset.md5 !== entry.md5 || asset.size !== entry.size) {
      throw differs(phrase('embedded.other', { name, md5: entry.md5, size: entry.size }))
    }
  }
  return assets.length
}

function isDocument (value: unknown): value is Document {
  if (!isJsonObject(value) || !isJsonObject(value.hotUpdate)) return false
  const { manifest } = value.hotUpdate
  return isJsonObject(manifest) && typeof manifest.root === 'string' && typeof manifest.path === 'string'
}

function parsed (text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** As `assetKey` encodes; a key that it would not make names itself. */
function decoded (key: string): string {
  try {
    return decodeURI(key)
  } catch {
    return key
  }
}
