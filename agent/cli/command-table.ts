import type { Command } from './command.js'

/** Every command, loaded only when it is called: start-up time is part of every build. */
export const commandTable: Record<string, () => Promise<Command>> = {
  'ccsui export': async () => (await import('./ccsui/ccsui-export.js')).ccsuiExport,
  'ccsui dump': async () => (await import('./ccsui/ccsui-dump.js')).ccsuiDump,
  'ccsui diff': async () => (await import('./ccsui/ccsui-diff.js')).ccsuiDiff,
}
