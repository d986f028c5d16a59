import type { ErrorDefinition } from './define-errors.js'
import type { ErrorCode } from './error-catalogue.js'
import { generalErrors } from './general-errors.js'
import { builtTable } from './messages/built-table.js'

// The bundles have this in place of error-catalogue.ts: most runs meet no error, and the tables of all
// of them are a tenth of the time of a start. scripts/built-tables.mjs writes what is read here.

let definitions: Readonly<Record<string, ErrorDefinition>> | undefined

export function errorDefinition (code: string): ErrorDefinition | undefined {
  definitions ??= builtTable<ErrorDefinition>('errors') ?? generalErrors
  return Object.hasOwn(definitions, code) ? definitions[code] : undefined
}

export function isErrorCode (code: unknown): code is ErrorCode {
  return typeof code === 'string' && errorDefinition(code) !== undefined
}
