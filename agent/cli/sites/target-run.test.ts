import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { projectHere } from '../../../test/support/project-here.js'

const noAnsible = spawnSync('ansible-playbook', ['--version']).error !== undefined &&
  'ansible-core is missing: pip install ansible-core'

const address = (name: string): string => `${name}.example:7001`
const project = {
  project: 'dk',
  environments: {
    live: {
      services: {
        GameServer: { addresses: ['g1', 'g2', 'g3'].map(address) },
        Global: { addresses: ['https://global.example/v1'] }
      }
    },
    review: {
      services: { GameServer: { addresses: ['r.example:7001'] }, Global: { from: 'live' } }
    }
  },
  targets: [
    { id: 'live', environment: 'live' },
    { id: 'review-1', kind: 'review', environment: 'review', match: { submitted: true }, priority: 10 }
  ],
  sites: {
    'review-1': {
      environment: 'review',
      machine: 'review-01.example',
      services: { GameServer: { image: 'game' } }
    }
  }
}
const why = ['--why', 'test']

t.test('an inventory has targets, environments and services as groups, and who resolves where', async t => {
  const { packline, folder } = projectHere(t.testdir({}), project)
  const { _meta, ...groups } = (await packline('inventory', '--list')).json()
  t.strictSame(groups, {
    all: {
      children: [
        'environment_live',
        'environment_review',
        'service_GameServer',
        'service_Global',
        'target_live',
        'target_review_1'
      ]
    },
    environment_live: { hosts: ['g1.example', 'g2.example', 'g3.example', 'global.example'] },
    environment_review: { hosts: ['review-01.example'] },
    service_GameServer: { hosts: ['g1.example', 'g2.example', 'g3.example', 'review-01.example'] },
    service_Global: { hosts: ['global.example'] },
    target_live: { hosts: ['g1.example', 'g2.example', 'g3.example', 'global.example'] },
    target_review_1: { hosts: ['global.example', 'review-01.example'] }
  })
  const global = (await packline('inventory', '--host', 'global.example')).json()
  t.strictSame(global, _meta.hostvars['global.example'])
  t.match(global, {
    packline_services: [{ environment: 'live', service: 'Global', addresses: ['https://global.example/v1'] }],
    packline_targets: [{ id: 'live', live: [] }, { id: 'review-1', kind: 'review' }]
  })
  t.strictSame((await packline('inventory', '--host', '__proto__')).json(), {})
  t.match(await packline('inventory'), { status: 2, stderr: /--list \| --host NAME/ })

  t.test('Ansible takes it from a script', { skip: noAnsible }, async t => {
    const script = join(folder, 'servers')
    const [list, one] = [await packline('inventory', '--list'), await packline('inventory', '--host', 'x')]
    writeFileSync(
      script,
      `#!/bin/sh\ncase $1 in --list) cat <<'E'\n${list.stdout}E\n;; *) cat <<'E'\n${one.stdout}E\n;; esac\n`
    )
    chmodSync(script, 0o755)
    const read = JSON.parse(execFileSync('ansible-inventory', ['-i', script, '--list'], { encoding: 'utf8' }))
    t.match(read.target_review_1.hosts.sort(), ['global.example', 'review-01.example'])
    t.match(read._meta.hostvars['g2.example'], { packline_services: [{ service: 'GameServer' }] })
  })
})

t.test('what Ansible would read as a pattern or one group is refused', async t => {
  for (const odd of ['-oX=y:1', '*:1', 'g[1:9]:1', 'all,!x:1']) {
    const environments = { live: { services: { GameServer: { addresses: [odd] } } } }
    const { packline } = projectHere(t.testdir({}), { project: 'dk', environments })
    t.match(await packline('inventory', '--list'), { status: 2, stderr: /INVENTORY_HOST_INVALID/ }, odd)
  }
  const service = { services: { GameServer: { addresses: ['a.example:1'] } } }
  const { packline } = projectHere(t.testdir({}), {
    project: 'dk',
    environments: { 'gray-1': service, gray_1: service }
  })
  t.match(await packline('inventory', '--list'), {
    status: 2,
    stderr: /"gray-1" and "gray_1" would be one group.*INVENTORY_GROUP_TWICE/
  })
})

t.test('a command needs a reason, a target that there is, and Ansible', async t => {
  const { packline, home } = projectHere(t.testdir({}), project, { path: '/nowhere' })
  const refused = async (expected: RegExp, ...words: string[]): Promise<void> => {
    t.match(await packline('target', 'run', ...words), { stderr: expected })
  }
  await refused(/-- COMMAND/, 'live', ...why)
  await refused(/--why TEXT/, 'live', '--', 'true')
  await refused(/SERVERS_UNKNOWN/, 'lvie', ...why, '--', 'true')
  await refused(/"VMS". There are: GameServer, Global/, 'live', '--service', 'VMS', ...why, '--', 'true')
  await refused(/ansible-playbook is needed/, 'live', ...why, '--', 'true')
  const audit = readFileSync(join(home, 'audit.jsonl'), 'utf8').trim().split('\n').map(line =>
    JSON.parse(line)
  )
  t.match(audit, [
    { action: 'target run', by: 'ann', details: { target: 'live', why: 'test', command: ['true'] } },
    { action: 'target run', details: { state: 'failed', code: 'TOOL_NOT_FOUND' } }
  ])
})

/**
 * What ansible-playbook prints at its end for the hosts of a batch (plugins/callback/default.py, v2_playbook_on_stats) and its
 * status (executor/task_queue_manager.py: RUN_FAILED_HOSTS 2, RUN_UNREACHABLE_HOSTS 4), by files that say what becomes of a host.
 */
const ansiblePlaybook = `#!/bin/sh
for each; do case $each in *inventory.json) inventory=$each;; esac; done
cd "\${0%/*}"
[ ! -e broken ] || { echo 'ERROR! the playbook could not be read' >&2; exit 4; }
echo 'PLAY RECAP ********************'
status=0
for host in $(sed 's/.*"packline_batch"://' "$inventory" | grep -o '[a-z0-9]*[.]example'); do
  case $(cat "$host" 2>/dev/null) in
    unreachable) echo "$host : ok=0    changed=0    unreachable=1    failed=0    skipped=0"; status=4;;
    failed) echo "$host : ok=0    changed=0    unreachable=0    failed=1    skipped=0"; status=2;;
    *) echo "$host : ok=2    changed=1    unreachable=0    failed=0    skipped=0";;
  esac
done
exit $status
`

t.test('what became of a server decides whether the next is tried', async t => {
  const folder = t.testdir({ programs: { 'ansible-playbook': ansiblePlaybook } })
  const programs = join(folder, 'programs')
  chmodSync(join(programs, 'ansible-playbook'), 0o755)
  const { packline } = projectHere(join(folder, 'project'), project, {
    path: `${programs}:${process.env.PATH}`
  })
  const states = async (files: Record<string, string>, ...words: string[]): Promise<string> => {
    for (const [host, text] of Object.entries(files)) writeFileSync(join(programs, host), text)
    const { status, stdout } = await packline(
      'target',
      'run',
      'live',
      '--json',
      ...why,
      ...words,
      '--',
      'true'
    )
    const document = JSON.parse(stdout)
    const { results } = document.error?.details ?? document
    return `${status} ${results.map((each: any) => each.status).join(', ')}`
  }
  t.equal(await states({}), '0 done, done, done, done')
  t.equal(await states({ 'g1.example': 'unreachable' }), '1 unreachable, not tried, not tried, not tried')
  t.equal(
    await states({ 'g1.example': '', 'g3.example': 'failed' }, '--strategy', 'canary'),
    '1 done, done, failed, not tried'
  )
  t.equal(
    await states({ broken: '' }),
    '1 failed, not tried, not tried, not tried',
    'an end that nothing explains'
  )
})

t.test(
  'a command goes from server to server and stops at the first failure',
  { skip: noAnsible },
  async t => {
    const { packline, folder, home, write } = projectHere(t.testdir({}), project)
    const variables = {
      ansible_connection: 'local',
      ansible_python_interpreter: '{{ ansible_playbook_python }}'
    }
    write({ 'local.yml': JSON.stringify({ all: { vars: variables } }) })
    const log = join(folder, 'log')
    const odd = ['{{ lookup("pipe", "touch pwned") }}', 'a "b" \\ \' $HOME', '- !x', '中文']
    const script = `printf '%s\\n' "$@" >> '${log}'; [ "$(grep -c 中文 '${log}')" -ne "$LIMIT" ]`
    const ordered = async (limit: number, ...words: string[]): Promise<any> =>
      await packline(
        'target',
        'run',
        'live',
        ...['--inventory', 'local.yml', '--json', ...why, ...words, '--'],
        ...['sh', '-c', script.replace('$LIMIT', String(limit)), 'sh', ...odd]
      )
    const failed = await ordered(2)
    t.match(failed, { status: 1, stderr: /SERVERS_FAILED|PLAY RECAP/ })
    t.match(JSON.parse(failed.stdout).error.details.results, [
      { service: 'GameServer', host: 'g1.example', status: 'done' },
      { host: 'g2.example', status: 'failed' },
      { host: 'g3.example', status: 'not tried' },
      { service: 'Global', status: 'not tried' }
    ])
    t.equal(readFileSync(log, 'utf8'), `${odd.join('\n')}\n`.repeat(2), 'each word as it was given')

    const good = await ordered(99, '--strategy', 'canary', '--service', 'Global', '--service', 'GameServer')
    t.match(good, { status: 0 })
    t.match(JSON.parse(good.stdout).results.map((each: any) => [each.host, each.status]), [
      ['global.example', 'done'],
      ['g1.example', 'done'],
      ['g2.example', 'done'],
      ['g3.example', 'done']
    ])
    t.match(good.stderr.match(/PLAY RECAP/g)?.length, 3)
    t.match(
      readFileSync(join(home, 'audit.jsonl'), 'utf8'),
      /"failed".*not tried[^]*"state":"done"/
    )
  }
)
