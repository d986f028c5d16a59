import { PacklineError } from '../errors.js'
import { findExecutable } from '../processes/find-executable.js'
import type { Environment } from '../processes/process-group.js'
import { LastOutput, WholeOutput } from '../processes/program-output.js'
import { runProgram } from '../processes/run-program.js'
import type { Manifest } from './kubernetes-object.js'
import { withFile } from './object-file.js'

/** What kubeconform says of the objects by the schemas of the configuration. Throws STAGING_INVALID. */
export async function checkSchemas (
  { schemas, objects, files, environment, signal }: {
    schemas: string
    objects: readonly Manifest[]
    files: Readonly<Record<string, string>>
    environment: Environment
    signal: AbortSignal
  }
): Promise<void> {
  const { PATH = '', HOME, HTTPS_PROXY, NO_PROXY } = environment
  const stdout = new WholeOutput(16_000_000)
  const stderr = new LastOutput(4000)
  const { status } = await runProgram({
    file: findExecutable('kubeconform', PATH),
    args: ['-strict', '-output=text', `-schema-location=${schemas}`, '-'],
    input: objects.map(object => `${JSON.stringify(object)}\n---\n`).join(''),
    environment: { PATH, HOME, HTTPS_PROXY, NO_PROXY },
    stdout,
    stderr,
    timeoutMs: 120_000,
    signal
  })
  if (status === 0) return
  const said = `${stdout.text}\n${stderr.text}`.trim().split('\n').map(line => line.replace(/^stdin - /, ''))
  throw new PacklineError('STAGING_INVALID', { reason: withFile(said.join('; ').slice(0, 1200), files) })
}
