import { isJsonObject } from '../json-object.js'

const longestList = 100

/**
 * A document for people: a line for each field, those of a part below its name. Fields are named as
 * `--set` and
 * the project file name them; what is empty is left out.
 */
export function outline (document: unknown, depth = 0): string[] {
  const indent = '  '.repeat(depth)
  if (!isJsonObject(document)) return [`${indent}${plain(document)}`]
  return Object.entries(document).flatMap(([name, value]) => {
    if (isEmpty(value)) return []
    if (isJsonObject(value)) return [`${indent}${name}:`, ...outline(value, depth + 1)]
    if (!Array.isArray(value)) return [`${indent}${name}: ${plain(value)}`]
    if (value.every(each => typeof each !== 'object')) {
      return [`${indent}${name}: ${value.map(plain).join(', ')}`]
    }
    return [`${indent}${name}:`, ...value.slice(0, longestList).flatMap(each => item(each, depth + 1))]
  })
}

/** A part of a list, whose first line has the mark. */
function item (value: unknown, depth: number): string[] {
  const [first = '', ...rest] = outline(value, depth + 1)
  const indent = '  '.repeat(depth)
  return [`${indent}- ${first.trimStart()}`, ...rest]
}

function isEmpty (value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0
}

function plain (value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? ''
}
