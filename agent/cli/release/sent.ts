import { SentFiles } from '../../release/sent-files.js'
import type { CommandContext } from '../command.js'
import { printEvent, show } from '../terminal.js'

export const eventsOption = { events: { type: 'boolean', describe: 'option.events' } } as const

/** What tells of each file on its way, where events were asked for. */
export function sentFiles (
  context: CommandContext,
  isAsked: boolean,
  ...sent: ConstructorParameters<typeof SentFiles> extends [unknown, ...infer Sent] ? Sent : never
): SentFiles {
  return new SentFiles(event => {
    if (isAsked) printEvent(context, event)
  }, ...sent)
}

/** The answer: the last event, one document, or lines for people. */
export function showSent (
  context: CommandContext,
  { events, json }: { events: boolean, json: boolean },
  report: object,
  lines: () => readonly string[]
): number {
  if (!events) return show(context, json, report, lines)
  printEvent(context, { type: 'report', report })
  return 0
}
