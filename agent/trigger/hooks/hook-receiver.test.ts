import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import type { RepositoriesConfig } from '../../config/repository-schema.js'
import { PacklineError } from '../../errors.js'
import { repositoryConfig } from '../testing/watched-repository.js'
import { HookReceiver } from './hook-receiver.js'
import { normalAddress } from './payload.js'
import type { HookForge } from './signature.js'

const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name))
const hmac = (secret: string, body: Buffer): string => createHmac('sha256', secret).update(body).digest('hex')
const start = 1_700_000_000_000

const repositories: RepositoriesConfig = {
  lab: { ...repositoryConfig('https://gitlab.example/games/dk.git'), forge: 'gitlab' },
  hub: { ...repositoryConfig('git@github.com:games/dk.git'), forge: 'github' },
  tea: { ...repositoryConfig('https://gitea.example/games/dk'), forge: 'gitea' },
  old: { ...repositoryConfig('svn://svn.example/dk'), kind: 'svn', forge: 'svn' },
  plain: { ...repositoryConfig('https://git.example/dk.git'), forge: 'git' },
  other: { ...repositoryConfig('https://gitlab.example/games/other.git'), forge: 'gitlab' },
  open: { ...repositoryConfig('https://gitlab.example/games/open.git'), forge: 'gitlab' }
}

function receiver (): {
  receive: (forge: string, headers: Record<string, string>, body: Buffer) => unknown
  woken: string[]
  clock: { now: number }
} {
  const woken: string[] = []
  const clock = { now: start }
  const secrets = new Map([
    ['lab', 'lab-secret'],
    ['other', 'other-secret'],
    ['hub', 'hub-secret'],
    [
      'tea',
      'tea-secret'
    ],
    ['old', 'old-secret'],
    ['plain', 'plain-secret']
  ])
  const hooks = new HookReceiver({
    repositories,
    secrets,
    now: () => clock.now,
    wake: name => woken.push(name)
  })
  return { receive: (forge, headers, body) => hooks.receive({ forge, headers, body }), woken, clock }
}

function signed (forge: HookForge, body: Buffer, secret: string): Record<string, string> {
  switch (forge) {
    case 'gitlab':
      return { 'x-gitlab-token': secret, 'x-gitlab-event': 'Push Hook', 'x-gitlab-event-uuid': 'uuid-1' }
    case 'github':
      return {
        'x-hub-signature-256': `sha256=${hmac(secret, body)}`,
        'x-github-event': 'push',
        'x-github-delivery': 'guid-1',
        'content-type': 'application/json'
      }
    case 'gitea':
      return {
        'x-gitea-signature': hmac(secret, body),
        'x-gitea-event': 'push',
        'x-gitea-delivery': 'guid-2'
      }
    case 'git':
    case 'svn':
      return { 'x-packline-token': secret }
  }
}

function standard (body: Buffer, secret: string, key: Buffer, seconds: number): Record<string, string> {
  const signature = createHmac('sha256', key).update(`msg_1.${seconds}.`).update(body).digest('base64')
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,AAAA v1,${signature}`,
    'x-gitlab-event': 'Push Hook'
  }
}

function codeOf (work: () => unknown): string {
  try {
    work()
    return 'none'
  } catch (error) {
    if (error instanceof PacklineError) return error.code
    throw error
  }
}

const cases: Array<[HookForge, Buffer, string, string]> = [
  ['gitlab', fixture('gitlab-push.json'), 'lab-secret', 'lab'],
  ['github', fixture('github-push.json'), 'hub-secret', 'hub'],
  ['gitea', fixture('gitea-push.json'), 'tea-secret', 'tea'],
  ['git', Buffer.from('{"repository":"plain","push":"1-2"}'), 'plain-secret', 'plain'],
  ['svn', Buffer.from('{"repository":"old","revision":12}'), 'old-secret', 'old']
]

for (const [forge, body, secret, name] of cases) {
  t.test(`a push by ${forge} wakes its repository, once`, async t => {
    const { receive, woken } = receiver()

    t.same(receive(forge, signed(forge, body, secret), body), { status: 'accepted', repositories: [name] })
    t.match(receive(forge, signed(forge, body, secret), body), { status: 'duplicate' })
    t.match(
      receive(forge, {
        ...signed(forge, body, secret),
        'x-github-delivery': 'another',
        'x-gitea-delivery': 'another',
        'x-gitlab-event-uuid': 'another'
      }, body),
      { status: 'duplicate' },
      'replayed under another name'
    )
    t.same(woken, [name])
  })

  t.test(`a hook by ${forge} with a wrong signature, or none, is refused before it is read`, async t => {
    const { receive, woken } = receiver()
    const right = signed(forge, body, secret)
    const changed = Buffer.concat([body, Buffer.from(' ')])

    t.equal(codeOf(() => receive(forge, {}, body)), 'HOOK_REFUSED')
    t.equal(codeOf(() => receive(forge, signed(forge, body, 'wrong'), body)), 'HOOK_REFUSED')
    t.equal(codeOf(() => receive(forge, signed(forge, body, ''), body)), 'HOOK_REFUSED')
    t.equal(
      codeOf(() => receive(forge, signed(forge, Buffer.from('{'), 'wrong'), Buffer.from('{'))),
      'HOOK_REFUSED',
      'invalid JSON too'
    )
    if (forge === 'github' || forge === 'gitea') {
      t.equal(codeOf(() => receive(forge, right, changed)), 'HOOK_REFUSED', 'one byte more')
    }
    t.equal(
      codeOf(() => receive(forge, signed(forge, Buffer.from('{'), secret), Buffer.from('{'))),
      'HOOK_INVALID'
    )
    for (const odd of ['null', '[]', '7', '""', '']) {
      t.equal(
        codeOf(() => receive(forge, signed(forge, Buffer.from(odd), secret), Buffer.from(odd))),
        'HOOK_INVALID',
        odd
      )
    }
    t.same(woken, [])
  })
}

t.test("GitLab's signed hooks are checked with their time", async t => {
  const { receive, woken, clock } = receiver()
  const body = fixture('gitlab-push.json')
  const seconds = start / 1000

  t.match(receive('gitlab', standard(body, '', Buffer.from('lab-secret'), seconds - 200), body), {
    status: 'accepted'
  })
  t.equal(
    codeOf(() =>
      receive('gitlab', {
        ...standard(
          body,
          '',
          Buffer.from('lab-secret'),
          seconds
        ),
        'webhook-timestamp': String(seconds + 1)
      }, body)
    ),
    'HOOK_REFUSED'
  )
  clock.now += 1_000_000
  t.equal(
    codeOf(() => receive('gitlab', standard(body, '', Buffer.from('lab-secret'), seconds), body)),
    'HOOK_TOO_OLD',
    'replayed later'
  )
  t.equal(
    codeOf(() => receive('gitlab', standard(body, '', Buffer.from('lab-secret'), NaN), body)),
    'HOOK_TOO_OLD'
  )
  t.same(woken, ['lab'])
})

t.test('tags, pings and other events start nothing', async t => {
  const { receive, woken } = receiver()
  const tag = fixture('gitlab-tag.json')
  const ping = fixture('github-ping.json')

  t.match(
    receive('gitlab', { ...signed('gitlab', tag, 'lab-secret'), 'x-gitlab-event': 'Tag Push Hook' }, tag),
    { status: 'ignored' }
  )
  t.match(receive('github', { ...signed('github', ping, 'hub-secret'), 'x-github-event': 'ping' }, ping), {
    status: 'ignored'
  })
  t.same(woken, [])
})

interface ForgeEvents {
  gitlab: Record<string, unknown>
  gitea: Record<string, unknown>
  events: Array<{
    what: string
    forge: 'gitlab' | 'gitea'
    headers: Record<string, string>
    body: Record<string, unknown>
    answer: string
  }>
}

// Made after docs.gitlab.com (Webhook events, System hooks), docs.gitea.com (Webhooks) and the headers that
// Forgejo's services/webhook/deliver.go sets.
t.test('every event of GitLab and Gitea that moves a branch wakes its repository, and no other', async t => {
  const forges = JSON.parse(fixture('forge-events.json').toString()) as ForgeEvents
  for (const { what, forge, headers, body, answer } of forges.events) {
    const { receive, woken } = receiver()
    const sent = Buffer.from(JSON.stringify({ ...forges[forge], ...body }))
    const secret = forge === 'gitlab' ? 'lab-secret' : 'tea-secret'
    const signature: Record<string, string> = forge === 'gitlab'
      ? { 'x-gitlab-token': secret }
      : { [`x-${what.startsWith('Forgejo') ? 'forgejo' : 'gitea'}-signature`]: hmac(secret, sent) }
    t.match(receive(forge, { ...signature, ...headers }, sent), { status: answer }, what)
    t.same(woken, answer === 'accepted' ? [forge === 'gitlab' ? 'lab' : 'tea'] : [], what)
  }
})

t.test('a secret opens its own repository only', async t => {
  const { receive } = receiver()
  const body = fixture('gitlab-push.json')
  const unknown = Buffer.from(body.toString().replaceAll('games/dk', 'games/unknown'))
  const open = Buffer.from(body.toString().replaceAll('games/dk', 'games/open'))

  t.equal(
    codeOf(() => receive('gitlab', signed('gitlab', body, 'other-secret'), body)),
    'HOOK_UNKNOWN_REPOSITORY'
  )
  t.equal(
    codeOf(() => receive('gitlab', signed('gitlab', unknown, 'lab-secret'), unknown)),
    'HOOK_UNKNOWN_REPOSITORY'
  )
  t.equal(
    codeOf(() => receive('gitlab', signed('gitlab', open, ''), open)),
    'HOOK_REFUSED',
    'one without a secret takes no hooks'
  )
  for (const forge of ['bitbucket', '__proto__', 'constructor', '']) {
    t.equal(codeOf(() => receive(forge, {}, body)), 'HOOK_UNKNOWN_FORGE')
  }
})

t.test('a form with the payload in it is read as well', async t => {
  const { receive, woken } = receiver()
  const body = Buffer.from(
    new URLSearchParams({ payload: fixture('github-push.json').toString() }).toString()
  )

  t.match(
    receive('github', {
      ...signed('github', body, 'hub-secret'),
      'content-type': 'application/x-www-form-urlencoded'
    }, body),
    { status: 'accepted' }
  )
  t.same(woken, ['hub'])
})

t.test('the addresses of one repository are the same however they are written', async t => {
  for (
    const address of [
      'https://GitLab.example/games/dk.git',
      'ssh://git@gitlab.example:2222/games/dk.git',
      'git@gitlab.example:games/dk.git',
      'https://gitlab.example:8443/games/dk/'
    ]
  ) t.equal(normalAddress(address), 'gitlab.example/games/dk')
})

t.test('signed nonsense gives a typed error or an answer, and wakes nobody wrongly', async t => {
  const { receive, woken } = receiver()
  fc.assert(
    fc.property(
      fc.constantFrom(...cases),
      fc.oneof(fc.json(), fc.string(), fc.uint8Array().map(bytes => Buffer.from(bytes).toString('latin1'))),
      ([forge, , secret], text) => {
        const body = Buffer.from(text)
        codeOf(() => receive(forge, signed(forge, body, secret), body))
      }
    ),
    { numRuns: 400 }
  )
  t.same(woken, [])
})
