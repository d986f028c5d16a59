import { isJsonObject } from '../json-object.js'

/** An object of Kubernetes, of which only the head is known. */
export interface Manifest {
  apiVersion: string
  kind: string
  metadata: {
    name: string
    namespace?: string
    labels?: Record<string, string>
    annotations?: Record<string, string>
    [field: string]: unknown
  }
  [field: string]: unknown
}

export function isManifest (value: unknown): value is Manifest {
  return isJsonObject(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string' &&
    isJsonObject(value.metadata) && typeof value.metadata.name === 'string'
}

/** `Deployment.apps`, and of the core only `Service`. */
export function kindOf ({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): string {
  const [group] = apiVersion.includes('/') ? apiVersion.split('/', 1) : ['']
  return group === '' ? kind : `${kind}.${group}`
}

/** For people: `Deployment ucenter`. */
export function titleOf ({ kind, metadata }: Pick<Manifest, 'kind' | 'metadata'>): string {
  return `${kind} ${metadata.name}`
}

/** What is found along a path of keys and indexes. */
export function at (value: unknown, ...path: Array<string | number>): unknown {
  let found = value
  for (const key of path) {
    if (Array.isArray(found) && typeof key === 'number') found = found[key]
    else if (isJsonObject(found) && Object.hasOwn(found, key)) found = found[key]
    else return undefined
  }
  return found
}

export function listAt (value: unknown, ...path: Array<string | number>): unknown[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}
