import type { ErrorDefinition } from '../agent/define-errors.js'
import { errorTables } from '../agent/error-catalogue.js'
import { unfilled } from '../agent/messages/message.js'

const introduction = `# Errors

<!-- Generated from the error tables in agent/ by npm run generate; do not edit. -->

Every error has a code that stays as it is. With \`--json\` and over HTTP it comes as
\`{ "error": { "code", "message", "hint", "retryable", "details" } }\`; what is in braces below comes from \`details\`.

- kind: whose fault it is, and so who can mend it. \`machine\`: a disk, tool, service or the network of this machine or the farm;
  \`content\`: what the project's files, art and packages hold; \`caller\`: usage, configuration, the request.
- exit: the exit status of the command line. 0 done; 1 the work failed; 2 wrong usage or configuration; 3 a needed tool, licence or
  service is missing; 130 interrupted.
- HTTP: the status of the agent's answer.
- again: whether the same thing may go well when it is tried again.
`

/** docs/errors.md: every error with its kind, statuses and what to do. */
export function errorPage (): string {
  const sections = Object.entries(errorTables).map(([title, table]) => {
    const rows = Object.entries(table).map(([code, definition]) => row(code, definition))
    return `## ${title}\n\n| code | says | what to do | kind | exit | HTTP | again |\n|---|---|---|---|---|---|---|\n${
      rows.join('\n')
    }\n`
  })
  return [introduction, ...sections].join('\n')
}

function row (code: string, definition: ErrorDefinition): string {
  const { kind, exitStatus, httpStatus, retryable, text, hint } = definition
  const cells = [
    `\`${code}\``,
    cell(unfilled(text.en)),
    cell(unfilled(hint?.en ?? '')),
    kind,
    exitStatus,
    httpStatus,
    retryable ? 'yes' : 'no'
  ]
  return `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |')
}

/** A text as it is, though it holds what markdown gives a meaning to. */
function cell (text: string): string {
  return text.replace(/[\\`*|[\]]/g, '\\$&').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(
    '\n',
    '<br>'
  )
}
