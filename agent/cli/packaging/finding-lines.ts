import { message } from '../../messages/message.js'
import { listed } from '../../packaging/apk/refused-package.js'
import type { Finding } from '../../packaging/apk/apk-findings.js'
import type { CommandContext } from '../command.js'

/** A finding in one line of its reader's language. */
export function findingLine ({ locale }: Pick<CommandContext, 'locale'>, finding: Finding): string {
  const { key, parameters } = listed(finding)
  return message(locale, 'finding.line', {
    rule: finding.rule,
    level: message(locale, `finding.level.${finding.level}`),
    text: message(locale, key, parameters)
  })
}

/** The same, and below it what to do. */
export function findingLines (context: Pick<CommandContext, 'locale'>, finding: Finding): string[] {
  const remedy = message(context.locale, `finding.${finding.rule}.remedy`)
  return [findingLine(context, finding), message(context.locale, 'finding.remedy', { remedy })]
}
