import type { CommandContext } from '../command.js'
import { message } from '../../messages/message.js'
import type { MessageKey, MessageParameters } from '../../messages/message.js'
import type { Revision } from '../../release/revision.js'

/** Prints `document` as JSON where that was asked for, else the lines for people. */
export function show (
  context: CommandContext,
  asJson: boolean,
  document: unknown,
  lines: () => string[]
): number {
  context.stdout.write(
    asJson ? `${JSON.stringify(document, null, 2)}\n` : lines().map(line => `${line}\n`).join('')
  )
  return 0
}

/** Prints what a change did. */
export function showRevision (
  context: CommandContext,
  asJson: boolean,
  revision: Revision | undefined
): number {
  return show(
    context,
    asJson,
    { revision: revision ?? null },
    () => revision === undefined ? [say(context, 'release.unchanged')] : revisionLines(context, revision)
  )
}

export function revisionLines (
  context: CommandContext,
  { revision, at, by, why, action, subject, changes }: Revision
): string[] {
  return [
    say(context, 'release.revision', { revision, at, by, why, action, subject }),
    ...changes.map(change =>
      `    ${change.document} ${change.path}: ${short(change.before)} → ${short(change.after)}`
    )
  ]
}

export function say (context: CommandContext, key: MessageKey, parameters?: MessageParameters): string {
  return message(context.locale, key, parameters)
}

export function short (value: unknown): string {
  const text = value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 100 ? `${text.slice(0, 99)}…` : text
}
