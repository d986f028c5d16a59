import type { DocumentValue } from '../coordination/documents.js'

export interface Change {
  path: string
  before?: DocumentValue
  after?: DocumentValue
}

/**
 * What differs between two documents, by path. Lists are compared as wholes: positions mean nothing to a
 * reader.
 */
export function jsonDifference (
  before: DocumentValue | undefined,
  after: DocumentValue | undefined,
  path = ''
): Change[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap(name =>
      jsonDifference(before[name], after[name], path === '' ? name : `${path}.${name}`)
    )
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  return [{ path, ...before === undefined ? {} : { before }, ...after === undefined ? {} : { after } }]
}

function isObject (value: DocumentValue | undefined): value is { readonly [name: string]: DocumentValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
