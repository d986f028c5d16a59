import type { ErrorDefinition } from './define-errors.js'
import type { ErrorCode } from './error-catalogue.js'
import { generalErrors } from './general-errors.js'
import { builtTable } from './messages/built-texts.js'

// The bundles have this in place of error-catalogue.ts: most runs meet no error, and the tables of all
// of them are a tenth of the time of a start. scripts/built-tables.mjs writes what is read here.

let definitions: Readonly<Record<string, ErrorDefinition>> | undefined

function known (): Readonly<Record<string, ErrorDefinition>> {
  definitions ??= builtTable<ErrorDefinition>('errors') ?? generalErrors
  return definitions
}

export function errorDefinition (code: string): ErrorDefinition | undefined {
  return Object.hasOwn(known(), code) ? known()[code] : undefined
}

export function errorDefinitions (): ErrorDefinition[] {
  return Object.values(known())
}

export function isErrorCode (code: unknown): code is ErrorCode {
  return typeof code === 'string' && errorDefinition(code) !== undefined
}
