import type { Staging, StagingService } from '../config/staging-schema.js'
import { mistake, oneOfKnown } from '../config/validate.js'
import type { Mistake } from '../config/validate.js'
import { at, listAt } from './kubernetes-object.js'
import type { Manifest } from './kubernetes-object.js'

interface OverlayOptions {
  /** The base and the files of charts, as the overlay's folder sees them. */
  resources: string[]
  namespace: string
  /** What they are made of. */
  objects: readonly Manifest[]
  /** Services whose image stands in the values of their chart. */
  placed: ReadonlySet<string>
  staging: Pick<Staging, 'services' | 'hosts'>
}

interface Change {
  op: 'add'
  path: string
  value: unknown
}

export const environmentLabel = 'packline/environment'
const workloads = ['Deployment', 'StatefulSet']

/** The kustomization that makes an environment of the base, and what of the project file does not fit it. */
export function overlayOf (
  { resources, namespace, objects, placed, staging }: OverlayOptions
): { kustomization: object, mistakes: Mistake[] } {
  const found = [
    ...Object.entries(staging.services).map(([name, { image, ...service }]) =>
      placed.has(name)
        ? Object.keys(service).length === 0 ? unchanged : serviceChanges(objects, name, service)
        : serviceChanges(objects, name, { ...image !== undefined && { image }, ...service })
    ),
    ...Object.entries(staging.hosts).map(([name, host]) => hostChanges(objects, name, host, namespace))
  ]
  return {
    kustomization: {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      namespace,
      resources,
      // Tells which file an object is from, for errors; it is taken off again.
      buildMetadata: ['originAnnotations'],
      labels: [{ pairs: { [environmentLabel]: namespace }, includeTemplates: true }],
      patches: found.flatMap(({ target, changes }) =>
        target === undefined || changes.length === 0
          ? []
          : [{ target, patch: JSON.stringify(changes) }]
      )
    },
    mistakes: found.flatMap(({ mistakes }) => mistakes)
  }
}

interface Found {
  target?: { kind: string, name: string }
  changes: Change[]
  mistakes: Mistake[]
}

const unchanged: Found = { changes: [], mistakes: [] }

function serviceChanges (objects: readonly Manifest[], name: string, service: StagingService): Found {
  const path = `staging.services.${name}`
  const all = objects.filter(({ kind }) => workloads.includes(kind))
  const one = all.find(({ metadata }) => metadata.name === name)
  if (one === undefined) {
    const known = all.map(({ metadata }) => metadata.name)
    return { changes: [], mistakes: [mistake(path, name, oneOfKnown('config.stagingService', name, known))] }
  }
  const target = { kind: one.kind, name }
  const changes: Change[] = service.replicas === undefined
    ? []
    : [{ op: 'add', path: '/spec/replicas', value: service.replicas }]
  if (service.image === undefined && service.limits === undefined) return { target, changes, mistakes: [] }
  const containers = listAt(one, 'spec', 'template', 'spec', 'containers')
  const names = containers.map(container => String(at(container, 'name')))
  const wanted = service.container ?? (containers.length === 1 ? names[0] ?? name : name)
  const index = names.indexOf(wanted)
  if (index < 0) {
    const place = `${path}.container`
    return {
      changes: [],
      mistakes: [mistake(place, service.container, oneOfKnown('config.stagingContainer', wanted, names))]
    }
  }
  const container = `/spec/template/spec/containers/${index}`
  return {
    target,
    changes: [...changes, ...containerChanges(container, containers[index], service)],
    mistakes: []
  }
}

function containerChanges (path: string, container: unknown, { image, limits }: StagingService): Change[] {
  const given = at(container, 'resources')
  const resources = typeof given === 'object' && given !== null ? given : {}
  const asked = at(resources, 'requests')
  return [
    ...image === undefined ? [] : [{ op: 'add' as const, path: `${path}/image`, value: image }],
    ...limits === undefined ? [] : [{
      op: 'add' as const,
      path: `${path}/resources`,
      value: {
        ...resources,
        limits: { ...at(resources, 'limits') ?? {}, ...limits },
        // More than the limit is refused by the cluster.
        ...typeof asked === 'object' && asked !== null && {
          requests: Object.fromEntries(Object.entries(asked).filter(([name]) => !Object.hasOwn(limits, name)))
        }
      }
    }]
  ]
}

/** Two environments with one host name would take each other's requests. */
function hostChanges (objects: readonly Manifest[], name: string, host: string, namespace: string): Found {
  const all = objects.filter(({ kind }) => kind === 'Ingress')
  const one = all.find(({ metadata }) => metadata.name === name)
  if (one === undefined || listAt(one, 'spec', 'rules').length === 0) {
    const known = all.map(({ metadata }) => metadata.name)
    const place = `staging.hosts.${name}`
    return { changes: [], mistakes: [mistake(place, name, oneOfKnown('config.stagingIngress', name, known))] }
  }
  const value = hostIn(host, namespace)
  return {
    target: { kind: 'Ingress', name },
    changes: [
      { op: 'add', path: '/spec/rules/0/host', value },
      ...listAt(one, 'spec', 'tls').length === 0
        ? []
        : [{ op: 'add' as const, path: '/spec/tls/0/hosts', value: [value] }]
    ],
    mistakes: []
  }
}

export function hostIn (text: string, namespace: string): string {
  return text.replaceAll('{namespace}', namespace)
}
