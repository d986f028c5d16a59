import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { LoadedAgentConfig } from '../../config/agent-config.js'
import { deviceIdentity } from '../../config/device.js'
import { packlineHome } from '../../config/home.js'
import { knownSecrets } from '../../config/redaction.js'
import { writeFileAtomic } from '../../files/atomic-file.js'
import { fromFileSystem } from '../../files/file-system-errors.js'
import { WrittenFiles } from '../../files/written-files.js'
import type { HealthDocument } from '../../health/agent-health.js'
import { showValue } from '../../health/show-value.js'
import { message } from '../../messages/message.js'
import { selfTest } from '../../self-test/self-test.js'
import { isSelfTestReport, reportedStep, selfTestReport, worstOf } from '../../self-test/self-test-report.js'
import { stepTitle, worstFirst, type StepResult } from '../../self-test/self-test-step.js'
import { withoutNames } from '../../self-test/without-names.js'
import type { CommandContext } from '../command.js'
import { listing, printJson, printLines, tell, tellLine } from '../terminal.js'
import { findingLines, findingsOf, type Finding } from './doctor-findings.js'

interface SelfTestRequest {
  loaded: LoadedAgentConfig
  health: HealthDocument
  findings: readonly Finding[]
  report: string | undefined
  json: boolean
}

/** `packline doctor --self-test`: returns the exit status by the worst that was seen. */
export async function runSelfTest (context: CommandContext, request: SelfTestRequest): Promise<number> {
  const { loaded, findings, json, report } = request
  const { locale, environment, cwd, signal } = context
  const home = packlineHome(environment)
  const file = report === undefined ? undefined : resolve(cwd, report)
  const written = new WrittenFiles(home)
  if (file !== undefined) written.check([{ path: file }], isOwnReport)
  const startedAt = new Date()
  const started = performance.now()
  const steps = await selfTest({
    config: loaded.config,
    environment,
    home,
    onStep: ({ id }) => {
      if (!json) tell(context, 'selfTest.tried', { step: stepTitle(locale, id) })
    }
  }, signal)
  if (json || file !== undefined) {
    const document = await documentOf(context, request, {
      steps,
      startedAt,
      durationMs: performance.now() - started
    })
    if (file !== undefined) await write(file, `${JSON.stringify(document, null, 2)}\n`, written)
    if (json) printJson(context, document)
  }
  if (!json) {
    printLines(context, stepLines(context, steps))
    printLines(context, findingLines(context, worstFirst(findings.filter(({ state }) => state !== 'ok'))))
    tellLine(context, endText(context, steps))
    if (file !== undefined) tell(context, 'selfTest.reported', { file })
  }
  return worstOf(steps, findings) === 'fail' ? 3 : 0
}

async function documentOf (
  context: CommandContext,
  { loaded, health }: SelfTestRequest,
  outcome: { steps: readonly StepResult[], startedAt: Date, durationMs: number }
): Promise<unknown> {
  const { environment, cwd } = context
  const secrets = await knownSecrets([{ document: loaded.config, folder: cwd }], environment)
  const device = await deviceIdentity(environment, loaded.config.device).catch(() => null)
  const findings = await findingsOf(loaded, health, { ...context, locale: 'en' })
  const document = selfTestReport({ ...outcome, device, facts: health.facts, findings })
  return withoutNames(secrets, environment)(document)
}

async function write (file: string, document: string, written: WrittenFiles): Promise<void> {
  try {
    await writeFileAtomic(file, document)
  } catch (error) {
    throw fromFileSystem(error, file)
  }
  written.add([file])
}

function stepLines (context: CommandContext, steps: readonly StepResult[]): string[] {
  const { locale } = context
  const shown = worstFirst(steps).map(step => reportedStep(locale, step))
  const rows = listing(
    context,
    shown.map(({ state, title, durationMs, text }) => [
      message(locale, `selfTest.state.${state}`),
      title,
      showValue(locale, { value: durationMs, unit: 'milliseconds' }),
      text
    ])
  )
  const hints = shown.flatMap(({ title, hint }) => hint === undefined ? [] : ['', title, `  ${hint}`])
  return [...rows, ...hints]
}

function endText ({ locale }: CommandContext, steps: readonly StepResult[]): string {
  const count = (state: StepResult['state']): number => steps.filter(step => step.state === state).length
  const [failed, warned, unmeasured] = [count('fail'), count('warn'), count('notMeasured')]
  return failed + warned + unmeasured === 0
    ? message(locale, 'selfTest.passed')
    : message(locale, 'selfTest.ended', { failed, warned, unmeasured })
}

function isOwnReport (path: string): boolean {
  return isSelfTestReport(readFileSync(path, 'utf8'))
}
