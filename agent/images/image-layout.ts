import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isJsonObject } from '../json-object.js'

export interface ImageLayer {
  file: string
  mediaType: string
  sizeBytes: number
}

export interface LayoutImage {
  layers: ImageLayer[]
  /** Of all that is pulled: layers, configuration and manifest. */
  sizeBytes: number
}

/** An image in a layout that buildah wrote; opencontainers/image-spec, image-layout.md and manifest.md. */
export async function readLayout (layout: string, digest: string): Promise<LayoutImage> {
  const bytes = await readFile(blobFile(layout, digest))
  const manifest: unknown = JSON.parse(bytes.toString('utf8'))
  const [layers, config] = isJsonObject(manifest) ? [manifest.layers, manifest.config] : []
  const found = Array.isArray(layers) ? layers.flatMap(each => layerIn(layout, each)) : []
  const configBytes = isJsonObject(config) && typeof config.size === 'number' ? config.size : 0
  return {
    layers: found,
    sizeBytes: found.reduce((sum, { sizeBytes }) => sum + sizeBytes, bytes.length + configBytes)
  }
}

function layerIn (layout: string, value: unknown): ImageLayer[] {
  if (!isJsonObject(value)) return []
  const { digest, mediaType, size } = value
  return typeof digest === 'string' && typeof mediaType === 'string' && typeof size === 'number'
    ? [{ file: blobFile(layout, digest), mediaType, sizeBytes: size }]
    : []
}

function blobFile (layout: string, digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':')
  if (!/^[a-z0-9]+$/.test(algorithm) || !/^[0-9a-f]+$/.test(hex)) throw new Error(`bad digest ${digest}`)
  return join(layout, 'blobs', algorithm, hex)
}
