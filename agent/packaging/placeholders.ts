import { PacklineError } from '../errors.js'
import type { PackageVersion } from './config-document.js'
import type { Row } from './rows.js'

/**
 * `value` with {version}, {build}, {channel} and {target} of the row in its texts; other braces stay. Throws
 * PACKAGE_PLACEHOLDER_EMPTY for one that the row has nothing for.
 */
export function fillPlaceholders<Value> (value: Value, row: Row, version: PackageVersion): Value
export function fillPlaceholders (value: unknown, row: Row, version: PackageVersion): unknown {
  if (typeof value === 'string') {
    return value.replace(/\{(version|build|channel|target)\}/g, (placeholder, what: keyof Places) => {
      const text = placesOf(row, version)[what]
      if (text === undefined) {
        throw new PacklineError('PACKAGE_PLACEHOLDER_EMPTY', { row: row.id, what, placeholder })
      }
      return text
    })
  }
  if (Array.isArray(value)) return value.map(each => fillPlaceholders(each, row, version))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, fillPlaceholders(each, row, version)])
  )
}

type Places = ReturnType<typeof placesOf>

function placesOf ({ channel, target }: Row, { version, build }: PackageVersion) {
  return { version, build: String(build), channel, target: target?.id }
}
