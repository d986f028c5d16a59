import type { Locale, MessageKey, MessageParameters } from '../messages/message.js'
import { message } from '../messages/message.js'
import { unitName } from './render-units.js'
import type { PlannedService, SitePlan } from './site-plan.js'

/** The steps of a site for people who have neither packline nor its words, as Markdown. */
export function runbook (plan: SitePlan, locale: Locale): string {
  const say = (key: MessageKey, parameters?: MessageParameters): string => message(locale, key, parameters)
  const { project, site, machine, environment, services, borrowed, contacts } = plan
  const databases = [...new Set(services.flatMap(({ databases }) => databases))]
  const secrets = services.flatMap(({ name, secrets }) =>
    Object.entries(secrets).map(([secret, file]) => say('runbook.secret', { service: name, secret, file }))
  )
  return `${
    [
      `# ${say('runbook.title', { project, site })}`,
      say('runbook.about', { machine, environment, services: services.map(({ name }) => name).join(', ') }),
      `## ${say('runbook.before')}`,
      numbered([
        ...secrets,
        ...databases.map(database => say('runbook.database', { database: code(database) })),
        ...services.flatMap(({ name, namespace }) =>
          namespace === undefined
            ? []
            : [say('runbook.namespace', { service: name, namespace: code(namespace) })]
        ),
        ...borrowed.map(({ name, from, addresses }) =>
          say('runbook.borrowed', { service: name, from, addresses: code(addresses.join(', ')) })
        ),
        say('runbook.ports', { ports: services.flatMap(({ ports }) => ports).join(', ') }),
        `${say('runbook.install')}\n\n${block(installCommands(plan))}`
      ]),
      `## ${say('runbook.start')}`,
      numbered(
        services.map(service =>
          `${say('runbook.startOne', { service: service.name })}\n\n${
            block([startCommand(plan, service.name), ...checkCommands(service)])
          }\n\n   ${expectation(service, say)}`
        )
      ),
      `## ${say('runbook.back')}`,
      numbered([
        `${say('runbook.stop')}\n\n${block([stopCommand(plan)])}`,
        `${say('runbook.former')}\n\n${block(['rm -rf current && cp -a before current'])}`,
        say('runbook.again')
      ]),
      `## ${say('runbook.contacts')}`,
      contacts.length === 0
        ? say('runbook.nobody')
        : contacts.map(({ name, reach }) => `- ${plain(name)}: ${plain(reach)}`).join('\n')
    ]
      .join('\n\n')
  }\n`
}

function installCommands ({ runtime }: SitePlan): string[] {
  return runtime === 'compose'
    ? ['cp -a current before', 'docker compose -f current/compose.yaml pull']
    : ['cp -a current before', 'cp current/systemd/* /etc/systemd/system/', 'systemctl daemon-reload']
}

function startCommand (plan: SitePlan, service: string): string {
  return plan.runtime === 'compose'
    ? `docker compose -f current/compose.yaml up -d --no-deps ${service}`
    : `systemctl start ${unitName(plan, service)}`
}

function stopCommand (plan: SitePlan): string {
  return plan.runtime === 'compose'
    ? 'docker compose -f current/compose.yaml down'
    : `systemctl stop ${plan.id}.target`
}

function checkCommands ({ addresses: [address = ''], ports, check }: PlannedService): string[] {
  const listens = ports.map(port => `ss -ltn 'sport = :${port}'`)
  if (check?.path === undefined) return listens
  const base = /^[a-z]+:\/\//i.test(address) ? address.replace(/^ws/i, 'http') : `http://${address}`
  const { href } = new URL(check.path, base)
  return [...listens, `curl -sS -i ${quotedForShell(href)}`]
}

function expectation (
  { check, addresses: [address = ''] }: PlannedService,
  say: (key: MessageKey, parameters?: MessageParameters) => string
): string {
  const holds = check?.contains === undefined
    ? ''
    : say('runbook.holds', { text: code(check.contains) })
  if (check?.path !== undefined) return say('runbook.http', { status: check.status, holds })
  if (check?.send !== undefined) {
    return say('runbook.sends', { address: code(address), text: code(JSON.stringify(check.send)), holds })
  }
  return say('runbook.tcp', { address: code(address), holds })
}

function numbered (steps: readonly string[]): string {
  return steps.map((step, index) => `${index + 1}. ${step}`).join('\n')
}

function block (lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].map(line => `   ${line}`).join('\n')
}

function quotedForShell (text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** A text of somebody's as code: with more backticks around it than in it. */
function code (text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  const most = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(most + 1)
  return most === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`
}

/** A text of somebody's that means nothing in Markdown or HTML. */
function plain (text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(/[\\`*_[\]#|!~>]/g, '\\$&')
}
