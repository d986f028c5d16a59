import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { KeyObject } from 'node:crypto'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { message } from '../../messages/message.js'
import { publicKeyOf } from '../../packaging/config-signature.js'
import { refusedBy } from '../../packaging/apk/refused-package.js'
import { SigningTools } from '../../packaging/signing-tools.js'
import { verifyPackage } from '../../packaging/verify-package.js'
import type { VerifiedPackage } from '../../packaging/verify-package.js'
import { defineCommand } from '../command.js'
import { jsonOption } from '../common-options.js'
import { printJson, printLines, tell } from '../terminal.js'
import { findingLines } from './finding-lines.js'
import { namedPackage } from './named-package.js'

export const packageVerify = defineCommand({
  name: 'package verify',
  describe: 'command.packageVerify',
  positionals: ['FILE…'],
  options: {
    ...jsonOption,
    store: { type: 'string', value: 'STORE', choices: ['play'], describe: 'option.verifyStore' },
    'public-key': { type: 'string', value: 'FILE', multiple: true, describe: 'option.publicKey' }
  },
  run: async (context, options, files) => {
    const tools = new SigningTools(context.environment)
    const keys = await Promise.all(
      options['public-key'].map(async name => await readPublicKey(resolve(context.cwd, name)))
    )
    const results: VerifiedPackage[] = []
    for (const file of files) {
      const result = await verifyPackage(namedPackage(context.cwd, file).path, tools, context.signal, keys)
      results.push(result)
      const { entries, manifest, signatures, stamp, config } = result
      const list = signatures === undefined ? '?' : signatures.join(', ') || '-'
      if (!options.json) {
        printLines(context, [message(context.locale, 'package.verified', {
          file,
          entries,
          signatures: list,
          channel: stamp?.channel ?? '-'
        })])
        if (manifest !== undefined) {
          printLines(context, [message(context.locale, 'package.verifiedManifest', { file, ...manifest })])
        }
      }
      if (!options.json) {
        for (const finding of result.findings) printLines(context, findingLines(context, finding))
      }
      if (config !== undefined) {
        tell(context, `package.config.${config}`, { file })
      }
    }
    if (options.json) printJson(context, results)
    const isRefused = results.some(({ findings }) => refusedBy(findings, options.store).length > 0)
    return isRefused ? 1 : 0
  }
})

async function readPublicKey (file: string): Promise<KeyObject> {
  let pem: string
  try {
    pem = await readFile(file, 'utf8')
  } catch (error) {
    throw new PacklineError('PACKAGE_CONFIG_KEY_UNUSABLE', { where: file, reason: errorText(error) }, {
      cause: error
    })
  }
  return publicKeyOf(pem, file)
}
