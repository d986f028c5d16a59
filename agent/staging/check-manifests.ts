import { createHash } from 'node:crypto'
import { isSecretVariable } from '../config/redaction.js'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { at, isManifest, kindOf, listAt, titleOf } from './kubernetes-object.js'
import type { Manifest } from './kubernetes-object.js'

/** What belongs to one namespace, and gives nobody rights or the machine of others. */
const usualKinds = [
  'ConfigMap',
  'Secret',
  'Service',
  'ServiceAccount',
  'PersistentVolumeClaim',
  'Deployment.apps',
  'StatefulSet.apps',
  'Job.batch',
  'CronJob.batch',
  'Ingress.networking.k8s.io',
  'NetworkPolicy.networking.k8s.io',
  'HorizontalPodAutoscaler.autoscaling',
  'PodDisruptionBudget.policy'
]
const origin = 'config.kubernetes.io/origin'
const mostObjects = 500
const longestJob = 63

export interface CheckedManifests {
  objects: Manifest[]
  /** Which file of the project an object is from, by its title. */
  files: Record<string, string>
}

/**
 * What kustomize made, as it may be given to the cluster: of allowed kinds, in its own namespace, without
 * secrets. A job has a hash of itself in its name, since a job that has run cannot be changed: it runs again
 * when it is another one. Throws STAGING_REFUSED.
 */
export function checkManifests (
  documents: readonly unknown[],
  { namespace, kinds, fileOf }: {
    namespace: string
    /** Allowed besides the usual ones. */
    kinds: readonly string[]
    /** A path of the overlay's folder as the project has it. */
    fileOf: (path: string) => string
  }
): CheckedManifests {
  const allowed = new Set([...usualKinds, ...kinds])
  const files: Record<string, string> = {}
  const seen = new Set<string>()
  if (documents.length > mostObjects) {
    throw refused('staging', '', phrase('staging.tooMany', { count: documents.length, most: mostObjects }))
  }
  const objects = documents.map(document => {
    if (!isManifest(document)) {
      const kind = at(document, 'kind')
      throw refused(typeof kind === 'string' ? kind : '?', '', phrase('staging.noName'))
    }
    const path = /^path: (.+)$/m.exec(document.metadata.annotations?.[origin] ?? '')?.[1]
    const file = path === undefined ? '' : fileOf(path)
    const problem = problemOf(document, namespace, allowed)
    if (problem !== undefined) throw refused(titleOf(document), file, problem)
    const object = named(withoutOrigin(document))
    const title = titleOf(object)
    const key = `${kindOf(object)} ${object.metadata.name}`
    if (seen.has(key)) throw refused(title, file, phrase('staging.twice'))
    seen.add(key)
    files[title] = file
    return object
  })
  return { objects, files }
}

function problemOf (object: Manifest, namespace: string, allowed: ReadonlySet<string>): Wording | undefined {
  const kind = kindOf(object)
  if (kind === 'Namespace') return phrase('staging.ownNamespace')
  if (!allowed.has(kind)) return phrase('staging.kind', { kind })
  if (object.metadata.namespace !== namespace) return phrase('staging.elsewhere', { namespace })
  if (listAt(object, 'metadata', 'finalizers').length > 0) return phrase('staging.finalizers')
  if (kind === 'Secret') {
    return ['data', 'stringData'].some(field => Object.keys(Object(object[field])).length > 0)
      ? phrase('staging.secretData')
      : undefined
  }
  const variable = secretVariableIn(object)
  return variable === undefined ? undefined : phrase('staging.secretVariable', { variable })
}

/** A variable that is named as a secret, and says it. */
function secretVariableIn (object: Manifest): string | undefined {
  const template = object.kind === 'CronJob'
    ? ['spec', 'jobTemplate', 'spec', 'template']
    : ['spec', 'template']
  for (const containers of ['containers', 'initContainers']) {
    for (const container of listAt(object, ...template, 'spec', containers)) {
      for (const variable of listAt(container, 'env')) {
        const [name, value] = [at(variable, 'name'), at(variable, 'value')]
        if (typeof name === 'string' && isSecretVariable(name) && typeof value === 'string' && value !== '') {
          return name
        }
      }
    }
  }
  return undefined
}

function withoutOrigin (object: Manifest): Manifest {
  const { annotations = {}, ...metadata } = object.metadata
  const others = Object.entries(annotations).filter(([name]) => name !== origin)
  return {
    ...object,
    metadata: { ...metadata, ...others.length > 0 && { annotations: Object.fromEntries(others) } }
  }
}

function named (object: Manifest): Manifest {
  if (kindOf(object) !== 'Job.batch') return object
  const hash = createHash('sha256').update(JSON.stringify(object.spec)).digest('hex').slice(0, 8)
  const name = `${object.metadata.name.slice(0, longestJob - 9).replace(/[.-]+$/, '')}-${hash}`
  return { ...object, metadata: { ...object.metadata, name } }
}

function refused (object: string, file: string, reason: Wording): PacklineError {
  return new PacklineError('STAGING_REFUSED', { object, file: file || 'packline.json', reason })
}
