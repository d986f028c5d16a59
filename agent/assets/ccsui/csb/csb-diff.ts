import type { Json } from './csb-json.js'

/** One difference: where, and both values; a side that has nothing there is undefined. */
export interface Difference {
  path: string
  first: Json | undefined
  second: Json | undefined
}

/** What differs between two decoded csb files, in the first one's order. */
export function diffJson (first: Json | undefined, second: Json | undefined, path = ''): Difference[] {
  if (Array.isArray(first) && Array.isArray(second)) {
    const length = Math.max(first.length, second.length)
    return Array
      .from({ length }, (_, index) => diffJson(first[index], second[index], `${path}[${index}]`))
      .flat()
  }
  if (isObject(first) && isObject(second)) {
    const keys = new Set([...Object.keys(first), ...Object.keys(second)])
    return [...keys].flatMap(key => diffJson(first[key], second[key], path === '' ? key : `${path}.${key}`))
  }
  return first === second ? [] : [{ path, first, second }]
}

function isObject (value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
