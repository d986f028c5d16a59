import type { RouteOptions } from 'fastify'
import { documentErrors } from '../coordination/document-errors.js'
import { ensembleErrors } from '../coordination/ensemble-errors.js'
import { errorDefinition, type ErrorCode } from '../error-catalogue.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the handler itself may answer besides its results, and besides what any route may. */
    errors?: readonly ErrorCode[]
  }
}

/** Where documents of the farm are read or written. */
export const documentsFail: readonly ErrorCode[] = [
  ...keysOf(documentErrors),
  ...keysOf(ensembleErrors),
  'CONFIG_SECRET_MISSING',
  'DISK_FULL'
]

type Route = Pick<RouteOptions, 'method' | 'config' | 'schema'> & { url?: string }

/** The codes that a route may answer, by status. */
export function errorsOf ({ method, url, config, schema }: Route): Map<number, ErrorCode[]> {
  const changes = [method].flat().some(each => each !== 'GET' && each !== 'HEAD')
  const codes = new Set<ErrorCode>([
    'HTTP_BAD_PATH',
    ...config?.role === 'none' ? [] : ['HTTP_UNAUTHORIZED', 'HTTP_FORBIDDEN'] as const,
    ...config?.projectRole !== undefined || url?.includes('/:project') === true
      ? ['PROJECT_FORBIDDEN'] as const
      : [],
    ...changes
      ? [
        'HTTP_FOREIGN_ORIGIN',
        'HTTP_FORM_STALE',
        'HTTP_INVALID_JSON',
        'HTTP_TOO_LARGE',
        'HTTP_MEDIA_TYPE'
      ] as const
      : [],
    ...schema?.body ?? schema?.querystring ?? schema?.params ? ['HTTP_INVALID_REQUEST'] as const : [],
    ...config?.errors ?? [],
    'HTTP_WRONG_HOST',
    'HTTP_RATE_LIMITED',
    'AGENT_TOKENS_INVALID',
    'USERS_INVALID',
    'INTERNAL'
  ])
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    const status = errorDefinition(code)?.httpStatus ?? 500
    byStatus.set(status, [...byStatus.get(status) ?? [], code])
  }
  return new Map([...byStatus].sort(([a], [b]) => a - b))
}

export function keysOf<Table extends object> (table: Table): Array<keyof Table & ErrorCode> {
  return Object.keys(table) as Array<keyof Table & ErrorCode>
}
