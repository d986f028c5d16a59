import type { ParameterValue } from '../config/parameter-schema.js'
import type { DocumentValue } from '../coordination/documents.js'
import type { ReleaseStore } from './release-store.js'
import type { Revision } from './revision.js'

/** What one revision made of a parameter: for all, of its default, or for one target. */
export interface ParameterChange {
  revision: Revision
  place: 'value' | 'default' | 'target'
  target?: string
  before?: ParameterValue
  after?: ParameterValue
}

export interface ParameterHistory {
  /** The newest first. */
  changes: ParameterChange[]
  /** Older revisions, which were not looked at, are before this one. */
  older: number | undefined
}

/** A history of years is read in parts. */
const lookedAt = 500

/** Who gave a parameter which values, of the revisions before `before`. */
export async function parameterHistory (
  store: ReleaseStore,
  name: string,
  before?: number
): Promise<ParameterHistory> {
  const end = Math.min(before ?? Infinity, await store.head() + 1)
  const first = Math.max(1, end - lookedAt)
  const revisions = (await store.history(first)).filter(({ revision }) => revision < end).reverse()
  return {
    changes: revisions.flatMap(revision => changesBy(revision, name)),
    older: first > 1 ? first : undefined
  }
}

function changesBy (revision: Revision, name: string): ParameterChange[] {
  const sides = revision
    .changes
    .filter(({ document }) => document === 'definition')
    .map(({ path, before, after }) => [valuesIn(before, path, name), valuesIn(after, path, name)] as const)
  const [before, after] = [0, 1].map(side => new Map(sides.flatMap(each => [...each[side] ?? []])))
  const places = new Set([...before?.keys() ?? [], ...after?.keys() ?? []])
  return [...places].map(path => {
    const target = /^targets\.([^.]+)\./.exec(path)?.[1]
    const [was, is] = [before?.get(path), after?.get(path)]
    return {
      revision,
      place: target !== undefined ? 'target' : path.startsWith('values.') ? 'value' : 'default',
      ...target !== undefined && { target },
      ...was !== undefined && { before: was },
      ...is !== undefined && { after: is }
    }
  })
}

/** By path, what `value`, which stood at `path`, says of the parameter: it may be the whole of a target. */
function valuesIn (
  value: DocumentValue | undefined,
  path: string,
  name: string
): Array<[path: string, value: ParameterValue]> {
  const place = `.${path}`
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value)
      ? []
      : Object.entries(value).flatMap(([key, each]) =>
        valuesIn(each, path === '' ? key : `${path}.${key}`, name)
      )
  }
  const isMeant = place === `.values.${name}` || place === `.parameters.${name}.default` ||
    (place.startsWith('.targets.') && place.endsWith(`.parameters.${name}`))
  return isMeant && value !== undefined && value !== null ? [[path, value]] : []
}
