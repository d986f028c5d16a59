import type { StagingCluster } from '../config/staging-clusters-schema.js'
import type { Wording } from '../messages/phrase.js'
import { at } from './kubernetes-object.js'
import { namespaceOf } from './namespace-name.js'

/** Every namespace with this label is looked at; ours is one whose annotations say so too. */
export const stagingLabel = { name: 'packline/kind', value: 'staging' } as const
export const fieldManager = 'packline'

const states = ['begun', 'ready', 'failed'] as const
type State = typeof states[number]

/** What a namespace says of the environment in it: nothing else keeps it. */
export interface StagingEnvironment {
  cluster: string
  namespace: string
  project: string
  name: string
  owner: string
  branch?: string
  revision?: string
  state: State | 'ending'
  problem?: Wording
  createdAt: string
  expiresAt: string
  /** Since when it is being removed. */
  endingSince?: string
}

/** What it takes to change exactly what was read. */
export interface NamespaceVersion {
  uid: string
  resourceVersion: string
  /** Which run had it last. */
  run: string
}

export interface FoundEnvironment {
  environment: StagingEnvironment
  version: NamespaceVersion
}

type Annotations = Partial<
  Record<
    'project' | 'name' | 'owner' | 'branch' | 'revision' | 'state' | 'problem' | 'expires' | 'run',
    string
  >
>

/** Annotations of packline as arguments of `kubectl annotate`; one that is empty is taken away. */
export function annotationArguments (annotations: Annotations): string[] {
  return Object.entries(annotations).map(([name, value]) =>
    value === '' ? `packline/${name}-` : `packline/${name}=${value}`
  )
}

export function namespaceDocument (
  namespace: string,
  { podSecurity }: Pick<StagingCluster, 'podSecurity'>,
  annotations: Annotations
): object {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: {
        [stagingLabel.name]: stagingLabel.value,
        'app.kubernetes.io/managed-by': 'packline',
        'pod-security.kubernetes.io/enforce': podSecurity,
        // The cluster tells of it when a deployment is applied, and not only when its pods are refused.
        'pod-security.kubernetes.io/warn': podSecurity
      },
      annotations: Object.fromEntries(
        Object.entries(annotations).filter(([, value]) => value !== '').map((
          [name, value]
        ) => [`packline/${name}`, value])
      )
    }
  }
}

/**
 * The environment in a namespace. Undefined for one that is not ours: without the label, without what we
 * write, or of another name than its project and name give, as a copy by hand is.
 */
export function environmentIn (
  cluster: string,
  prefix: string,
  document: unknown
): FoundEnvironment | undefined {
  const text = (...path: string[]): string => {
    const found = at(document, 'metadata', ...path)
    return typeof found === 'string' ? found : ''
  }
  const said = (name: string): string => text('annotations', `packline/${name}`)
  if (text('labels', stagingLabel.name) !== stagingLabel.value) return undefined
  const [project, name, expires] = [said('project'), said('name'), Date.parse(said('expires'))]
  const namespace = text('name')
  if (project === '' || name === '' || !Number.isFinite(expires)) return undefined
  if (namespaceOf(prefix, project, name) !== namespace) return undefined
  const ending = Date.parse(text('deletionTimestamp'))
  const state = states.find(each => each === said('state')) ?? 'begun'
  const [branch, revision, problem] = [said('branch'), said('revision'), said('problem')]
  return {
    environment: {
      cluster,
      namespace,
      project,
      name,
      owner: said('owner'),
      ...branch !== '' && { branch },
      ...revision !== '' && { revision },
      state: Number.isFinite(ending) ? 'ending' : state,
      ...problem !== '' && { problem },
      createdAt: new Date(text('creationTimestamp')).toISOString(),
      expiresAt: new Date(expires).toISOString(),
      ...Number.isFinite(ending) && { endingSince: new Date(ending).toISOString() }
    },
    version: { uid: text('uid'), resourceVersion: text('resourceVersion'), run: said('run') }
  }
}
