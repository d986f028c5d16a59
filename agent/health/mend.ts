import { kindOf, type Check } from './check.js'
import { smartReportFolder } from './probes/drives.js'
import { toolTable } from './probes/tools.js'

/** What one types to mend a check that is not ok; undefined where no single command does. */
export function mendCommand (
  check: Pick<Check, 'id' | 'subject'>,
  platform: NodeJS.Platform
): string | undefined {
  const kind = kindOf(check.id)
  const name = check.id.slice((kind?.length ?? 0) + 1)
  const rule = kind === undefined ? undefined : rules[kind]
  return rule?.(name, check.subject ?? '', platform)
}

type Rule = (name: string, subject: string, platform: NodeJS.Platform) => string | undefined

/** The agent and what it builds get no right of root's: they only read what root's smartctl said. */
const leaveSmartReports = `*/10 * * * * root mkdir -p ${smartReportFolder} && ` +
  'for d in $(smartctl --scan | cut -d" " -f1); do ' +
  `smartctl --json -H -A -i "$d" > "${smartReportFolder}/$(basename "$d").json"; done`

const rules: Partial<Record<ReturnType<typeof kindOf> & string, Rule>> = {
  disk: (name, subject) =>
    name === 'cache' ? 'packline cache gc' : `du -xh --max-depth=2 ${quoted(subject)} | sort -h | tail -20`,
  inodes: (_name, subject) => `du -x --inodes --max-depth=2 ${quoted(subject)} | sort -n | tail -20`,
  writable: (_name, subject) => `ls -ld ${quoted(subject)}; mount | grep -w ro`,
  driveRights: (_name, _subject, platform) =>
    platform === 'linux' ? `echo '${leaveSmartReports}' | sudo tee /etc/cron.d/packline-smart` : undefined,
  clock: (_name, _subject, platform) =>
    platform === 'darwin'
      ? 'sudo sntp -sS time.apple.com'
      : platform === 'win32'
      ? 'w32tm /resync'
      : 'sudo timedatectl set-ntp true',
  load: (_name, _subject, platform) =>
    platform === 'win32' ? undefined : 'ps -eo pid,pcpu,pmem,etime,args --sort=-pcpu | head -20',
  memory: (_name, _subject, platform) =>
    platform === 'win32' ? undefined : 'ps -eo pid,pmem,rss,etime,args --sort=-rss | head -20',
  tool: (name, _subject, platform) => toolTable.find(tool => tool.name === name)?.install[platform],
  licence: name =>
    name === 'texturepacker'
      ? 'TexturePacker --activate-license KEY'
      : name.endsWith('-seat')
      ? `packline licence pin DEVICE --licence ${name.slice(0, -'-seat'.length)} --why "…"`
      : undefined
}

/** For a shell; the path comes from the configuration. */
function quoted (path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
