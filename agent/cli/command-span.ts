import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { RunEvent } from '../assets/actions/run-events.js'
import { defaultConfigFile, loadAgentConfig } from '../config/agent-config.js'
import { deviceIdentity } from '../config/device.js'
import type { Environment } from '../config/home.js'
import { readSecret } from '../config/secret.js'
import { placeBelow, readTraceparent, writeTraceparent } from '../telemetry/trace-context.js'
import type { Span } from '../telemetry/span.js'
import { Stages } from '../telemetry/stages.js'
import { packlineVersion } from '../version.js'

/** The end of a command waits so long at most for whoever collects spans. */
const answerMs = 1000

export interface CommandSpan {
  /** For what the command starts. */
  traceparent: string
  onRunEvent: (event: RunEvent) => void
  /** `error`: the code of what it ended with. */
  end: (exitStatus: number, error?: string) => Promise<void>
}

interface CalledCommand {
  name: string
  environment: Environment
  cwd: string
}

/**
 * Begins to measure a command that a step runs; undefined where nobody collects that. Nothing is thrown, and
 * neither words nor messages of the command are told: they may hold secrets.
 */
export async function beginCommandSpan (called: CalledCommand): Promise<CommandSpan | undefined> {
  const startMs = Date.now()
  const { name, environment, cwd } = called
  if (!await mayBeConfigured(environment, cwd)) return undefined
  const parent = readTraceparent(environment.TRACEPARENT)
  const place = placeBelow(parent, `command ${process.pid} ${startMs} ${performance.timeOrigin}`)
  const stages = new Stages(place)
  return {
    traceparent: writeTraceparent(place),
    onRunEvent: event => {
      if (event.type === 'phase') stages.begin(event.phase, Date.now())
    },
    end: async (exitStatus, error) => {
      const endMs = Date.now()
      stages.end(endMs, error)
      const attributes = { 'packline.command': name, 'packline.exit_status': exitStatus }
      const failure = error ?? (exitStatus === 0 ? undefined : `status ${exitStatus}`)
      const span: Span = {
        place,
        parent,
        name: `packline ${name}`,
        startMs,
        endMs,
        attributes,
        ...failure !== undefined && { error: failure }
      }
      if (place.isSampled) await send([span, ...stages.spans], called).catch(() => {})
    }
  }
}

/** Without checking the configuration, which costs more than most commands of a step have to lose. */
async function mayBeConfigured (environment: Environment, cwd: string): Promise<boolean> {
  const named = environment.PACKLINE_CONFIG || defaultConfigFile(environment, process.platform)
  return (await readFile(resolve(cwd, named), 'utf8').catch(() => '')).includes('"telemetry"')
}

async function send (spans: readonly Span[], { environment, cwd }: CalledCommand): Promise<void> {
  const { config } = await loadAgentConfig(environment, cwd)
  const { telemetry } = config
  if (telemetry === undefined) return
  const { sendSpans } = await import('../telemetry/send-spans.js')
  const { endpoint, tokenFile } = telemetry
  await sendSpans(spans, {
    endpoint,
    ...tokenFile !== undefined && { token: await readSecret(tokenFile, environment, cwd) },
    version: packlineVersion,
    device: await deviceIdentity(environment, config.device)
  }, AbortSignal.timeout(answerMs))
}
