import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PacklineError } from '../errors.js'
import { findExecutable } from '../processes/find-executable.js'
import { runTool } from '../processes/run-tool.js'

export type Strategy = 'serial' | 'canary'

interface HostResult {
  service: string
  host: string
  status: 'done' | 'failed' | 'unreachable' | 'not tried'
}

interface ServerRun {
  servers: ReadonlyArray<{ service: string, hosts: readonly string[] }>
  /** What Ansible's inventory scripts answer. */
  inventory: object
  /** More inventories: variables of hosts and groups. */
  inventories: readonly string[]
  command: readonly string[]
  strategy: Strategy
  environment: Readonly<Record<string, string | undefined>>
  cwd: string
  signal: AbortSignal
  timeoutMs: number
  onLine: (line: string) => void
}

const batchGroup = 'packline_batch'

/**
 * Runs a command on servers by Ansible, service by service: one host after the other, or one first and then
 * the others at once. After the first failure nothing more is begun. Throws SERVERS_FAILED, TOOL_NOT_FOUND.
 */
export async function runOnServers (run: ServerRun): Promise<HostResult[]> {
  const { servers, command, environment, cwd, strategy } = run
  const tool = findExecutable('ansible-playbook', environment.PATH ?? '', cwd)
  const results = servers.flatMap(({ service, hosts }) =>
    hosts.map((host): HostResult => ({ service, host, status: 'not tried' }))
  )
  const folder = await mkdtemp(join(tmpdir(), 'packline-servers-'))
  try {
    await writeFile(join(folder, 'play.yml'), playbook(command))
    for (const { service, hosts } of servers) {
      for (const batch of batchesOf(hosts, strategy)) {
        const found = await runBatch(run, tool, folder, batch)
        for (const result of results) {
          if (result.service === service && batch.includes(result.host)) {
            result.status = found.get(result.host) ?? 'failed'
          }
        }
        const failed = results.filter(({ status }) => status === 'failed' || status === 'unreachable')
        if (failed.length > 0) {
          throw new PacklineError('SERVERS_FAILED', {
            service,
            hosts: failed.map(({ host, status }) => `${host} (${status})`).join(', '),
            left: results.filter(({ status }) => status === 'not tried').length,
            results
          })
        }
      }
    }
    return results
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function batchesOf (hosts: readonly string[], strategy: Strategy): string[][] {
  if (strategy === 'serial') return hosts.map(host => [host])
  const [first, ...others] = hosts
  return [first === undefined ? [] : [first], others].filter(batch => batch.length > 0)
}

/** What became of each host, by the recap that Ansible's default callback ends with. */
async function runBatch (
  { inventory, inventories, environment, cwd, signal, timeoutMs, onLine }: ServerRun,
  tool: string,
  folder: string,
  batch: readonly string[]
): Promise<Map<string, HostResult['status']>> {
  const file = join(folder, 'inventory.json')
  await writeFile(file, JSON.stringify(batchInventory(inventory, batch)))
  const found = new Map<string, HostResult['status']>()
  let isRecap = false
  const { status } = await runTool({
    file: tool,
    args: [...inventories, file].flatMap(each => ['-i', each]).concat(join(folder, 'play.yml')),
    cwd,
    environment: {
      ...environment,
      ANSIBLE_STDOUT_CALLBACK: 'default',
      ANSIBLE_NOCOLOR: '1',
      ANSIBLE_RETRY_FILES_ENABLED: '0',
      ANSIBLE_ANY_ERRORS_FATAL: '0'
    },
    timeoutMs,
    signal,
    onLine: line => {
      isRecap ||= line.startsWith('PLAY RECAP')
      const recap = isRecap ? recapOf(line) : undefined
      if (recap !== undefined) found.set(...recap)
      onLine(line)
    }
  })
  // A host that Ansible never got to, or an end that is not explained by any host.
  if (status === 0) return found
  const isTold = [...found.values()].some(each => each !== 'done')
  return isTold ? found : new Map(batch.map(host => [host, 'failed']))
}

function recapOf (line: string): [string, HostResult['status']] | undefined {
  const [, host, ok = '', unreachable = '', failed = ''] =
    /^(\S+)\s*:\s+ok=(\d+)\s+changed=\d+\s+unreachable=(\d+)\s+failed=(\d+)/.exec(line) ?? []
  if (host === undefined) return undefined
  if (Number(unreachable) > 0) return [host, 'unreachable']
  return [host, Number(failed) > 0 || Number(ok) === 0 ? 'failed' : 'done']
}

/** In Ansible's own form for files, with this batch as one more group. */
function batchInventory (inventory: object, batch: readonly string[]): object {
  const groups = Object
    .entries(inventory as Record<string, { hosts?: string[] }>)
    .filter(([name]) => name !== '_meta' && name !== 'all')
  const hosts = (names: readonly string[]): object => ({
    hosts: Object.fromEntries(names.map(name => [name, {}]))
  })
  return {
    all: {
      children: {
        ...Object.fromEntries(groups.map(([name, { hosts: names = [] }]) => [name, hosts(names)])),
        [batchGroup]: hosts(batch)
      }
    }
  }
}

/** Words are given as they are: no shell reads them, and no template is filled in within them. */
function playbook (command: readonly string[]): string {
  return `- hosts: ${batchGroup}
  gather_facts: false
  tasks:
    - name: packline
      ansible.builtin.command:
        argv:
${command.map(word => `          - !unsafe ${JSON.stringify(word)}`).join('\n')}
      register: said
    - name: output
      ansible.builtin.debug:
        var: said.stdout_lines
`
}
