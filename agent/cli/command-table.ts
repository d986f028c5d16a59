import type { Command } from './command.js'

/** Every command, loaded only when it is called: start-up time is part of every build. */
export const commandTable: Record<string, () => Promise<Command>> = {
  'ccsui export': async () => (await import('./ccsui/ccsui-export.js')).ccsuiExport,
  'ccsui check': async () => (await import('./ccsui/ccsui-check.js')).ccsuiCheck,
  'ccsui verify': async () => (await import('./ccsui/ccsui-verify.js')).ccsuiVerify,
  'ccsui dump': async () => (await import('./ccsui/ccsui-dump.js')).ccsuiDump,
  'ccsui diff': async () => (await import('./ccsui/ccsui-diff.js')).ccsuiDiff,
  'atlas show': async () => (await import('./atlas-show.js')).command,
  'atlas pack': async () => (await import('./atlas-pack.js')).command,
  'assets build': async () => (await import('./assets-build.js')).command,
  'assets plan': async () => (await import('./assets-plan.js')).command,
  'cache stats': async () => (await import('./cache.js')).stats,
  'cache verify': async () => (await import('./cache.js')).verify,
  'cache gc': async () => (await import('./cache.js')).gc,
  health: async () => (await import('./health/health.js')).command,
  'alert test': async () => (await import('./alert/alert-test.js')).command,
  doctor: async () => (await import('./health/doctor.js')).command,
  'trigger status': async () => (await import('./trigger/trigger-status.js')).status,
  'trigger poll': async () => (await import('./trigger/trigger-poll.js')).poll,
  'licence run': async () => (await import('./licence/licence-run.js')).run,
  'licence status': async () => (await import('./licence/licence-status.js')).status,
  'licence release': async () => (await import('./licence/licence-admin.js')).release,
  'licence pin': async () => (await import('./licence/licence-admin.js')).pin,
  'licence unpin': async () => (await import('./licence/licence-admin.js')).unpin,
  'licence adopt': async () => (await import('./licence/licence-admin.js')).adopt,
  serve: async () => (await import('./serve.js')).command,
  'token add': async () => (await import('./token.js')).add,
  'token list': async () => (await import('./token.js')).list,
  'token remove': async () => (await import('./token.js')).remove
}
