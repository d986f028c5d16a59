import { createHash } from 'node:crypto'

interface Component {
  'bom-ref': string
  type: string
  name: string
  version: string
  purl?: string
  properties?: Array<{ name: string, value: string }>
  [field: string]: unknown
}

interface BillOfMaterials {
  components: Component[]
  dependencies: Array<{ ref: string, dependsOn: string[] }>
  metadata: { component: Component, [field: string]: unknown }
  [field: string]: unknown
}

export interface ShippedRelease {
  version: string
  archive: string
  sha256: string
  /** The packages in the archive, as `name@version`. */
  packages: ReadonlySet<string>
  timeMs: number
  node?: string
}

/**
 * The bill of materials of one archive, as CycloneDX JSON, from what `npm sbom` tells of the lock file: of its
 * packages those that are in the archive, and Node where that is. Nothing in it depends on when it was made.
 */
export function billOfMaterials (fromNpm: string, release: ShippedRelease): string {
  const { components, dependencies, metadata, ...document } = JSON.parse(fromNpm) as BillOfMaterials
  const shipped = components.filter(({ name, version }) => release.packages.has(`${name}@${version}`))
  const root = metadata.component['bom-ref']
  const known = new Set([root, ...shipped.map(component => component['bom-ref'])])
  const node = release.node === undefined ? [] : [nodeComponent(release.node)]
  const uuid = createHash('sha256').update(release.sha256).digest('hex')
  const result = {
    ...document,
    serialNumber: `urn:uuid:${uuid.slice(0, 8)}-${uuid.slice(8, 12)}-5${uuid.slice(13, 16)}-8${
      uuid.slice(17, 20)
    }-${uuid.slice(20, 32)}`,
    metadata: {
      timestamp: new Date(release.timeMs).toISOString(),
      component: {
        'bom-ref': root,
        type: 'application',
        name: 'packline',
        version: release.version,
        hashes: [{ alg: 'SHA-256', content: release.sha256 }],
        properties: [{ name: 'packline:archive', value: release.archive }]
      }
    },
    components: [...shipped, ...node],
    dependencies: dependencies.filter(({ ref }) => known.has(ref)).map(({ ref, dependsOn }) => ({
      ref,
      dependsOn: [
        ...dependsOn.filter(each => known.has(each)),
        ...ref === root ? node.map(each => each['bom-ref']) : []
      ]
    }))
  }
  return `${JSON.stringify(result, null, 2)}\n`
}

function nodeComponent (version: string): Component {
  return {
    'bom-ref': `node@${version}`,
    type: 'platform',
    name: 'node',
    version,
    purl: `pkg:generic/node@${version}`,
    licenses: [{ license: { id: 'MIT' } }]
  }
}
