import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { Options, Serializer, SerializerFactory } from '@fastify/fast-json-stringify-compiler'
import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import type { FastifySchema, FastifySchemaCompiler } from 'fastify'
import { checkOptions } from '../config/check-options.js'

// Compiled when a route is called for the first time: compiling all of them took a third of an agent's start.

/**
 * Checks of requests. A query string and a path hold text only, so numbers are read from it there; a body is
 * taken as it is, and what it holds beyond its schema is a mistake, not left out.
 */
export function requestValidators (): FastifySchemaCompiler<FastifySchema> {
  const common = { ...checkOptions, allErrors: false } as const
  let strict: Ajv | undefined
  let reading: Ajv | undefined
  return ({ schema, httpPart }) => {
    let compiled: ValidateFunction | undefined
    const validate: ValidateFunction = Object.assign(
      ((data: unknown) => {
        compiled ??= httpPart === 'body'
          ? (strict ??= new Ajv(common)).compile(schema)
          : (reading ??= new Ajv({ ...common, coerceTypes: 'array' })).compile(schema)
        const valid = compiled(data)
        validate.errors = compiled.errors ?? null
        return valid
      }) as ValidateFunction,
      { schema }
    )
    return validate
  }
}

/** Makes answers of objects by their schemas: what a schema does not name is left out. */
export function responseSerializers (): SerializerFactory {
  const factory = SerializerSelector()
  return (externalSchemas?: unknown, options?: Options) => {
    const compile = factory(externalSchemas, options)
    return route => {
      let serialize: Serializer | undefined
      return document => (serialize ??= compile(route))(document)
    }
  }
}
