import type { ErrorCode } from '../../agent/error-catalogue.js'
import type { RolesByProject } from '../../agent/users/project-role.js'
import { seededRandom } from '../../scripts/benchmarks/sets/seeded-random.js'

/** As docs/users.md has them, each with those before it. */
const projectRoles = ['none', 'read', 'test', 'release', 'admin'] as const
type Role = typeof projectRoles[number]

/** Somebody with a role in each project, or nobody at all. */
export interface Account {
  name: string
  roles: Readonly<Record<string, Role>>
}

export interface Asked {
  method: string
  path: string
  body?: object
  headers?: Record<string, string>
}

export interface Answer {
  status: number
  etag: string | undefined
  text: string
}

/** Projects, each with a word in its history that stands nowhere in the others, and how one asks as somebody. */
export interface Place {
  projects: ReadonlyArray<{ name: string, secret: string }>
  accounts: readonly Account[]
  ask: (account: Account, asked: Asked) => Promise<Answer>
  /** Reads whatever it likes. */
  boss: Account
}

interface Kind {
  least: Role
  method: string
  path: string
  body?: (call: number) => object
  /** What it changes: who changed the same since then is told. */
  field?: string
  action?: string
  /** With what it may be refused besides, with 409. */
  refused?: ErrorCode
}

/** What people do all day, with the least role that docs/users.md lets do it. */
const kinds: readonly Kind[] = [
  ...[
    '/v1/projects/P/targets',
    '/v1/projects/P/targets/gray-1',
    '/v1/projects/P/environments',
    '/v1/projects/P/parameters',
    '/v1/projects/P/releases',
    '/v1/projects/P/releases/1.1',
    '/v1/projects/P/history',
    '/v1/projects/P/flip?from=review-1&to=live',
    '/projects/P',
    '/projects/P/releases/1.1-2',
    '/projects/P/parameters',
    '/projects/P/history',
    '/projects/P/targets/gray-1',
    '/projects/P/flip?from=review-1&to=live'
  ]
    .map(path => ({ least: 'read', method: 'GET', path }) as const),
  // Everybody who is known gets a list, of what is theirs.
  ...['/v1/projects', '/releases'].map(path => ({ least: 'none', method: 'GET', path }) as const),
  {
    least: 'test',
    method: 'PATCH',
    path: '/releases/1.1',
    body: call => ({ notes: `notes ${call}` }),
    field: 'notes',
    action: 'release edit'
  },
  {
    least: 'release',
    method: 'PUT',
    path: '/parameters/logLevel',
    body: call => ({ value: call % 2 === 0 ? 'all' : 'none' }),
    field: 'parameter',
    action: 'params set'
  },
  {
    least: 'release',
    method: 'POST',
    path: '/targets/gray-1/rollout',
    body: call => ({ share: 500 + call, force: true }),
    field: 'rollout',
    action: 'target rollout'
  },
  {
    least: 'release',
    method: 'POST',
    path: '/flip',
    body: () => ({ from: 'review-1', to: 'live', dryRun: true }),
    refused: 'RELEASE_FLIP_REFUSED'
  },
  {
    least: 'admin',
    method: 'PATCH',
    path: '/targets/gray-1',
    body: call => ({ set: { description: `described by ${call}` } }),
    field: 'description',
    action: 'target edit'
  }
]

interface Sent {
  kind: Kind
  account: Account
  project: string
  why: string
  ifMatch: number | undefined
  answers: Answer[]
}

interface Entry {
  revision: number
  by: string
  why: string
  action: string
  /** None for a value that was set again. */
  changes: unknown[]
}

/**
 * People of all roles do mixed things at once, some of them twice with one key, some with a revision that is
 * older by now. Returns what was not as it should be, as sentences, and how much there was of what.
 */
export async function mixedCalls (
  place: Place,
  { seed, calls, atOnce }: { seed: number, calls: number, atOnce: number }
): Promise<{ wrong: string[], counts: Record<string, number> }> {
  const random = seededRandom(seed)
  const etags = new Map<string, number>()
  const sent: Sent[] = []
  for (let first = 0; first < calls; first += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, calls - first) }, (_, index) => {
      const call = first + index
      const isChange = random.real() < 0.65
      const kind = random.pick(kinds.filter(({ method }) => (method !== 'GET') === isChange))
      const project = random.pick(place.projects).name
      const seen = etags.get(project)
      return {
        call,
        kind,
        project,
        account: random.pick(place.accounts),
        ifMatch: seen !== undefined && random.real() < 0.8 ? seen : undefined,
        times: random.real() < 0.25 ? 2 : 1
      }
    })
    sent.push(
      ...await Promise.all(batch.map(async ({ call, times, ...one }) => {
        const why = `call ${call}`
        const asked = askedOf({ ...one, call, why }, times > 1)
        const answers = await Promise.all(
          Array.from({ length: times }, async () => await place.ask(one.account, asked))
        )
        return { ...one, why, answers }
      }))
    )
    // Some see what there is now; who sent an older revision then may be late.
    for (const { name } of place.projects.filter(() => random.real() < 0.25)) {
      const { etag } = await place.ask(place.boss, { method: 'GET', path: `/v1/projects/${name}/targets` })
      etags.set(name, Number(/\d+/.exec(etag ?? '')?.[0]))
    }
  }
  const wrong = sent.flatMap(one => wrongAnswers(one, place))
  for (const { name } of place.projects) {
    const entries = await historyOf(place, name)
    wrong.push(...wrongHistory(entries, sent.filter(({ project }) => project === name), name))
  }
  for (const { name, secret } of place.projects) {
    if (!sent.some(({ answers }) => answers.some(({ text }) => text.includes(secret)))) {
      wrong.push(`nobody was shown ${name}`)
    }
  }
  return { wrong, counts: countsOf(sent) }
}

function askedOf (
  { kind, project, ifMatch, call, why }: {
    kind: Kind
    project: string
    ifMatch: number | undefined
    call: number
    why: string
  },
  isTwice: boolean
): Asked {
  const { method, path, body } = kind
  if (method === 'GET') return { method, path: path.replace('/P', `/${project}`) }
  return {
    method,
    path: `/v1/projects/${project}${path}`,
    body: { why, ...body?.(call) },
    headers: {
      ...ifMatch !== undefined && { 'if-match': `"${ifMatch}"` },
      ...isTwice && { 'idempotency-key': `key ${why}` }
    }
  }
}

/** Of one call: who may not is refused and reads nothing, who may gets what the interface has for that. */
function wrongAnswers ({ kind, account, project, why, answers }: Sent, { projects }: Place): string[] {
  const what = `${why}: ${account.name} (${account.roles[project] ?? 'none'}) ` +
    `${kind.method} ${kind.path} of ${project}`
  const may = mayDo(account, project, kind.least)
  const hidden = projects.filter(({ name }) => !mayDo(account, name, 'read'))
  return answers.flatMap(({ status, text }) => [
    ...may && ![200, 412].includes(status) && kind.least !== 'none' && !isRefused(kind, status, text)
      ? [`${what} was answered with ${status}: ${text}`]
      : [],
    ...may && status === 412 && !text.includes('"RELEASE_CHANGED"') ? [`${what}: ${text}`] : [],
    ...!may && ![401, 403, 303].includes(status) ? [`${what} was let in with ${status}`] : [],
    ...hidden
      .filter(({ name, secret }) =>
        [secret, `/projects/${name}"`, ...kind.least === 'none' ? [`"project":"${name}"`] : []].some(each =>
          text.includes(each)
        )
      )
      .map(({ name }) => `${what} shows ${name}`)
  ])
}

function isRefused ({ refused }: Kind, status: number, text: string): boolean {
  return refused !== undefined && status === 409 && text.includes(`"${refused}"`)
}

/** The history has each change that was answered as made once, by who made it, and no other one. */
function wrongHistory (entries: readonly Entry[], sent: readonly Sent[], project: string): string[] {
  const calls = new Map(sent.map(each => [each.why, each]))
  const made = entries.filter(({ why }) => why.startsWith('call '))
  const wrong = made.flatMap(entry => {
    const { revision, by, why, action } = entry
    const call = calls.get(why)
    const what = `revision ${revision} of ${project} (${action}, ${why}, by ${by})`
    if (call === undefined || by !== call.account.name || action !== call.kind.action) {
      return [`${what} is not what ${call?.account.name} did`]
    }
    const { ifMatch, kind, answers } = call
    const others = ifMatch === undefined ? [] : between(made, calls, kind, ifMatch, revision)
    return [
      ...answers.every(({ text }) => revisionIn(text) === revision) ? [] : [`${what} was told otherwise`],
      ...others.map(other => `${what} overwrote revision ${other.revision}, which ${by} had not seen`)
    ]
  })
  if (new Set(made.map(({ why }) => why)).size < made.length) wrong.push(`${project}: a call was done twice`)
  const done = new Set(made.map(({ why }) => why))
  const head = entries.at(-1)?.revision ?? 0
  for (const { why, ifMatch, kind, answers } of sent) {
    const told = answers.some(({ text }) => kind.field !== undefined && revisionIn(text) !== undefined)
    if (told && !done.has(why)) wrong.push(`${why} was told to be made in ${project}, and is not there`)
    const isLate = answers.some(({ status }) => status === 412)
    if (isLate && done.has(why)) wrong.push(`${why} was refused and made`)
    if (isLate && between(made, calls, kind, ifMatch ?? 0, head + 1).length === 0) {
      wrong.push(`${why} was refused, and nobody had changed the same`)
    }
  }
  return wrong
}

/** Who changed the same field after one revision and before another one. */
function between (
  made: readonly Entry[],
  calls: ReadonlyMap<string, Sent>,
  kind: Kind,
  after: number,
  before: number
): Entry[] {
  return made.filter(({ revision, why, changes }) =>
    revision > after && revision < before && changes.length > 0 && calls.get(why)?.kind.field === kind.field
  )
}

async function historyOf ({ ask, boss }: Place, project: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for (let before = '';;) {
    const path = `/v1/projects/${project}/history?limit=100${before}`
    const { revisions } = JSON.parse((await ask(boss, { method: 'GET', path })).text) as {
      revisions: Entry[]
    }
    entries.push(...revisions)
    const oldest = Math.min(...revisions.map(({ revision }) => revision))
    if (revisions.length === 0 || oldest <= 1) return entries.sort((a, b) => a.revision - b.revision)
    before = `&before=${oldest}`
  }
}

function revisionIn (text: string): number | undefined {
  const { revision } = JSON.parse(text) as { revision?: { revision: number } | null }
  return revision?.revision
}

function mayDo ({ roles }: Account, project: string, least: Role): boolean {
  return projectRoles.indexOf(roles[project] ?? 'none') >= projectRoles.indexOf(least)
}

function countsOf (sent: readonly Sent[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status } of sent.flatMap(({ answers }) => answers)) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** Accounts of every mix of roles in the two projects, and a few without any. */
export function mixedAccounts (projects: readonly string[], count: number, seed: number): Account[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, index) => ({
    name: `person-${index}`,
    roles: Object.fromEntries(projects.map(name => [name, random.pick(projectRoles)]))
  }))
}

/** As they are kept: who has no role in a project is not named there. */
export function rolesOf (accounts: readonly Account[]): Record<string, RolesByProject> {
  return Object.fromEntries(accounts.map(({ name, roles }) => [
    name,
    Object.fromEntries(Object.entries(roles).filter(([, role]) => role !== 'none')) as RolesByProject
  ]))
}

/** Writes a word of its own into the history and a target of each project. */
export async function withSecrets (
  ask: Place['ask'],
  boss: Account,
  projects: readonly string[]
): Promise<Place['projects']> {
  return await Promise.all(projects.map(async name => {
    const secret = `word-of-${name}`
    const path = `/v1/projects/${name}/targets/live`
    const body = { why: secret, set: { description: secret } }
    const { status, text } = await ask(boss, { method: 'PATCH', path, body })
    if (status !== 200) throw new Error(text)
    return { name, secret }
  }))
}
