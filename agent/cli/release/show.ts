import type { CommandContext } from '../command.js'
import { deedText } from '../../messages/deed-key.js'
import { message } from '../../messages/message.js'
import type { MessageKey, MessageParameters } from '../../messages/message.js'
import { agoText } from '../../messages/durations.js'
import type { Revision } from '../../release/revision.js'
import { show } from '../terminal.js'

type Column = MessageKey extends infer Key ? Key extends `release.column.${infer Name}` ? Name : never : never

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
    revisionLine(context, { revision, at, by, why, action, subject }),
    ...changes.map(({ document, path, before, after }) =>
      `    ${
        say(context, 'list.pair', {
          name: path === '' ? document : `${document} ${path}`,
          value: `${short(before)} → ${short(after)}`
        })
      }`
    )
  ]
}

/** The names of columns, in the reader's language. */
export function heads (context: CommandContext, ...columns: Column[]): string[] {
  return columns.map(column => say(context, `release.column.${column}`))
}

/** Names with the commas of the reader's language. */
export function listed ({ locale }: Pick<CommandContext, 'locale'>, names: readonly string[]): string {
  return names.join(message(locale, 'list.comma'))
}

/** A revision in one line: which, when, who, what and why. */
export function revisionLine (
  context: CommandContext,
  { revision, at, why, ...done }: Pick<Revision, 'revision' | 'at' | 'by' | 'why' | 'action' | 'subject'>
): string {
  return say(context, 'release.revision', {
    revision,
    why,
    at: agoText(context.locale, at, Date.now()),
    deed: deedText(context.locale, done)
  })
}

export function say (context: CommandContext, key: MessageKey, parameters?: MessageParameters): string {
  return message(context.locale, key, parameters)
}

export function short (value: unknown): string {
  const text = value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 100 ? `${text.slice(0, 99)}…` : text
}
