import { join } from 'node:path'
import { packlineHome } from '../config/home.js'
import { cacheStatistics, collectGarbage, verifyCache } from '../cache/maintenance.js'
import { message, wordedLater } from '../messages/message.js'
import { agoText } from '../messages/durations.js'
import type { MessageKey } from '../messages/message.js'
import { defineCommand } from './command.js'
import type { CommandContext } from './command.js'
import { readableSize } from '../messages/readable-size.js'
import { jsonOption } from './common-options.js'
import { show } from './terminal.js'

export const stats = defineCommand({
  name: 'cache stats',
  describe: 'command.cacheStats',
  options: jsonOption,
  run: async (context, options) => {
    const statistics = cacheStatistics(cacheFolder(context))
    return print(context, options.json, statistics, 'cache.stats', {
      ...statistics,
      folder: cacheFolder(context),
      size: readableSize(statistics.sizeBytes),
      oldestUse: statistics.oldestUse === null
        ? wordedLater('cache.neverUsed')
        : agoText(context.locale, statistics.oldestUse, Date.now())
    })
  }
})

export const verify = defineCommand({
  name: 'cache verify',
  describe: 'command.cacheVerify',
  options: jsonOption,
  run: async (context, options) => {
    const result = await verifyCache(cacheFolder(context), context.signal)
    print(context, options.json, result, 'cache.verified', { ...result, damaged: result.damaged.length })
    return result.damaged.length > 0 ? 1 : 0
  }
})

export const gc = defineCommand({
  name: 'cache gc',
  describe: 'command.cacheGc',
  options: { ...jsonOption, limit: { type: 'integer', value: 'MB', describe: 'option.cacheLimit' } },
  run: async (context, options) => {
    const { loadAgentConfig } = await import('../config/agent-config.js')
    const limitMb = options.limit ??
      (await loadAgentConfig(context.environment, context.cwd)).config.cacheSizeMb
    const result = collectGarbage(cacheFolder(context), limitMb * 1_000_000, Date.now())
    return print(context, options.json, result, 'cache.collected', {
      ...result,
      freed: readableSize(result.freedBytes),
      kept: readableSize(result.keptBytes)
    })
  }
})

function cacheFolder (context: CommandContext): string {
  return join(packlineHome(context.environment), 'cache')
}

function print (
  context: CommandContext,
  asJson: boolean,
  document: unknown,
  key: MessageKey,
  parameters: Record<string, unknown>
): number {
  show(context, asJson, document, () => [message(context.locale, key, parameters)])
  return 0
}
