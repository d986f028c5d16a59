import { basename } from 'node:path'
import { leaseLabel, leaseVariable } from './lease-mark.js'

/** A tool's command line, with what lets its containers be found; see docs/licences.md. */
export interface MarkedCommand {
  args: readonly string[]
  /** The runtime with its global options, where the command starts a container. */
  runtime?: readonly string[]
  /** The program starts work that neither marker nor label reaches. */
  isOutOfReach: boolean
}

const runtimes = new Set(['docker', 'podman', 'nerdctl'])
/** They hand work to a daemon or to another machine. */
const outOfReach = new Set([
  'at',
  'batch',
  'buildah',
  'colima',
  'container',
  'crictl',
  'ctr',
  'docker-compose',
  'incus',
  'kubectl',
  'launchctl',
  'limactl',
  'lxc',
  'oc',
  'podman-compose',
  'podman-remote',
  'ssh',
  'sudo',
  'systemd-run'
])
/** A container's start behind a shell, or behind a command such as `env` and `timeout`. */
const hidden = /(?:^|[\s;&|(/])(?:docker|podman|nerdctl) (?:.* )?(?:run|create|start|exec|compose)\b/
/** Global options without a value, of all three; each other one that has no `=` is followed by its value. */
const bareOptions = new Set([
  '-D',
  '--debug',
  '--debug-full',
  '--experimental',
  '--insecure-registry',
  '--noout',
  '-r',
  '--remote',
  '--syslog',
  '--tls',
  '--tlsverify',
  '--trace',
  '--transient-store'
])

/** `run` and `create` of a container runtime get label and variable of the lease. */
export function markCommand (file: string, args: readonly string[], marker: string): MarkedCommand {
  const name = basename(file)
  if (!runtimes.has(name)) {
    return { args, isOutOfReach: outOfReach.has(name) || hidden.test(args.join(' ')) }
  }
  const at = subcommandAt(args)
  const verb = args[at] === 'container' ? at + 1 : at
  if (args[verb] !== 'run' && args[verb] !== 'create') return { args, isOutOfReach: true }
  const added = ['--label', `${leaseLabel}=${marker}`, '--env', `${leaseVariable}=${marker}`]
  return {
    args: [...args.slice(0, verb + 1), ...added, ...args.slice(verb + 1)],
    runtime: [file, ...args.slice(0, at)],
    isOutOfReach: false
  }
}

function subcommandAt (args: readonly string[]): number {
  let at = 0
  for (let each = args[at]; each?.startsWith('-') === true; each = args[at]) {
    at += each.includes('=') || bareOptions.has(each) ? 1 : 2
  }
  return at
}
