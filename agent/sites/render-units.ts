import type { PlannedService, SitePlan } from './site-plan.js'
import { environmentOf } from './site-variables.js'

/** One unit of systemd for each service, and a target that starts and stops them all: systemd.unit(5). */
export function renderUnits (plan: SitePlan): Record<string, string> {
  return Object.fromEntries([
    [`systemd/${plan.id}.target`, targetUnit(plan)],
    ...plan.services.map(service => [`systemd/${unitName(plan, service.name)}`, serviceUnit(plan, service)])
  ])
}

export function unitName ({ id }: SitePlan, service: string): string {
  return `${id}-${service}.service`
}

function targetUnit (plan: SitePlan): string {
  return `[Unit]
Description=${quietText(`${plan.project} ${plan.site}`)}
Wants=${plan.services.map(({ name }) => unitName(plan, name)).join(' ')}

[Install]
WantedBy=multi-user.target
`
}

function serviceUnit (plan: SitePlan, service: PlannedService): string {
  const { name, program = '', arguments: words, after, secrets } = service
  const before = after.map(other => unitName(plan, other))
  // %d is the folder of the credentials: it must stay a specifier.
  const variables = Object
    .entries(environmentOf(plan, service, '\0'))
    .map(([key, value]) => `Environment=${quoted(`${key}=${value}`).replaceAll('\0', '%d')}`)
  return `${
    [
      '[Unit]',
      `Description=${quietText(`${plan.project} ${plan.site} ${name}`)}`,
      'Wants=network-online.target',
      `After=${['network-online.target', ...before].join(' ')}`,
      ...before.length > 0 ? [`Requires=${before.join(' ')}`] : [],
      `PartOf=${plan.id}.target`,
      '',
      '[Service]',
      'Type=exec',
      `User=${plan.user ?? ''}`,
      `StateDirectory=${plan.id}/${name}`,
      `WorkingDirectory=%S/${plan.id}/${name}`,
      ...Object.entries(secrets).map(([secret, file]) => `LoadCredential=${secret}:${file}`),
      ...variables,
      `ExecStart=${[program, ...words.map(word => quoted(word).replaceAll('$', '$$$$'))].join(' ')}`,
      'Restart=on-failure',
      'RestartSec=5',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'PrivateTmp=yes',
      '',
      '[Install]',
      `WantedBy=${plan.id}.target`
    ]
      .join('\n')
  }\n`
}

/** As systemd.syntax(7) reads it back, with no specifier in it. */
function quoted (text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`
}

function quietText (text: string): string {
  return text.replaceAll('%', '%%')
}
