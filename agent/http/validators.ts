import { Ajv } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'
import type { FastifySchema } from 'fastify'

/**
 * Checks of requests. A query string and a path hold text only, so numbers are read from it there; a body is
 * taken as it is, and what it holds beyond its schema is a mistake, not left out.
 */
export function requestValidators (): FastifySchemaCompiler<FastifySchema> {
  const common = {
    allErrors: false,
    useDefaults: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    verbose: true,
    allowUnionTypes: true
  } as const
  let strict: Ajv | undefined
  let reading: Ajv | undefined
  return ({ schema, httpPart }) =>
    httpPart === 'body'
      ? (strict ??= new Ajv(common)).compile(schema)
      : (reading ??= new Ajv({ ...common, coerceTypes: 'array' })).compile(schema)
}
