import { packlineVersion } from '../version.js'
import { imageFiles } from './image-files.js'
import type { ImageLayer } from './image-layout.js'
import { installedPackages, tellsPackages } from './installed-packages.js'

interface Subject {
  repository: string
  digest: string
  version?: string | undefined
  createdAt: string
}

/**
 * The bill of materials of an image as CycloneDX 1.5 JSON: what its package databases say is installed. What
 * nobody read is named in it, so that nothing passes for a whole list that is none.
 */
export async function billOfImage (
  layers: readonly ImageLayer[],
  { repository, digest, version, createdAt }: Subject
): Promise<{ text: string, packages: number }> {
  const { files, unread } = await imageFiles(layers, tellsPackages)
  const installed = installedPackages(files)
  const missing = [...unread, ...installed.unread]
  const hex = digest.slice('sha256:'.length)
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${
      hex.slice(17, 20)
    }-${hex.slice(20, 32)}`,
    version: 1,
    metadata: {
      timestamp: createdAt,
      tools: { components: [{ type: 'application', name: 'packline', version: packlineVersion }] },
      component: {
        'bom-ref': `${repository}@${digest}`,
        type: 'container',
        name: repository,
        version: version ?? digest,
        hashes: [{ alg: 'SHA-256', content: hex }]
      },
      ...missing.length > 0 && { properties: missing.map(value => ({ name: 'packline:unread', value })) }
    },
    components: installed.packages.map(({ purl, name, version: installedVersion }) => ({
      'bom-ref': purl,
      type: 'library',
      name,
      version: installedVersion,
      purl
    }))
  }
  return { text: `${JSON.stringify(bom, null, 2)}\n`, packages: installed.packages.length }
}
