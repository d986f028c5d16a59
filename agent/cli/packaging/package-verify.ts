import { resolve } from 'node:path'
import { message } from '../../messages/message.js'
import { SigningTools } from '../../packaging/signing-tools.js'
import { verifyPackage } from '../../packaging/verify-package.js'
import type { VerifiedPackage } from '../../packaging/verify-package.js'
import { defineCommand } from '../command.js'
import { jsonOption } from '../common-options.js'

export const packageVerify = defineCommand({
  name: 'package verify',
  describe: 'command.packageVerify',
  positionals: ['FILE…'],
  options: jsonOption,
  run: async (context, options, files) => {
    const tools = new SigningTools(context.environment)
    const results: VerifiedPackage[] = []
    for (const file of files) {
      const result = await verifyPackage(resolve(context.cwd, file), tools, context.signal)
      results.push(result)
      const { entries, signatures, stamp } = result
      const list = signatures === undefined ? '?' : signatures.join(', ') || '-'
      if (!options.json) {
        context.stdout.write(`${
          message(context.locale, 'package.verified', {
            file,
            entries,
            signatures: list,
            channel: stamp?.channel ?? '-'
          })
        }\n`)
      }
    }
    if (options.json) context.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
    return 0
  }
})
