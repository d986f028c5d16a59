import { createHash } from 'node:crypto'
import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import { canonicalJson } from '../cache/canonical-json.js'
import { configInvalid, toMistakes } from '../config/validate.js'
import { PacklineError } from '../errors.js'
import type { Job, JobRequest } from './job.js'
import type { JobKind } from './job-kind.js'
import { checkBelow, realWorkspace } from './workspace.js'

const checks = new WeakMap<JobKind, ValidateFunction>()

interface CheckedRequest {
  kind: JobKind
  parameters: Record<string, unknown>
  /** The real path. */
  workspace: string
  /** The same for everything that asks for the same. */
  digest: string
}

/**
 * A request that may be taken: a kind that is known, parameters that fit it, and a place where the agent may
 * work.
 */
export async function checkRequest (
  request: JobRequest,
  { kinds, workspaces }: { kinds: readonly JobKind[], workspaces: readonly string[] }
): Promise<CheckedRequest> {
  const kind = kinds.find(({ name }) => name === request.kind)
  if (kind === undefined) {
    throw new PacklineError('JOB_KIND_UNKNOWN', {
      kind: request.kind,
      known: kinds.map(({ name }) => name).join(', ')
    })
  }
  const parameters = request.parameters ?? {}
  checkParameters(kind, parameters)
  const workspace = await realWorkspace(request.workspace, workspaces)
  for (const name of kind.paths) {
    if (parameters[name] !== undefined) await checkBelow(workspace, String(parameters[name]))
  }
  return { kind, parameters, workspace, digest: requestDigest([kind.name, workspace, parameters]) }
}

function checkParameters (kind: JobKind, parameters: Record<string, unknown>): void {
  const check = checks.get(kind) ??
    new Ajv({ allErrors: true, strict: true, verbose: true, allowUnionTypes: true }).compile(kind.parameters)
  checks.set(kind, check)
  if (check(parameters)) return
  const { count, mistakes, list } = configInvalid('parameters', toMistakes(check.errors ?? [])).details
  throw new PacklineError('JOB_PARAMETERS_INVALID', { kind: kind.name, count, mistakes, list })
}

/** The same in whatever order the keys of the parameters come. */
function requestDigest (request: unknown): string {
  return createHash('sha256').update(canonicalJson(request)).digest('hex')
}

/** The job that has the key already. Throws JOB_KEY_REUSED where it is another request's. */
export function sameJob (job: Job, digest: string): Job {
  if (job.digest !== digest) throw new PacklineError('JOB_KEY_REUSED', { key: job.key, id: job.id })
  return job
}
