import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { PacklineError } from '../errors.js'
import { SigningTools } from '../packaging/signing-tools.js'
import type { Environment } from '../processes/process-group.js'
import { findExecutable } from '../processes/find-executable.js'
import { LastOutput } from '../processes/program-output.js'
import { runProgram } from '../processes/run-program.js'
import { seen, type Seen } from './self-test-step.js'

/** Unsigned, of a manifest alone: `aapt package -f -M AndroidManifest.xml -I framework-res.apk -F FILE`. */
const unsigned = resolve(import.meta.dirname, '../../resources/packaging/self-test.apk')
const alias = 'self-test'

/**
 * Signs and verifies an APK with a key made for this one time. A machine that no label says to sign on may
 * lack the tools for it.
 */
export async function trySigning (
  temporary: string,
  labels: readonly string[],
  environment: Environment,
  signal: AbortSignal
): Promise<Seen> {
  const tools = new SigningTools(environment)
  try {
    const { PATH = '', JAVA_HOME } = environment
    const searchPath = JAVA_HOME === undefined || JAVA_HOME === ''
      ? PATH
      : `${join(JAVA_HOME, 'bin')}:${PATH}`
    findExecutable('java', searchPath)
    const keytool = findExecutable('keytool', searchPath)
    const signer = tools.requireApk()
    const password = randomBytes(12).toString('hex')
    const file = join(temporary, 'self-test.p12')
    await makeKey(keytool, file, password, environment, signal)
    await signer.sign({
      input: unsigned,
      output: join(temporary, 'signed.apk'),
      key: { file, alias, password, keyPassword: password },
      schemes: ['v1', 'v2', 'v3'],
      signing: alias,
      label: 'self-test.apk'
    }, signal)
    return seen('ok', 'selfTest.signing', { tool: signer.name })
  } catch (error) {
    const isNeeded = labels.includes('android')
    if (isNeeded || !(error instanceof PacklineError) || error.code !== 'TOOL_NOT_FOUND') throw error
    return seen('notMeasured', 'selfTest.signing.noTool', { tool: error.details.tool })
  } finally {
    await tools.close()
  }
}

async function makeKey (
  keytool: string,
  file: string,
  password: string,
  { PATH, HOME, JAVA_HOME }: Environment,
  signal: AbortSignal
): Promise<void> {
  const words = new LastOutput(500)
  const { status } = await runProgram({
    file: keytool,
    args: [
      '-genkeypair',
      ...['-keystore', file, '-storetype', 'PKCS12', '-storepass:env', 'PACKLINE_KS_PASS'],
      ...['-alias', alias, '-keyalg', 'RSA', '-keysize', '2048', '-validity', '1', '-dname', 'CN=packline']
    ],
    environment: { PATH, HOME, JAVA_HOME, LC_ALL: 'C.UTF-8', PACKLINE_KS_PASS: password },
    stdout: words,
    stderr: words,
    signal
  })
  if (status === 0) return
  throw new PacklineError('TOOL_FAILED', { tool: 'keytool', reason: words.text.trim() })
}
